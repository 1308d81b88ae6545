import * as v from "valibot";
import type { Settings } from "../../settings/settings";
import { DEFAULTS as ENTITY_DEFAULTS } from "../entity/entity";
import { type Checked, checkDeclared, type Declarable, inner, seconds, type Unchecked } from "../inputs/declaration";
import { pattern, publishDomain } from "../inputs/names";
import { REASONS } from "../inputs/reasons";
import { receiverUrl, signingKey } from "../inputs/receiver";

// What a callback may say: https://support.huaweicloud.com/api-live/CreateRecordCallbackConfig.html

/** The console has `RECORD_START`, too; the API page does not. */
const EVENTS = [
  "RECORD_START",
  "RECORD_NEW_FILE_START",
  "RECORD_FILE_COMPLETE",
  "RECORD_OVER",
  "RECORD_FAILED",
] as const;
const KNOWN = EVENTS.join(", ");

/** What an input is that a program leaves out; the time is in seconds. */
export const DEFAULTS = { events: ["RECORD_FILE_COMPLETE"], signType: "HMACSHA256", ...ENTITY_DEFAULTS } as const;

export const RECORD_CALLBACK: Declarable = {
  resource: "RecordCallback",
  properties: {
    publishDomain,
    app: pattern("the name of an application such as live", 128),
    url: receiverUrl,
    events: v.pipe(
      v.array(inner(v.picklist(EVENTS, REASONS.notOneOf(KNOWN))), REASONS.notEvents(KNOWN)),
      v.nonEmpty(REASONS.noEvents(KNOWN)),
      v.transform((events) => [...new Set(events)]),
    ),
    signType: v.picklist(["HMACSHA256", "MD5"], REASONS.notOneOf("HMACSHA256, MD5")),
    key: signingKey(/^[A-Za-z0-9]{32,}$/, REASONS.notCallbackKey()),
    adopt: v.boolean(REASONS.notBoolean()),
    timeout: seconds(1, 3600),
  },
  required: ["publishDomain", "app", "url"],
  written: { events: DEFAULTS.events, signType: DEFAULTS.signType },
  omitted: ENTITY_DEFAULTS,
  hidden: ["url", "key"],
};

/** Checks what a program declares of a recording callback. */
export function checkCallback(settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  return checkDeclared(RECORD_CALLBACK, settings, olds, news);
}
