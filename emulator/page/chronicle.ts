import type { Mark, Span, StreamFacts } from "../../page/facts";
import { trimmed } from "../../page/model/row";
import type { LiveStream, StreamRecord } from "../live/live-stream";
import type { Service } from "../live/service";
import type { Courier } from "../messages/courier";
import type { LoggedRequest, RequestLog } from "../request-log";
import { streamKey, streamPath } from "../stream-name";
import type { SentMessage } from "../views";
import { commandMark, isWish, messageMark } from "./marks";

/** How far back the page looks, in ms. */
const kept = 86_400_000;

export interface Witnesses {
  readonly service: Service;
  readonly log: RequestLog;
  readonly courier: Courier;
  readonly now: () => number;
}

/** One stream, as far as it has been read. */
interface Known {
  readonly commands: Readonly<LoggedRequest>[];
  readonly messages: Readonly<SentMessage>[];
  readonly records: StreamRecord[];
  /** What was told last is told by these numbers. */
  told: string;
}

/** What has happened to each stream, out of what the service, the log and the courier know. */
export class Chronicle {
  private readonly witnesses: Witnesses;
  private known = new Map<string, Known>();
  /** How much of each list has been read. */
  private read = { requests: 0, messages: 0, records: 0 };

  constructor(witnesses: Witnesses) {
    this.witnesses = witnesses;
  }

  all(): StreamFacts[] {
    for (const known of this.known.values()) known.told = "";
    return this.changed();
  }

  /** Those that are different since the last call of this or of `all`. */
  changed(): StreamFacts[] {
    this.readOn();
    const news: StreamFacts[] = [];
    for (const [key, stream] of this.witnesses.service.seen()) {
      const known = this.knownOf(key);
      const signature = signatureOf(stream, known);
      if (signature === known.told) continue;
      known.told = signature;
      news.push(this.factsOf(stream, known));
    }
    return news;
  }

  reset(): void {
    this.known = new Map();
    this.read = { requests: 0, messages: 0, records: 0 };
  }

  private readOn(): void {
    const { service, log, courier } = this.witnesses;
    const requests = log.from(this.read.requests);
    const messages = courier.from(this.read.messages);
    const records = service.records().slice(this.read.records);
    this.read.requests += requests.length;
    this.read.messages += messages.length;
    this.read.records += records.length;
    for (const request of requests) {
      if (request.operation !== "START" && request.operation !== "STOP") continue;
      if (request.stream !== undefined) this.knownOf(keyOf(request.stream)).commands.push(request);
    }
    for (const message of messages) this.knownOf(keyOf(message.stream)).messages.push(message);
    for (const record of records) this.knownOf(streamKey(record)).records.push(record);
  }

  private knownOf(key: string): Known {
    const known = this.known.get(key) ?? { commands: [], messages: [], records: [], told: "" };
    this.known.set(key, known);
    return known;
  }

  private factsOf({ name, pushes }: LiveStream, { commands, messages, records }: Known): StreamFacts {
    const facts = {
      id: streamPath(name),
      pushes: pushes.map(({ startedAt, endedAt }) => [startedAt, endedAt] as const),
      recordings: records.map(({ startedAt, stoppedAt }) => [startedAt, stoppedAt] as const),
      declared: declaredBy(commands),
      marks: [...commands.map(commandMark), ...records.flatMap(endMark), ...messages.map(messageMark)],
    };
    return trimmed(facts, this.witnesses.now() - kept);
  }
}

/** From a START, accepted or refused, to the next STOP: what the clients want is all that a service can know. */
function declaredBy(commands: readonly LoggedRequest[]): Span[] {
  const spans: Span[] = [];
  let since: number | undefined;
  for (const { operation, at } of commands.filter(isWish)) {
    if (operation === "START") since ??= Date.parse(at);
    else if (since !== undefined) {
      spans.push([since, Date.parse(at)]);
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, [since, null]];
}

function endMark({ stoppedAt, endedBy, error }: StreamRecord): Mark[] {
  if (stoppedAt === null || endedBy === null || endedBy === "STOP") return [];
  if (endedBy === "interruption") return [{ at: stoppedAt, kind: "interrupted", text: "Interrupted" }];
  return [{ at: stoppedAt, kind: "failed", text: `Recording failed: ${error ?? "no reason given"}` }];
}

/** Changes with everything that is told of a stream. */
function signatureOf({ pushes }: LiveStream, { commands, messages, records }: Known): string {
  const lastPush = pushes.at(-1);
  const answered = [...commands, ...messages].filter(({ status }) => status !== 0).length;
  return [
    pushes.length,
    lastPush?.startedAt,
    lastPush?.endedAt,
    records.length,
    records.at(-1)?.stoppedAt,
    commands.length,
    messages.length,
    answered,
  ].join(" ");
}

/** Of a stream that is written `domain/app/stream`. */
function keyOf(path: string): string {
  const [publishDomain = "", app = "", ...stream] = path.split("/");
  return streamKey({ publishDomain, app, stream: stream.join("/") });
}
