import * as v from "valibot";
import type { Call } from "../protocol/call";
import { type FormatConfig, formatBlock, type RecordConfig, type RecordFormat, type Rule } from "../rules";
import { bodyOf, Domain, fitting, Pattern } from "./request";

/** What a request says of a rule; id and times are the service's own. */
export type RuleFields = Pick<Rule, "publishDomain" | "app" | "stream" | "recordType" | "config">;

/** https://support.huaweicloud.com/intl/en-us/api-live/CreateRecordRule.html, for POST and PUT. */
export function ruleFromBody(call: Call): RuleFields {
  const rule = bodyOf(call, Body);
  return {
    publishDomain: rule.publish_domain,
    app: rule.app,
    stream: rule.stream,
    recordType: rule.record_type,
    config: { ...rule.default_record_config, ...blocksInUse(rule.default_record_config) },
  };
}

/**
 * Only the formats in use: a client that sends back what it was shown sends zeroed blocks for the others, whose values
 * are out of range.
 */
function blocksInUse(config: RecordConfig): Partial<RecordConfig> {
  const blocks: Record<string, FormatConfig | undefined> = {
    hls_config: undefined,
    flv_config: undefined,
    mp4_config: undefined,
  };
  for (const format of config.record_format) {
    const name = formatBlock[format];
    blocks[name] = fitting(Blocks[format], config[name], `default_record_config.${name}`);
  }
  return blocks;
}

const object = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.looseObject(entries, (issue) => (issue.path ? "is required" : "must be a JSON object"));
const Text = v.pipe(v.string("must be a string"), v.nonEmpty("must not be empty"));
const wholeNumber = v.pipe(v.number("must be a whole number"), v.integer("must be a whole number"));
const range = (min: number, max: number) =>
  v.pipe(
    wholeNumber,
    v.minValue(min, `must be from ${min} to ${max}`),
    v.maxValue(max, `must be from ${min} to ${max}`),
  );

const upTo = (max: number) => v.maxLength<string, number, string>(max, `must not be longer than ${max} characters`);

const Body = object({
  publish_domain: v.pipe(Domain, upTo(255)),
  app: v.pipe(Pattern, upTo(128)),
  stream: v.pipe(Pattern, upTo(512)),
  record_type: v.optional(
    v.picklist(
      ["CONTINUOUS_RECORD", "COMMAND_RECORD", "PLAN_RECORD", "ON_DEMAND_RECORD"],
      "must be CONTINUOUS_RECORD, COMMAND_RECORD, PLAN_RECORD or ON_DEMAND_RECORD",
    ),
    "CONTINUOUS_RECORD",
  ),
  default_record_config: object({
    record_format: v.pipe(
      v.array(v.picklist(["HLS", "FLV", "MP4"], "must be HLS, FLV or MP4"), "must be a list"),
      v.nonEmpty("must not be empty"),
      v.check((formats) => new Set(formats).size === formats.length, "must not name a format twice"),
    ),
    obs_addr: object({ bucket: Text, location: Text, object: v.string("must be a string") }),
    hls_config: v.optional(v.looseObject({}, "must be a JSON object")),
    flv_config: v.optional(v.looseObject({}, "must be a JSON object")),
    mp4_config: v.optional(v.looseObject({}, "must be a JSON object")),
  }),
});

const record_cycle = v.pipe(
  wholeNumber,
  v.check((cycle) => cycle === 0 || (cycle >= 60 && cycle <= 43_200), "must be 0 or from 60 to 43200"),
);
const record_prefix = v.optional(v.string("must be a string"));
const Block = object({ record_cycle, record_prefix, record_max_duration_to_merge_file: v.optional(range(0, 300)) });
const Blocks: Readonly<Record<RecordFormat, v.GenericSchema<unknown, FormatConfig>>> = {
  HLS: object({
    record_cycle,
    record_prefix,
    record_ts_prefix: v.optional(v.string("must be a string")),
    record_slice_duration: v.optional(range(2, 60)),
    record_max_duration_to_merge_file: v.optional(range(-1, 300)),
  }),
  FLV: Block,
  MP4: Block,
};
