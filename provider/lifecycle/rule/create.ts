import { Budget } from "../../live/budget";
import { ServiceError } from "../../live/errors";
import type { RecordRule } from "../../live/record-rule";
import { postRule, putRule, recordRules, ruleIn, ruleName } from "../../live/record-rules";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { placeOf } from "../place";
import { settled } from "../settled";
import { timestamp } from "../timestamp";
import { type Difference, described, differences } from "./differences";
import { isExisting, refusedRule } from "./refusal";
import { DEFAULTS, type RuleInputs, type RuleState, ruleKey } from "./rule";

/**
 * Makes the rule. One for the same streams that says the same is taken over: it may be from an earlier run that did not
 * get as far as the state. Another one is changed only with `adopt`.
 *
 * @throws {LifecycleError} where it is refused, and where another rule is in the way
 */
export async function createRule(context: Context, inputs: RuleInputs): Promise<{ id: string; outs: RuleState }> {
  const { clock, owners, say } = context;
  const place = await placeOf(context, inputs);
  const live = context.live.connect(place);
  const budget = new Budget(inputs.timeout ?? DEFAULTS.timeout, clock);
  const ifLost = "The next `pulumi up` of the same program takes it over.";
  const made = await ask("POST", "live:record:createRule", postRule(live, inputs, budget));
  if (!isExisting(made.answer)) {
    if (made.answer instanceof ServiceError) throw refusedRule("POST", inputs, made.answer, made.lost);
    return done(ruleIn(made.answer), made.answer.requestId);
  }
  const found = await inTheWay(made.answer);
  const different = differences(inputs, found);
  // Another resource of this program has just made it, or has taken it over.
  if (owners.wantedByAnother(ruleKey(place, found.id), made.answer.requestId)) throw declaredTwice(found);
  if (different.length === 0) {
    say(`${nameOf(found)} says what is declared: taken over`);
    return done(found, made.answer.requestId);
  }
  if (!inputs.adopt) throw otherRule(found, different, made.answer);
  const changed = await ask("PUT", "live:record:updateRule", putRule(live, found.id, inputs, budget));
  if (changed.answer instanceof ServiceError) throw refusedRule("PUT", inputs, changed.answer, changed.lost);
  say(`${nameOf(found)} was there already: taken over, and changed as declared`);
  return done(found, changed.answer.requestId);

  function ask(method: string, permission: string, request: Parameters<typeof settled>[4]) {
    const what = `${method} of the recording rule ${ruleName(inputs)}`;
    return settled(context, live, { what, permission, ifLost }, budget, request);
  }

  function done({ id, createdAt }: RecordRule, requestId: string): { id: string; outs: RuleState } {
    owners.note(ruleKey(place, id), requestId, { wants: true });
    const times = createdAt > 0 ? { createdAt: timestamp(createdAt) } : {};
    return { id, outs: { ...inputs, projectId: place.projectId, ...times, requestId } };
  }

  /** The rule for the same streams. Listing it needs a permission of its own. */
  async function inTheWay(answer: ServiceError): Promise<RecordRule> {
    const rules = await recordRules(live, inputs.publishDomain, budget).catch((error: Error) => error);
    const same =
      Array.isArray(rules) && rules.find(({ app, stream }) => app === inputs.app && stream === inputs.stream);
    if (same) return same;
    const why = Array.isArray(rules)
      ? "it is not in the list of rules"
      : `the rules cannot be listed: ${rules.message}`;
    const message = `a recording rule for ${ruleName(inputs)} is there already, but ${why}. Permission live:record:listRules is needed to take it over.\n${serviceSaid(answer)}`;
    throw new LifecycleError("RULE_EXISTS", message, { cause: answer });
  }
}

function nameOf(rule: RecordRule): string {
  return `recording rule ${rule.id} (${ruleName(rule)})`;
}

function otherRule(found: RecordRule, different: readonly Difference[], answer: ServiceError): LifecycleError {
  const message = `${nameOf(found)} is there already, and differs:\n${described(different)}\nSet \`adopt: true\` to take it over and change it, or delete it, or declare what it says.\n${serviceSaid(answer)}`;
  return new LifecycleError("RULE_EXISTS", message, { cause: answer });
}

function declaredTwice(found: RecordRule): LifecycleError {
  const message = `two resources of this program declare ${nameOf(found)}. Removing one would delete the rule of the other: keep one of them.`;
  return new LifecycleError("RULE_DECLARED_TWICE", message);
}
