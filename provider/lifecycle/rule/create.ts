import { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import type { RecordRule } from "../../live/rule-json";
import { postRule, putRule, recordRules, ruleIn, ruleName } from "../../live/rules";
import { capped } from "../capped";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { type Place, placeOf } from "../place";
import { settled } from "../settled";
import { described, differences, type RuleDifference } from "./differences";
import { isExisting, refusedRule } from "./refusal";
import { DEFAULTS, type RuleInputs, type RuleState, ruleKey } from "./rule";

/**
 * Makes the rule. One for the same streams that says the same is adopted: it may be from an earlier run that did not
 * get as far as the state. Another one is changed only with `adopt`.
 *
 * @throws {LifecycleError} where it is refused, and where another rule is in the way
 */
export async function createRule(context: Context, inputs: RuleInputs): Promise<Made> {
  const placing = placeOf(context, inputs);
  const keyed = placing.then((place) => ruleKey(place, ruleName(inputs)));
  // One at a time for the same streams, so that a second resource sees what the first has adopted.
  return context.queue.run(keyed, async () => createAt(await placing, context, inputs));
}

interface Made {
  readonly id: string;
  readonly outs: RuleState;
}

async function createAt(place: Place, context: Context, inputs: RuleInputs): Promise<Made> {
  const { clock, owners, say } = context;
  const live = context.live.connect(place);
  const budget = new Budget(capped(context, inputs.timeout ?? DEFAULTS.timeout), clock);
  const ifLost = "The next `pulumi up` of the same program adopts it; a `destroy` before that leaves it behind.";
  const made = await ask("POST", "live:record:createRule", postRule(live, inputs, budget));
  const { requestId } = made.answer;
  if (!(made.answer instanceof ServiceError)) return done(ruleIn(made.answer) ?? (await theSame()), requestId);
  if (!isExisting(made.answer)) throw refusedRule("POST", inputs, made.answer, made.lost);
  const found = await theSame(made.answer);
  const different = differences(inputs, found);
  // Another resource of this program has made it, or has adopted it.
  if (owners.wantedByAnother(ruleKey(place, found.id), requestId)) throw declaredTwice(found);
  if (different.length === 0) {
    if (!made.lost) say(`${nameOf(found)} says what is declared: adopted`);
    return done(found, requestId);
  }
  if (!inputs.adopt) throw otherRule(found, different, made.answer);
  const changed = await ask("PUT", "live:record:updateRule", putRule(live, found.id, inputs, budget));
  if (changed.answer instanceof ServiceError) throw refusedRule("PUT", inputs, changed.answer, changed.lost);
  say(`${nameOf(found)} was there already: adopted, and changed as declared`);
  return done(found, changed.answer.requestId);

  function ask(method: string, permission: string, request: Parameters<typeof settled>[4]) {
    const what = `${method} of the recording rule ${ruleName(inputs)}`;
    return settled(context, live, { what, permission, ifLost }, budget, request);
  }

  function done({ id, createdAt }: RecordRule, requestId: string): Made {
    owners.note(ruleKey(place, id), requestId, { wants: true });
    const times = createdAt > 0 ? { createdAt: timestamp(createdAt) } : {};
    return { id, outs: { ...inputs, projectId: place.projectId, ...times, requestId } };
  }

  /** The service's rule for the same streams. Listing it needs a permission of its own. */
  async function theSame(answer?: ServiceError): Promise<RecordRule> {
    const rules = await recordRules(live, inputs.publishDomain, budget).catch((error: Error) => error);
    if (rules instanceof Error) throw unseen(`the rules cannot be listed: ${rules.message}`, answer);
    const same = rules.find(({ app, stream }) => app === inputs.app && stream === inputs.stream);
    if (!same) throw unseen("it is not in the list of rules", answer);
    return same;
  }

  function unseen(why: string, answer: ServiceError | undefined): LifecycleError {
    const said = answer ? `\n${serviceSaid(answer)}` : "";
    const message = `there is a recording rule for ${ruleName(inputs)}, but ${why}. The provider needs its id to go on: grant the permission live:record:listRules.${said}`;
    return new LifecycleError("RULE_EXISTS", message, { cause: answer });
  }
}

function nameOf(rule: RecordRule): string {
  return `recording rule ${rule.id} (${ruleName(rule)})`;
}

function otherRule(found: RecordRule, different: readonly RuleDifference[], answer: ServiceError): LifecycleError {
  const message = `${nameOf(found)} is there already, and differs:\n${described(different)}\nSet \`adopt: true\` to adopt and change it, or delete it, or declare what it says.\n${serviceSaid(answer)}`;
  return new LifecycleError("RULE_EXISTS", message, { cause: answer });
}

function declaredTwice(found: RecordRule): LifecycleError {
  const message = `two resources of this program declare ${nameOf(found)}. Removing one would delete the rule of the other: keep one of them. If the other one is just being changed to other streams, run \`pulumi up\` again.`;
  return new LifecycleError("RULE_DECLARED_TWICE", message);
}
