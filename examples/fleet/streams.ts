import * as pulumi from "@pulumi/pulumi";

export interface Stream {
  /** `publishDomain/app/stream` */
  readonly id: string;
  readonly publishDomain: string;
  readonly app: string;
  readonly stream: string;
}

/** Reads the list `streams` of the configuration. What the names may hold is checked by `StreamRecording`. */
export function readStreams(list: unknown): Stream[] {
  if (!Array.isArray(list)) throw refusal("streams", list, "a list of publishDomain/app/stream");
  const streams = list.map((entry: unknown, index) => readStream(entry, `streams[${index}]`));
  for (const [index, { id }] of streams.entries()) {
    const first = streams.findIndex((stream) => stream.id === id);
    if (first < index) throw refusal(`streams[${index}]`, id, `a stream that streams[${first}] does not list already`);
  }
  return streams;
}

function readStream(entry: unknown, place: string): Stream {
  const parts = typeof entry === "string" ? entry.split("/") : [];
  const [publishDomain, app, stream] = parts;
  if (!publishDomain || !app || !stream || parts.length !== 3) {
    throw refusal(place, entry, 'publishDomain/app/stream, such as "push.example.com/live/keynote"');
  }
  return { id: parts.join("/"), publishDomain, app, stream };
}

// A RunError is shown without a stack trace: the mistake is in the configuration, not in the program.
const refusal = (place: string, value: unknown, expected: string): pulumi.RunError =>
  new pulumi.RunError(`${place} in the configuration is ${JSON.stringify(value)}; expected ${expected}`);
