import * as v from "valibot";
import type { Settings } from "../../settings/settings";
import { DEFAULTS as ENTITY_DEFAULTS } from "../entity/entity";
import { bucketName } from "../inputs/bucket-name";
import { type Checked, checkDeclared, type Declarable, inner, seconds, type Unchecked } from "../inputs/declaration";
import { pattern, publishDomain } from "../inputs/names";
import { REASONS } from "../inputs/reasons";
import { atMost, text } from "../inputs/text";

// What a rule may say: https://support.huaweicloud.com/api-live/CreateRecordRule.html

/** An object with these properties and no others. */
function block(what: string, entries: Record<string, v.GenericSchema<unknown>>) {
  const known = Object.keys(entries).join(", ");
  return v.strictObject(entries, (issue) =>
    issue.expected === "never" ? REASONS.unknownProperty(what, known) : REASONS.notBlock(known),
  );
}

const whole = (least: number, most: number, besides?: number) => {
  const limits = [`${least}`, `${most}`] as const;
  const reason =
    besides === undefined ? REASONS.notWholeSeconds(...limits) : REASONS.notWholeSecondsNor(`${besides}`, ...limits);
  const isAllowed = (n: number) => n === besides || (Number.isInteger(n) && n >= least && n <= most);
  return inner(v.pipe(v.number(reason), v.check(isAllowed, reason)));
};

const cycle = whole(60, 43_200, 0);
const prefix = v.optional(
  inner(v.pipe(text("path and name of the files"), atMost(1024), v.nonEmpty(REASONS.emptyPath()))),
);
const mergeDuration = v.optional(whole(0, 300));

const files = (what: string) => block(what, { cycle, prefix, mergeDuration });

/** What an input is that a program leaves out; the time is in seconds. */
export const DEFAULTS = { stream: "*", type: "COMMAND_RECORD", ...ENTITY_DEFAULTS } as const;

export const RECORD_RULE: Declarable = {
  resource: "RecordRule",
  properties: {
    publishDomain,
    app: pattern("the name of an application such as live", 128),
    stream: pattern("the name of a stream", 512),
    type: v.picklist(["COMMAND_RECORD", "CONTINUOUS_RECORD"], REASONS.notRuleType()),
    storage: block("storage", {
      bucket: inner(bucketName),
      region: v.optional(
        inner(v.pipe(text("a region such as cn-north-4"), atMost(64), v.regex(/^[a-z0-9-]+$/, REASONS.notRegion()))),
      ),
      path: v.optional(inner(v.pipe(text("the prefix of the objects"), atMost(1024)))),
    }),
    hls: block("hls", {
      cycle,
      prefix,
      tsPrefix: prefix,
      sliceDuration: v.optional(whole(2, 60)),
      mergeDuration: v.optional(whole(0, 300, -1)),
    }),
    flv: files("flv"),
    mp4: files("mp4"),
    adopt: v.boolean(REASONS.notBoolean()),
    timeout: seconds(1, 3600),
  },
  required: ["publishDomain", "app", "storage"],
  written: { stream: DEFAULTS.stream, type: DEFAULTS.type },
  omitted: { adopt: DEFAULTS.adopt, timeout: DEFAULTS.timeout },
};

/** Checks what a program declares of a recording rule. */
export function checkRule(settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  const { inputs, failures } = checkDeclared(RECORD_RULE, settings, olds, news);
  if (!("hls" in inputs || "flv" in inputs || "mp4" in inputs)) {
    failures.push({ property: "hls", reason: REASONS.withoutFormat() });
  }
  return { inputs: { ...inputs, ...storageWithDefaults(inputs) }, failures };
}

/** A bucket is in the region of the streams, and the files go to its root, unless declared otherwise. */
function storageWithDefaults({ storage, region }: Record<string, unknown>): { storage?: object } {
  if (typeof storage !== "object" || storage === null) return {};
  return { storage: { ...(region !== undefined && { region }), path: "", ...storage } };
}
