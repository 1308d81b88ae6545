import { Budget } from "../../http/budget";
import { isAbsent } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { placeIn } from "../place";
import { refusedRule } from "./refusal";
import { deleteRequest } from "./requests";
import { DEFAULTS, type RuleState, ruleKey, ruleMark } from "./rule";

/**
 * Deletes the rule, unless another resource has adopted it: the engine deletes the old one of a rename last. It does
 * not end what is being recorded (https://support.huaweicloud.com/api-live/DeleteRecordRule.html).
 */
export async function removeRule(context: Context, id: string, state: RuleState): Promise<void> {
  const { clock, owners, say, settings } = context;
  const place = placeIn(settings, state);
  const [key, mark] = [ruleKey(place, id), ruleMark(state)];
  const budget = new Budget(capped(context, state.timeout ?? DEFAULTS.timeout), clock);
  const request = deleteRequest(id, state, budget);
  if (owners.wantedByAnother(key, mark)) {
    say(`no ${request.what}: another resource has it now`);
  } else {
    const { answer, mayHaveRun } = await sendChange(context, place, request);
    if (answer instanceof ServiceError && !isAbsent(answer)) {
      throw refusedRule("DELETE", state, { answer, mayHaveRun });
    }
  }
  owners.forget(key, mark);
}
