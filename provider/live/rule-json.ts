import * as v from "valibot";
import { serviceTime } from "../http/service-time";

/** The files of one format that a rule makes. Optional fields that are not given are up to the service. */
export interface RuleFormat {
  /** Seconds that one file lasts: 60 to 43,200, or 0, whose meaning the pages do not agree on. */
  readonly cycle: number;
  /** Path and name of the files. */
  readonly prefix?: string | undefined;
  /** Seconds that a push may be away before a new file begins: 0 to 300; -1 for HLS: no limit. */
  readonly mergeDuration?: number | undefined;
}

/** HLS has segments besides. */
export interface HlsRuleFormat extends RuleFormat {
  /** Names of the segments. */
  readonly tsPrefix?: string | undefined;
  /** Seconds that one segment lasts: 2 to 60. */
  readonly sliceDuration?: number | undefined;
}

/** Where the files go in OBS. */
export interface RuleStorage {
  readonly bucket: string;
  readonly region: string;
  /** Prefix of the objects; "" for the root of the bucket. */
  readonly path: string;
}

/** What a recording rule says (https://support.huaweicloud.com/api-live/CreateRecordRule.html). */
export interface RuleContent {
  readonly publishDomain: string;
  /** A name, or `*` for all. */
  readonly app: string;
  /** A name, or `*` for all. */
  readonly stream: string;
  /** `COMMAND_RECORD`, `CONTINUOUS_RECORD` and others. */
  readonly type: string;
  readonly storage: RuleStorage;
  readonly hls?: HlsRuleFormat | undefined;
  readonly flv?: RuleFormat | undefined;
  readonly mp4?: RuleFormat | undefined;
}

/** A recording rule of the service. */
export interface RecordRule extends RuleContent {
  readonly id: string;
  /** In milliseconds since the epoch; 0 where the service does not say. */
  readonly createdAt: number;
  /** The last time it was made or changed, in milliseconds since the epoch; 0 where the service does not say. */
  readonly since: number;
}

const text = v.nullish(v.string(), "");
const count = v.nullish(v.number());
const format = v.nullish(
  v.object({
    record_cycle: count,
    record_prefix: text,
    record_ts_prefix: text,
    record_slice_duration: count,
    record_max_duration_to_merge_file: count,
  }),
);

/** A rule as the service describes it, or as much of it as it does. */
export const ruleFromJson = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.nonEmpty()),
    publish_domain: text,
    app: v.string(),
    stream: v.string(),
    record_type: v.nullish(v.string(), "CONTINUOUS_RECORD"),
    create_time: text,
    update_time: text,
    default_record_config: v.nullish(
      v.object({
        record_format: v.nullish(v.array(v.string()), []),
        obs_addr: v.nullish(v.object({ bucket: text, location: text, object: text })),
        hls_config: format,
        flv_config: format,
        mp4_config: format,
      }),
    ),
  }),
  v.transform((rule): RecordRule => {
    const config = rule.default_record_config;
    const obs_addr = config?.obs_addr;
    // The blocks of formats that are not in use are there as well, with zeros in them.
    const uses = (format: string) => (config?.record_format ?? []).some((used) => used.toUpperCase() === format);
    // A rule that was never changed has the year 1 as `update_time`.
    const [createdAt, updatedAt] = [rule.create_time, rule.update_time].map((time) =>
      Math.max(0, serviceTime(time) || 0),
    );
    return {
      id: rule.id,
      publishDomain: rule.publish_domain,
      app: rule.app,
      stream: rule.stream,
      type: rule.record_type,
      storage: { bucket: obs_addr?.bucket ?? "", region: obs_addr?.location ?? "", path: obs_addr?.object ?? "" },
      ...(uses("HLS") && { hls: formatFromJson(config?.hls_config) }),
      ...(uses("FLV") && { flv: formatFromJson(config?.flv_config) }),
      ...(uses("MP4") && { mp4: formatFromJson(config?.mp4_config) }),
      createdAt: createdAt ?? 0,
      since: Math.max(createdAt ?? 0, updatedAt ?? 0),
    };
  }),
);

function formatFromJson(config: v.InferOutput<typeof format>): HlsRuleFormat {
  return {
    cycle: config?.record_cycle ?? 0,
    ...(config?.record_prefix && { prefix: config.record_prefix }),
    ...(config?.record_ts_prefix && { tsPrefix: config.record_ts_prefix }),
    ...(config?.record_slice_duration && { sliceDuration: config.record_slice_duration }),
    mergeDuration: config?.record_max_duration_to_merge_file ?? 0,
  };
}

/** The body that makes or changes a rule. */
export function ruleToJson({ publishDomain, app, stream, type, storage, hls, flv, mp4 }: RuleContent): object {
  const formats = { HLS: hls, FLV: flv, MP4: mp4 };
  return {
    publish_domain: publishDomain,
    app,
    stream,
    record_type: type,
    default_record_config: {
      record_format: Object.entries(formats).flatMap(([name, format]) => (format ? [name] : [])),
      obs_addr: { bucket: storage.bucket, location: storage.region, object: storage.path },
      ...(hls && { hls_config: formatToJson(hls) }),
      ...(flv && { flv_config: formatToJson(flv) }),
      ...(mp4 && { mp4_config: formatToJson(mp4) }),
    },
  };
}

/** `JSON.stringify` leaves out what is undefined. */
function formatToJson({ cycle, prefix, tsPrefix, sliceDuration, mergeDuration }: HlsRuleFormat): object {
  return {
    record_cycle: cycle,
    record_prefix: prefix,
    record_ts_prefix: tsPrefix,
    record_slice_duration: sliceDuration,
    record_max_duration_to_merge_file: mergeDuration,
  };
}
