import * as v from "valibot";
import { shownConfig } from "./format-blocks";
import { InvalidInput, parse } from "./invalid-input";
import { wholeSeconds } from "./protocol/times";
import type { RecordConfig, RecordType, Rule } from "./rules";

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
  /** When the rule was made: ISO 8601, UTC. A rule covers the pushes that begin from then on. Default: now. */
  readonly create_time?: string | undefined;
  readonly [other: string]: unknown;
}

const Name = v.pipe(v.string(), v.nonEmpty("must not be empty"));
const Format = v.optional(
  v.looseObject({
    record_max_duration_to_merge_file: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1))),
  }),
);
const RuleList = v.array(
  v.looseObject({
    id: v.optional(Name),
    publish_domain: Name,
    app: Name,
    stream: Name,
    record_type: v.optional(
      v.picklist(["CONTINUOUS_RECORD", "COMMAND_RECORD", "PLAN_RECORD", "ON_DEMAND_RECORD"]),
      "CONTINUOUS_RECORD",
    ),
    default_record_config: v.optional(
      v.looseObject({
        record_format: v.array(v.picklist(["HLS", "FLV", "MP4"])),
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
