import * as v from "valibot";
import { isSameSignature, signPush, signRecord, signTime } from "./signature";

/**
 * A message of the service about a push or a recording, as the documents show it:
 * https://support.huaweicloud.com/iLive-live/live_01_0043.html, https://support.huaweicloud.com/iLive-live/live_01_0035.html.
 */
export interface Message {
  readonly stream: string;
  readonly event: string;
  /** Milliseconds: when the push began, of messages about a push. */
  readonly pushedSince?: number;
  /** What went wrong, of RECORD_FAILED. */
  readonly error?: string;
  /** The file, of RECORD_FILE_COMPLETE. */
  readonly file?: RecordedFile;
  /**
   * Whether the signature covers what the message says. One that does not is a hint: the keeper looks, and believes nothing.
   */
  readonly isProven: boolean;
  /** The same for each time that the service sends it. */
  readonly identity: string;
}

export interface RecordedFile {
  readonly name: string;
  readonly url?: string;
  /** Seconds. */
  readonly duration?: number;
}

export type Judged =
  | { readonly message: Message }
  | { readonly refused: { readonly status: 400 | 401; readonly reason: string } };

const text = v.pipe(v.string(), v.maxLength(2_048));
/** A number, or the same as text: the pages show both. */
const moment = v.union([v.pipe(v.number(), v.integer()), v.pipe(v.string(), v.regex(/^\d{1,12}$/))]);

const pushMessage = v.object({
  domain: text,
  app: text,
  stream: text,
  event: v.picklist(["PUBLISH", "PUBLISH_DONE"]),
  publish_timestamp: moment,
  auth_timestamp: v.optional(moment),
  auth_sign: v.optional(text),
});

const recordMessage = v.object({
  publish_domain: text,
  app: text,
  stream: text,
  event_type: text,
  task_id: v.optional(text),
  job_id: v.optional(text),
  error_message: v.optional(text),
  download_url: v.optional(text),
  play_url: v.optional(text),
  obs_object: v.optional(text),
  record_duration: v.optional(v.number()),
  start_time: v.optional(text),
  end_time: v.optional(text),
  auth_timestamp: v.optional(moment),
  auth_sign: v.optional(text),
});

/** Judges the body of a message about a push. Without a key nothing is proven. */
export function judgePush(body: string, key: string | undefined, now: number): Judged {
  const parsed = parse(pushMessage, body);
  if (!parsed) return malformed("a message about a push");
  const { domain, app, stream, event, publish_timestamp, auth_timestamp, auth_sign } = parsed;
  if (key !== undefined) {
    const refused = unproven(auth_timestamp, auth_sign, now, (at) => [
      signPush({ event, domain, app, stream, auth_timestamp: at }, key),
    ]);
    if (refused) return refused;
  }
  const id = idOf(domain, app, stream);
  return {
    message: {
      stream: id,
      event,
      pushedSince: Number(publish_timestamp) * 1_000,
      isProven: key !== undefined,
      identity: `${event} ${id} ${publish_timestamp}`,
    },
  };
}

/** Judges the body of a message about a recording. Without a key nothing is proven. */
export function judgeRecord(body: string, key: string | undefined, now: number): Judged {
  const parsed = parse(recordMessage, body);
  if (!parsed) return malformed("a message about a recording");
  const { publish_domain, app, stream, event_type, task_id, job_id, auth_timestamp, auth_sign } = parsed;
  let isProven = false;
  if (key !== undefined) {
    const refused = unproven(auth_timestamp, auth_sign, now, (at) => [
      signRecord({ ...parsed, auth_timestamp: at }, key),
      signTime(at, key),
    ]);
    if (refused) return refused;
    isProven = isSameSignature(auth_sign ?? "", signRecord({ ...parsed, auth_timestamp: auth_timestamp ?? "" }, key));
  }
  const id = idOf(publish_domain, app, stream);
  const told = [event_type, id, task_id, job_id, parsed.start_time, parsed.end_time, parsed.download_url];
  return {
    message: {
      stream: id,
      event: event_type,
      ...(parsed.error_message === undefined ? {} : { error: parsed.error_message }),
      ...(event_type === "RECORD_FILE_COMPLETE" ? { file: fileOf(parsed) } : {}),
      isProven,
      identity: told.join(" "),
    },
  };
}

/** The pages call the time once that of the message, and once that of its end: from 10 minutes ago to a day ahead. */
const OLDEST_MS = 10 * 60_000;
const LATEST_MS = 24 * 3_600_000;

function unproven(
  at: number | string | undefined,
  signature: string | undefined,
  now: number,
  signatures: (at: number | string) => readonly string[],
): Judged | undefined {
  if (at === undefined || signature === undefined) return refusedAs("it is not signed, although a key is set");
  if (!signatures(at).some((expected) => isSameSignature(expected, signature))) {
    return refusedAs("its signature does not match");
  }
  const age = now - Number(at) * 1_000;
  if (age > OLDEST_MS || age < -LATEST_MS) return refusedAs("its time is out of range");
  return undefined;
}

function refusedAs(reason: string): Judged {
  return { refused: { status: 401, reason } };
}

function malformed(what: string): Judged {
  return { refused: { status: 400, reason: `it is not ${what}` } };
}

function idOf(domain: string, app: string, stream: string): string {
  return `${domain.toLowerCase()}/${app}/${stream}`;
}

function fileOf(record: v.InferOutput<typeof recordMessage>): RecordedFile {
  const { obs_object, download_url, record_duration } = record;
  return {
    name: obs_object ?? "",
    ...(download_url === undefined ? {} : { url: download_url }),
    ...(record_duration === undefined ? {} : { duration: record_duration }),
  };
}

function parse<S extends v.GenericSchema>(schema: S, body: string): v.InferOutput<S> | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(body));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
