import { ServiceError } from "../../live/errors";
import type { RuleContent } from "../../live/record-rule";
import { ruleName } from "../../live/record-rules";
import { LifecycleError, serviceSaid } from "../errors";

/** Another rule covers just the same streams (https://support.huaweicloud.com/api-live/ErrorCode.html). */
export function isExisting(answer: unknown): answer is ServiceError {
  return answer instanceof ServiceError && answer.serviceCode === "LIVE.103011018";
}

/** There is no such rule. The gateway's 404 says that there is no such API, and a page of a proxy says nothing. */
export function isGone(answer: unknown): answer is ServiceError {
  if (!(answer instanceof ServiceError)) return false;
  const { status, serviceCode, serviceMessage } = answer;
  if (serviceCode === "LIVE.103011019") return true;
  return status === 404 && (serviceCode.startsWith("LIVE.") || (serviceCode === "" && serviceMessage === ""));
}

export function refusedRule(what: string, content: RuleContent, answer: ServiceError, lost: boolean): LifecycleError {
  const message = `${what} of the recording rule ${ruleName(content)} was refused. The service says what is wrong with it:\n${serviceSaid(answer)}`;
  return new LifecycleError("RULE_REFUSED", message, { cause: answer, mayBeDone: lost });
}
