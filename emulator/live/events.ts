import type { StreamName } from "../stream-name";
import type { StreamRecord } from "./live-stream";
import { filesOf, nextFileAt, type RecordedFile } from "./recorded-files";

/** A push begins or ends. */
export interface PushEvent {
  readonly event: "PUBLISH" | "PUBLISH_DONE";
  readonly name: StreamName;
  /** When the push began, in ms. */
  readonly pushedSince: number;
}

export type RecordEventType =
  | "RECORD_START"
  | "RECORD_NEW_FILE_START"
  | "RECORD_FILE_COMPLETE"
  | "RECORD_OVER"
  | "RECORD_FAILED";

/** Something happens to a recording. */
export interface RecordEvent {
  readonly event: RecordEventType;
  readonly record: StreamRecord;
  /** Which one begins or is finished. */
  readonly file?: RecordedFile | undefined;
}

export type ServiceEvent = PushEvent | RecordEvent;

/** All that has happened to a recording by now, in order. */
export function eventsOf(record: StreamRecord, now: number): RecordEvent[] {
  const files = filesOf(record, now).flatMap((file) => [
    { at: file.startedAt, event: { event: "RECORD_NEW_FILE_START", record, file } as const },
    ...(file.endedAt === null
      ? []
      : [{ at: file.endedAt, event: { event: "RECORD_FILE_COMPLETE", record, file } as const }]),
  ]);
  // Stable: what ends at a time comes before what begins then.
  const rank = ({ event }: { event: RecordEvent }) => (event.event === "RECORD_FILE_COMPLETE" ? 0 : 1);
  files.sort((one, other) => one.at - other.at || rank(one) - rank(other));
  return [{ event: "RECORD_START", record }, ...files.map(({ event }) => event), ...endOf(record)];
}

function endOf(record: StreamRecord): RecordEvent[] {
  if (record.endedBy === "interruption") return [{ event: "RECORD_OVER", record }];
  return record.endedBy === "failure" ? [{ event: "RECORD_FAILED", record }] : [];
}

const keyOf = ({ event, file }: RecordEvent): string => `${event} ${file?.format ?? ""} ${file?.startedAt ?? ""}`;

/** Of one recording: what has not been told yet. */
export class Telling {
  private readonly told = new Set<string>();
  private readonly record: StreamRecord;
  /** Nothing happens before, unless the recording ends; ms. */
  private quietUntil = Number.NEGATIVE_INFINITY;

  constructor(record: StreamRecord) {
    this.record = record;
  }

  get isOver(): boolean {
    return this.record.stoppedAt !== null;
  }

  /** What has happened by now since the last time. */
  news(now: number): RecordEvent[] {
    if (!this.isOver && now < this.quietUntil) return [];
    this.quietUntil = nextFileAt(this.record, this.record.awaySince ?? now);
    const news = eventsOf(this.record, now).filter((event) => !this.told.has(keyOf(event)));
    for (const event of news) this.told.add(keyOf(event));
    return news;
  }
}
