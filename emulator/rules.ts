import { isSameHost, type StreamName } from "./stream-name";

/** When a push is recorded. The emulator records for `COMMAND_RECORD` only, by START. */
export type RecordType = "CONTINUOUS_RECORD" | "COMMAND_RECORD" | "PLAN_RECORD" | "ON_DEMAND_RECORD";
/** Format of the files. */
export type RecordFormat = "HLS" | "FLV" | "MP4";

/** What a rule says about the files. Blocks of formats that are not in `record_format` have no effect. */
export interface RecordConfig {
  /** The formats that are written. */
  readonly record_format: readonly RecordFormat[];
  /** Where they go. Default: a bucket `emulator`. */
  readonly obs_addr?: BucketAddress | undefined;
  /** Settings for HLS files. */
  readonly hls_config?: FormatConfig | undefined;
  /** Settings for FLV files. */
  readonly flv_config?: FormatConfig | undefined;
  /** Settings for MP4 files. */
  readonly mp4_config?: FormatConfig | undefined;
  readonly [other: string]: unknown;
}

/** Where files go. */
export interface BucketAddress {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Its region. */
  readonly location: string;
  /** The folder in it. Default: none. */
  readonly object?: string | undefined;
}

/** What a rule says about the files of one format. The emulator keeps what it does not use. */
export interface FormatConfig {
  /** Seconds after which a file ends and the next begins. Default 0: one file for the whole recording. */
  readonly record_cycle?: number | undefined;
  /** Path and name of a file, with placeholders such as `{stream}`. Default: that of the API. */
  readonly record_prefix?: string | undefined;
  /** Seconds that an interruption may last before the recording ends. Default 0; -1: as long as a file may grow. */
  readonly record_max_duration_to_merge_file?: number | undefined;
  readonly [other: string]: unknown;
}

/** The property of `RecordConfig` that belongs to a format. */
export const formatBlock = { HLS: "hls_config", FLV: "flv_config", MP4: "mp4_config" } as const;

/** A recording rule, as the service keeps it; `app` and `stream` may be `*`. */
export interface Rule extends StreamName {
  readonly id: string;
  readonly recordType: RecordType;
  readonly config: RecordConfig;
  /** ms */
  readonly createdAt: number;
  /** ms; undefined: never. */
  readonly updatedAt?: number | undefined;
  /** What the last update replaced; it goes on for the pushes that were on then. */
  readonly before?: Rule | undefined;
}

/** With -1, HLS appends to a file that is up to 30 days old. */
const longestMerge = 30 * 24 * 3_600_000;

/**
 * The rule that decides how a push is recorded, if any. A rule covers only pushes that begin after it was made
 * (CreateRecordRule page) or changed (UpdateRecordRule page), and the most specific one counts: a CONTINUOUS_RECORD for the stream hides a
 * COMMAND_RECORD for all streams.
 */
export function ruleFor(name: StreamName, pushedSince: number, rules: readonly Rule[]): Rule | undefined {
  const known = rules
    .flatMap((rule) => versionFor(pushedSince, rule))
    .filter((rule) => isSameHost(rule.publishDomain, name.publishDomain));
  const levels = [
    [name.app, name.stream],
    [name.app, "*"],
    ["*", name.stream],
    ["*", "*"],
  ];
  for (const [app, stream] of levels) {
    const rule = known.find((candidate) => candidate.app === app && candidate.stream === stream);
    if (rule) return rule;
  }
  return undefined;
}

/** What the rule said when the push began: nothing, if it was made after that. */
function versionFor(pushedSince: number, rule: Rule): Rule[] {
  if ((rule.updatedAt ?? rule.createdAt) <= pushedSince) return [rule];
  return rule.before ? versionFor(pushedSince, rule.before) : [];
}

/** How long a push may be away before the recording is over, in ms; 0: not at all. */
export function mergeThreshold(config: RecordConfig): number {
  const seconds = config.record_format.map(
    (format) => config[formatBlock[format]]?.record_max_duration_to_merge_file ?? 0,
  );
  if (seconds.includes(-1)) return longestMerge;
  return Math.max(0, ...seconds) * 1000;
}
