import { ServiceError } from "../../http/errors";
import type { RuleContent } from "../../live/rule-json";
import { ruleName } from "../../live/rules";
import { LifecycleError, serviceSaid } from "../errors";

/** Another rule covers just the same streams (https://support.huaweicloud.com/api-live/ErrorCode.html). */
export function isExisting(answer: unknown): answer is ServiceError {
  return answer instanceof ServiceError && answer.serviceCode === "LIVE.103011018";
}

const MAY_BE_DONE =
  " An earlier try had no answer, and may have been executed: run `pulumi up` again before a `destroy`, so that nothing is left behind.";

export function refusedRule(what: string, content: RuleContent, answer: ServiceError, lost: boolean): LifecycleError {
  const message = `${what} of the recording rule ${ruleName(content)} was refused. Correct what the service names below, then run \`pulumi up\` again.${lost ? MAY_BE_DONE : ""}\n${serviceSaid(answer)}`;
  return new LifecycleError("RULE_REFUSED", message, { cause: answer, mayBeDone: lost });
}
