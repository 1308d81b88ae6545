import type { ServiceError } from "../../http/errors";
import type { RuleContent } from "../../live/rule-json";
import { ruleName } from "../../live/rules";
import { LifecycleError, serviceSaid } from "../errors";

const MAY_HAVE_RUN =
  " An earlier try had no answer, and may have been executed: run `pulumi up` again before a `destroy`, so that nothing is left behind.";

/** The service's no. */
interface Refused {
  readonly answer: ServiceError;
  /** An earlier try had no answer. */
  readonly mayHaveRun: boolean;
}

export function refusedRule(what: string, content: RuleContent, { answer, mayHaveRun }: Refused): LifecycleError {
  const message = `${what} of the recording rule ${ruleName(content)} was refused. Correct what the service names below, then run \`pulumi up\` again.${mayHaveRun ? MAY_HAVE_RUN : ""}\n${serviceSaid(answer)}`;
  return new LifecycleError("RULE_REFUSED", message, { cause: answer, mayHaveRun });
}
