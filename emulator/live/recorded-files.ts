import { shownConfig } from "../rule-json";
import { formatBlock, type RecordConfig, type RecordFormat } from "../rules";
import type { StreamRecord } from "./live-stream";

/** One file of a recording. Times in ms. */
export interface RecordedFile {
  readonly format: RecordFormat;
  readonly startedAt: number;
  /** null: it is being written, or was when the recording failed. */
  readonly endedAt: number | null;
}

/** Where a finished file lies. */
export interface FileAddress {
  readonly name: string;
  readonly bucket: string;
  readonly location: string;
  readonly object: string;
  readonly url: string;
}

/**
 * The files of a recording, by now: per format one after the other, each as long as the rule's cycle. While the push is
 * away nothing is finished, and what a failure interrupts never is.
 */
export function filesOf(record: StreamRecord, now: number): RecordedFile[] {
  const until = record.stoppedAt ?? Math.min(now, record.awaySince ?? now);
  return record.config.record_format.flatMap((format) => {
    const cycle = cycleOf(record.config, format);
    const files: RecordedFile[] = [];
    for (let begin = record.startedAt; ; begin += cycle) {
      const end = begin + cycle;
      if (end > until) return [...files, ...lastFile(record, format, begin)];
      files.push({ format, startedAt: begin, endedAt: end });
    }
  });
}

function lastFile(record: StreamRecord, format: RecordFormat, startedAt: number): RecordedFile[] {
  if (record.stoppedAt === null || record.endedBy === "failure") return [{ format, startedAt, endedAt: null }];
  if (record.stoppedAt <= startedAt) return [];
  return [{ format, startedAt, endedAt: record.stoppedAt }];
}

/** When the next file of a recording is finished, in ms, if the recording goes on. */
export function nextFileAt({ startedAt, config }: StreamRecord, now: number): number {
  const ends = config.record_format.map((format) => {
    const cycle = cycleOf(config, format);
    return startedAt + (Math.floor((now - startedAt) / cycle) + 1) * cycle;
  });
  return Math.min(...ends.filter((end) => !Number.isNaN(end)), Number.POSITIVE_INFINITY);
}

/** In ms; Infinity: one file for the whole recording. */
function cycleOf(config: RecordConfig, format: RecordFormat): number {
  const seconds = config[formatBlock[format]]?.record_cycle;
  return typeof seconds === "number" && seconds >= 1 ? seconds * 1000 : Number.POSITIVE_INFINITY;
}

const extensions: Readonly<Record<RecordFormat, string>> = { HLS: "m3u8", FLV: "flv", MP4: "mp4" };

/** By the rule's prefix, whose placeholders are those of the page of CreateRecordRule. */
export function addressOf(record: StreamRecord, file: RecordedFile): FileAddress {
  const shown = shownConfig(record.config);
  const { bucket = "emulator", location = "cn-north-4", object: folder = "" } = shown.obs_addr ?? {};
  const values: Readonly<Record<string, string>> = {
    publish_domain: record.publishDomain,
    app: record.app,
    stream: record.stream,
    record_type: record.recordType,
    record_format: file.format,
    file_start_time: digits(file.startedAt),
    file_end_time: digits(file.endedAt ?? file.startedAt),
    file_start_time_unix: unix(file.startedAt),
    file_end_time_unix: unix(file.endedAt ?? file.startedAt),
  };
  const prefix = String(shown[formatBlock[file.format]]?.record_prefix ?? "");
  const path = prefix.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const object = `${folder.replace(/\/*$/, folder && "/")}${path}.${extensions[file.format]}`.replace(/^\/+/, "");
  return {
    name: object.slice(object.lastIndexOf("/") + 1),
    bucket,
    location,
    object,
    url: `https://${bucket}.obs.${location}.myhuaweicloud.com/${object.split("/").map(encodeURIComponent).join("/")}`,
  };
}

/** 20260102030405 */
const digits = (ms: number): string => new Date(ms).toISOString().replace(/\D/g, "").slice(0, 14);
const unix = (ms: number): string => String(Math.floor(ms / 1000));
