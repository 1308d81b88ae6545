import { Budget } from "../../http/budget";
import type { Outcome } from "../../http/client";
import { isRuleExists } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import type { RecordRule } from "../../live/rule-json";
import { recordRules, ruleIn, ruleName } from "../../live/rules";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { type Place, placeOf } from "../place";
import { described, differences, type RuleDifference } from "./differences";
import { refusedRule } from "./refusal";
import { adoptRequest, postRequest } from "./requests";
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
  return context.queue.run(keyed, async () => createAt(context, await placing, inputs));
}

interface Made {
  readonly id: string;
  readonly outs: RuleState;
}

async function createAt(context: Context, place: Place, inputs: RuleInputs): Promise<Made> {
  const creation = new RuleCreation(context, place, inputs);
  const { answer, mayHaveRun } = await creation.post();
  if (!(answer instanceof ServiceError)) {
    return creation.made(ruleIn(answer) ?? (await creation.findSame()), answer.requestId);
  }
  if (!isRuleExists(answer)) throw refusedRule("POST", inputs, { answer, mayHaveRun });
  const found = await creation.findSame(answer);
  // Another resource of this program has made it, or has adopted it.
  if (context.owners.wantedByAnother(ruleKey(place, found.id), answer.requestId)) throw declaredTwice(found);
  const different = differences(inputs, found);
  if (different.length > 0) {
    if (!inputs.adopt) throw otherRule(found, different, answer);
    return creation.change(found);
  }
  if (!mayHaveRun) context.say(`${nameOf(found)} says what is declared: adopted`);
  return creation.made(found, answer.requestId);
}

/** What it takes to have a rule for the streams of one resource. */
class RuleCreation {
  private readonly budget: Budget;

  constructor(
    private readonly context: Context,
    private readonly place: Place,
    private readonly inputs: RuleInputs,
  ) {
    this.budget = new Budget(capped(context, inputs.timeout ?? DEFAULTS.timeout), context.clock);
  }

  post(): Promise<Outcome> {
    return sendChange(this.context, this.place, postRequest(this.inputs, this.budget));
  }

  /** Adopts a rule that says something else. */
  async change(found: RecordRule): Promise<Made> {
    const request = adoptRequest(found.id, this.inputs, this.budget);
    const { answer, mayHaveRun } = await sendChange(this.context, this.place, request);
    if (answer instanceof ServiceError) throw refusedRule("PUT", this.inputs, { answer, mayHaveRun });
    this.context.say(`${nameOf(found)} was there already: adopted, and changed as declared`);
    return this.made(found, answer.requestId);
  }

  made({ id, createdAt }: RecordRule, requestId: string): Made {
    this.context.owners.note(ruleKey(this.place, id), requestId, { wants: true });
    const times = createdAt > 0 ? { createdAt: timestamp(createdAt) } : {};
    return { id, outs: { ...this.inputs, projectId: this.place.projectId, ...times, requestId } };
  }

  /** The service's rule for the same streams. Listing it needs a permission of its own. */
  async findSame(answer?: ServiceError): Promise<RecordRule> {
    const connection = this.context.live.connect(this.place);
    const listing = recordRules(connection, this.inputs.publishDomain, this.budget);
    const rules = await listing.catch((error: Error) => error);
    if (rules instanceof Error) throw this.unseen(`the rules cannot be listed: ${rules.message}`, answer);
    const same = rules.find(({ app, stream }) => app === this.inputs.app && stream === this.inputs.stream);
    if (!same) throw this.unseen("it is not in the list of rules", answer);
    return same;
  }

  private unseen(why: string, answer: ServiceError | undefined): LifecycleError {
    const said = answer ? `\n${serviceSaid(answer)}` : "";
    const message = `there is a recording rule for ${ruleName(this.inputs)}, but ${why}. The provider needs its id to go on: grant the permission live:record:listRules.${said}`;
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
