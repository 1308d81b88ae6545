import * as v from "valibot";
import { InvalidInput, parse } from "./invalid-input";
import { wholeSeconds } from "./protocol/times";
import {
  type FormatConfig,
  formatBlock,
  type RecordConfig,
  type RecordFormat,
  type RecordType,
  type Rule,
} from "./rules";
import { domainForm, nameForm } from "./stream-name";

/** A recording rule in the API's shape: https://support.huaweicloud.com/api-live/ListRecordRules.html. */
export interface RuleJson {
  /** Id of the rule. Default: `rule-1`, `rule-2`, in the order of the list. */
  readonly id?: string | undefined;
  /** Ingest domain of the streams. */
  readonly publish_domain: string;
  /** Application; `*`: all. */
  readonly app: string;
  /** Stream name; `*`: all. */
  readonly stream: string;
  /** When a push is recorded. Default `CONTINUOUS_RECORD`, as in the API. */
  readonly record_type?: RecordType | undefined;
  /** What is written. Default: HLS, where any interruption ends the recording. */
  readonly default_record_config?: RecordConfig | undefined;
  /** When the rule was created: ISO 8601, UTC. It covers the pushes that begin from then on. Default: now. */
  readonly create_time?: string | undefined;
  readonly [other: string]: unknown;
}

const Id = v.pipe(v.string(), v.nonEmpty("must not be empty"));
const Pattern = v.pipe(
  v.string(),
  v.check((text) => text === "*" || nameForm.test(text), "must be * or a name without *, /, ? and #"),
);
const Format = v.optional(
  v.looseObject({
    record_cycle: v.optional(v.pipe(v.number(), v.minValue(0))),
    record_prefix: v.optional(v.string()),
    record_max_duration_to_merge_file: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1))),
  }),
);
const RuleList = v.array(
  v.looseObject({
    id: v.optional(Id),
    publish_domain: v.pipe(v.string(), v.regex(domainForm, "must be a domain, with nothing around it")),
    app: Pattern,
    stream: Pattern,
    record_type: v.optional(
      v.picklist(["CONTINUOUS_RECORD", "COMMAND_RECORD", "PLAN_RECORD", "ON_DEMAND_RECORD"]),
      "CONTINUOUS_RECORD",
    ),
    default_record_config: v.optional(
      v.looseObject({
        record_format: v.array(v.picklist(["HLS", "FLV", "MP4"])),
        obs_addr: v.optional(
          v.looseObject({ bucket: v.string(), location: v.string(), object: v.optional(v.string()) }),
        ),
        hls_config: Format,
        flv_config: Format,
        mp4_config: Format,
      }),
      { record_format: ["HLS"] },
    ),
    create_time: v.optional(v.string()),
  }),
);

export function rulesFromJson(list: unknown, now: number): Rule[] {
  return parse(RuleList, list, "rules").map((rule, index) => ({
    id: rule.id ?? `rule-${index + 1}`,
    publishDomain: rule.publish_domain,
    app: rule.app,
    stream: rule.stream,
    recordType: rule.record_type,
    config: rule.default_record_config,
    createdAt: rule.create_time === undefined ? now : timeOf(rule.create_time, `${index}.create_time`),
  }));
}

export const ruleToJson = (rule: Rule): RuleJson => ({
  id: rule.id,
  publish_domain: rule.publishDomain,
  app: rule.app,
  stream: rule.stream,
  record_type: rule.recordType,
  default_record_config: shownConfig(rule.config),
  create_time: wholeSeconds(rule.createdAt),
  // The year 1: never.
  update_time: rule.updatedAt === undefined ? "0001-01-01T00:00:00Z" : wholeSeconds(rule.updatedAt),
});

export function timeOf(text: string, property: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidInput(`${property}: must be a time such as 2026-01-02T03:04:05Z`);
  return ms;
}

/**
 * The configuration as the service shows it: what was left out is filled in, and formats that are not in use have
 * blocks of zeros, as in the example of https://support.huaweicloud.com/api-live/ShowRecordRule.html
 */
export function shownConfig({ record_format, obs_addr, ...config }: RecordConfig): RecordConfig {
  const blocks = (["HLS", "FLV", "MP4"] as const).map((format) => {
    const name = formatBlock[format];
    return [name, record_format.includes(format) ? { ...defaults[format], ...config[name] } : zeros[format]];
  });
  return { record_format, ...(obs_addr !== undefined && { obs_addr }), ...Object.fromEntries(blocks) };
}

const folder = "Record/{publish_domain}/{app}/{record_type}/{record_format}/{stream}_{file_start_time}";
const otherDefaults = {
  record_cycle: 0,
  record_prefix: `${folder}/{file_start_time}`,
  record_max_duration_to_merge_file: 0,
};
const defaults: Readonly<Record<RecordFormat, FormatConfig>> = {
  HLS: {
    record_cycle: 0,
    record_prefix: `${folder}/{stream}_{file_start_time}`,
    record_ts_prefix: "{file_start_time_unix}_{file_end_time_unix}_{ts_sequence_number}",
    record_slice_duration: 10,
    record_max_duration_to_merge_file: 0,
  },
  FLV: otherDefaults,
  MP4: otherDefaults,
};

const otherZeros = { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 };
const zeros: Readonly<Record<RecordFormat, FormatConfig>> = {
  HLS: {
    record_cycle: 0,
    record_prefix: "",
    record_ts_prefix: "",
    record_slice_duration: 0,
    record_max_duration_to_merge_file: 0,
  },
  FLV: otherZeros,
  MP4: otherZeros,
};
