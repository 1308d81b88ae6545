import { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { deleteRule, ruleName } from "../../live/rules";
import { isAbsent } from "../absent";
import { capped } from "../capped";
import type { Context } from "../context";
import { placeIn } from "../place";
import { settled } from "../settled";
import { refusedRule } from "./refusal";
import { DEFAULTS, type RuleState, ruleKey, ruleMark } from "./rule";

/**
 * Deletes the rule, unless another resource has taken it over: the engine deletes the old one of a rename last. It does
 * not end what is being recorded (https://support.huaweicloud.com/api-live/DeleteRecordRule.html).
 */
export async function removeRule(context: Context, id: string, state: RuleState): Promise<void> {
  const { clock, owners, say, settings } = context;
  const place = placeIn(settings, state);
  const [key, mark] = [ruleKey(place, id), ruleMark(state)];
  const what = `DELETE of the recording rule ${ruleName(state)} (${id})`;
  if (owners.wantedByAnother(key, mark)) {
    say(`no ${what}: another resource has it now`);
  } else {
    const live = context.live.connect(place);
    const budget = new Budget(capped(context, state.timeout ?? DEFAULTS.timeout), clock);
    const asked = { what, permission: "live:record:deleteRule", ifLost: "Run the same command again." };
    const { answer, lost } = await settled(context, live, asked, budget, deleteRule(live, id, budget));
    if (answer instanceof ServiceError && !isAbsent(answer)) throw refusedRule("DELETE", state, answer, lost);
  }
  owners.forget(key, mark);
}
