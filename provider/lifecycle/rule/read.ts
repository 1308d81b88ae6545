import { Budget } from "../../http/budget";
import { isAbsent } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { getRule, ruleIn, ruleName } from "../../live/rules";
import { capped } from "../capped";
import type { Context } from "../context";
import { hasProject, placeIn } from "../place";
import { LOOK_TIMEOUT } from "../watch/look";
import { asSeen, differences } from "./differences";
import type { RuleInputs, RuleState } from "./rule";

export interface SeenRule {
  /** "" says that there is no such rule any more. */
  readonly id: string;
  readonly props?: RuleState;
  /** Only where they differ from what the state has. */
  readonly inputs?: RuleInputs;
}

/** What the service has, field by field. A refresh must not fail where it may not look. */
export async function readRule(context: Context, id: string, state: RuleState): Promise<SeenRule> {
  const { clock, live, sayOnce, settings } = context;
  try {
    const place = placeIn(settings, state);
    const { answer } = await getRule(live.connect(place), id, new Budget(capped(context, LOOK_TIMEOUT), clock));
    if (isAbsent(answer)) return { id: "" };
    if (answer instanceof ServiceError) throw answer;
    const rule = ruleIn(answer);
    // Half of a rule would be a drift of all that it does not say.
    if (!rule?.publishDomain || !rule.storage.bucket) {
      throw new Error(`the answer is no rule (X-request-id ${answer.requestId})`);
    }
    const different = differences(state, rule);
    if (different.length === 0) return { id, props: state };
    const props = asSeen(state, different);
    return { id, props, inputs: inputsOf(context, props) };
  } catch (error) {
    const what = `the recording rule ${ruleName(state)} (${id}) cannot be looked at; it is left as it was`;
    sayOnce(id, `warning: ${what}: ${(error as Error).message}`);
    return { id, props: state };
  }
}

/** The inputs as `check` would write them. */
function inputsOf({ settings }: Context, { createdAt: _, requestId: __, projectId, ...inputs }: RuleState): RuleInputs {
  return hasProject(settings) ? { ...inputs, projectId } : inputs;
}
