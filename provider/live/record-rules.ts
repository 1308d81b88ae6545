import * as v from "valibot";
import type { Budget } from "./budget";
import type { Connection } from "./client";
import { readAll, total } from "./listing";
import { serviceTime } from "./service-time";

/** A recording rule, as far as it decides whether a stream may be recorded by command. */
export interface RecordRule {
  readonly id: string;
  /** A name, or `*` for all. */
  readonly app: string;
  /** A name, or `*` for all. */
  readonly stream: string;
  /** `COMMAND_RECORD`, `CONTINUOUS_RECORD` and others. */
  readonly type: string;
  /** The last time it was made or changed, in milliseconds since the epoch; 0 where the service does not say. */
  readonly since: number;
}

const page = v.pipe(
  v.object({
    total,
    record_config: v.nullish(
      v.array(
        v.object({
          id: v.string(),
          app: v.string(),
          stream: v.string(),
          record_type: v.nullish(v.string(), "CONTINUOUS_RECORD"),
          create_time: v.nullish(v.string(), ""),
          update_time: v.nullish(v.string(), ""),
        }),
      ),
      [],
    ),
  }),
  v.transform(({ total, record_config }) => ({
    total,
    items: record_config.map(
      (rule): RecordRule => ({
        id: rule.id,
        app: rule.app,
        stream: rule.stream,
        type: rule.record_type,
        // A rule that was never changed has the year 1 as `update_time`.
        since: Math.max(0, serviceTime(rule.create_time) || 0, serviceTime(rule.update_time) || 0),
      }),
    ),
  })),
);

/**
 * The recording rules of a domain (https://support.huaweicloud.com/api-live/ListRecordRules.html; permission
 * `live:record:listRules`).
 */
export function recordRules(live: Connection, publishDomain: string, budget: Budget): Promise<RecordRule[]> {
  const query = [["publish_domain", publishDomain]] as const;
  return readAll(live, { path: "/record/rules", query, page, key: (rule) => rule.id }, budget);
}

/**
 * The rule that decides for a stream: the application is matched exactly first, then the stream; only a whole `*` is a
 * wildcard.
 */
export function ruleFor(rules: readonly RecordRule[], app: string, stream: string): RecordRule | undefined {
  const wanted = [
    [app, stream],
    [app, "*"],
    ["*", stream],
    ["*", "*"],
  ];
  for (const [a, s] of wanted) {
    const hit = rules.find((rule) => rule.app === a && rule.stream === s);
    if (hit) return hit;
  }
  return undefined;
}
