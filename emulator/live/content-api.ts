import * as v from "valibot";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { invalidParameter } from "../protocol/refusals";
import { wholeSeconds } from "../protocol/times";
import type { StreamRecord } from "./live-stream";
import { addressOf, filesOf, type RecordedFile } from "./recorded-files";
import { bodyOf, matches, paging } from "./request";
import type { Service } from "./service";

/** What was recorded is listed for so long, in ms. */
const kept = 30 * 24 * 3_600_000;

interface FinishedFile extends RecordedFile {
  readonly endedAt: number;
}

/** The calls about recorded files and the buckets that they go to. Only the clients for them are public. */
export class ContentApi {
  private readonly service: Service;
  private readonly now: () => number;
  private readonly buckets = new Set<string>();

  constructor(service: Service, now: () => number) {
    this.service = service;
    this.now = now;
  }

  /** Finished files that begin in the time that is asked for, oldest first. */
  list({ query }: Call): Answer {
    const { offset, limit } = paging(query);
    const from = timeIn(query, "start_time") ?? missing("start_time");
    const until = timeIn(query, "end_time") ?? Number.POSITIVE_INFINITY;
    const type = query.get("record_type") ?? "CONTINUOUS_RECORD";
    if (type !== "CONTINUOUS_RECORD" && type !== "COMMAND_RECORD")
      throw invalidParameter("record_type: must be CONTINUOUS_RECORD or COMMAND_RECORD");
    const now = this.now();
    const found = this.service
      .records()
      .filter((record) => matches(query, record) && record.recordType === type)
      .flatMap((record) => finished(record, now).map((file) => ({ record, file })))
      .filter(({ file }) => file.endedAt > now - kept)
      // In whole seconds, as they are shown.
      .filter(({ file }) => file.startedAt >= from && Math.floor(file.startedAt / 1000) * 1000 <= until)
      .sort((one, other) => one.file.startedAt - other.file.startedAt);
    const page = found.slice(offset * limit, (offset + 1) * limit);
    return { status: 200, body: { total: found.length, record_contents: page.map(shown) } };
  }

  /** Grants Live a bucket, or takes the grant back. */
  authorize(call: Call): Answer {
    const { bucket, operation } = bodyOf(call, Authority);
    if (operation === 1) this.buckets.add(bucket);
    else this.buckets.delete(bucket);
    return { status: 200 };
  }

  /** Those that were granted. */
  grantedBuckets(): string[] {
    return [...this.buckets].sort();
  }

  reset(): void {
    this.buckets.clear();
  }
}

const finished = (record: StreamRecord, now: number): FinishedFile[] =>
  filesOf(record, now).flatMap((file) => (file.endedAt === null ? [] : [{ ...file, endedAt: file.endedAt }]));

function shown({ record, file }: { record: StreamRecord; file: FinishedFile }) {
  const { name, bucket, location, object, url } = addressOf(record, file);
  return {
    publish_domain: record.publishDomain,
    app: record.app,
    stream: record.stream,
    file_name: name,
    record_format: file.format,
    record_type: record.recordType,
    obs_addr: { bucket, location, object },
    download_url: url,
    start_time: wholeSeconds(file.startedAt),
    end_time: wholeSeconds(file.endedAt),
    duration: Math.round((file.endedAt - file.startedAt) / 1000),
  };
}

function timeIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw invalidParameter(`${name}: must be a time such as 2026-01-02T03:04:05Z`);
  return ms;
}

function missing(name: string): never {
  throw invalidParameter(`${name}: is required`);
}

const Authority = v.object(
  {
    bucket: v.pipe(v.string("must be a string"), v.nonEmpty("must not be empty")),
    operation: v.picklist([0, 1], "must be 0 or 1"),
  },
  (issue) => (issue.path ? "is required" : "must be a JSON object"),
);
