import { isAbsent } from "../../http/codes";
import type { RuleContent } from "../../live/rule-json";
import { deleteRule, getRule, postRule, putRule, recordRules, ruleIn, ruleName } from "../../live/rules";
import type { Entity, EntityInputs, EntityState } from "../entity/entity";
import { serviceId } from "../inputs/service-id";
import { checkRule, RECORD_RULE } from "./check";

export type RuleInputs = EntityInputs<RuleContent>;
export type RuleState = EntityState<RuleContent>;

/**
 * A recording rule. Deleting it does not end what is being recorded
 * (https://support.huaweicloud.com/api-live/DeleteRecordRule.html).
 */
export const RULE: Entity<RuleContent> = {
  declarable: RECORD_RULE,
  check: checkRule,
  codes: {
    exists: "RULE_EXISTS",
    declaredTwice: "RULE_DECLARED_TWICE",
    refused: "RULE_REFUSED",
    gone: "RULE_GONE",
  },
  words: {
    noun: "recording rule",
    short: "rule",
    scope: "streams",
    elsewhere: "other streams",
    ifForgotten: "The rule then stays in Live and keeps recording pushes.",
  },
  content: ["publishDomain", "app", "stream", "type", "storage", "hls", "flv", "mp4"],
  identity: ["publishDomain", "type"],
  unique: ["publishDomain", "app", "stream"],
  leftToService: [],
  unshown: [],
  isWhole: ({ publishDomain, storage }) => publishDomain !== "" && storage.bucket !== "",
  name: ruleName,
  calls: {
    make: {
      post: { permission: "live:record:createRule", send: postRule },
      list: { permission: "live:record:listRules", send: recordRules },
    },
    get: { permission: "live:record:getRule", send: getRule },
    put: { permission: "live:record:updateRule", send: putRule },
    delete: { permission: "live:record:deleteRule", send: deleteRule },
    found: ruleIn,
    isGone: isAbsent,
  },
  idProblem: serviceId("RecordRule", "rules", "ListRecordRules"),
  declaration: ({ publishDomain, app, stream, type, storage, hls, flv, mp4 }) => {
    const formats = { hls: chosen(hls), flv: chosen(flv), mp4: chosen(mp4) };
    return { publishDomain, app, stream, type, storage, ...formats };
  },
};

/** A format without what is the service's own choice: a program that says nothing of it gets the same. */
function chosen<F extends { readonly mergeDuration?: number | undefined }>(format: F | undefined): F | undefined {
  if (format?.mergeDuration !== 0) return format;
  const { mergeDuration: _, ...rest } = format;
  return rest as F;
}
