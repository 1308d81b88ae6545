import { Budget } from "../../http/budget";
import { isAbsent } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { ruleIn } from "../../live/rules";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { placeOf } from "../place";
import type { Imported } from "../recording/import";
import { checkRule } from "./check";
import { getRequest } from "./requests";
import { DEFAULTS, type RuleInputs, type RuleState } from "./rule";

/** What the service makes of an id goes into a path, so it has to be one. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The rule that the service has under an id. Undefined where it has none.
 *
 * @throws {LifecycleError} where the id is none, the service does not let us look, or a program could not declare the rule
 */
export async function importRule(context: Context, id: string): Promise<Imported<RuleInputs, RuleState> | undefined> {
  const { clock, settings } = context;
  if (!ID.test(id)) {
    const message =
      "the id of a RecordRule is the service's: letters, digits, - and _. The list of rules in the console has it, and the API (https://support.huaweicloud.com/api-live/ListRecordRules.html). This one cannot be.";
    throw new LifecycleError("IMPORT_REFUSED", message);
  }
  const place = await placeOf(context, {});
  const budget = new Budget(capped(context, DEFAULTS.timeout), clock);
  const request = getRequest(id, budget);
  const { answer } = await sendChange(context, place, request);
  if (isAbsent(answer)) return undefined;
  if (answer instanceof ServiceError) {
    throw new LifecycleError("IMPORT_REFUSED", `${request.what} was refused.\n${serviceSaid(answer)}`, {
      cause: answer,
    });
  }
  const rule = ruleIn(answer);
  if (!rule) throw undeclarable(id, [`the answer is no rule (X-request-id ${answer.requestId})`]);
  const { publishDomain, app, stream, type, storage, hls, flv, mp4 } = rule;
  const found = { publishDomain, app, stream, type, storage, hls: chosen(hls), flv: chosen(flv), mp4: chosen(mp4) };
  const { inputs, failures } = checkRule(settings, {}, found);
  if (failures.length > 0)
    throw undeclarable(
      id,
      failures.map(({ property, reason }) => `${property}: ${reason}`),
    );
  const declared = inputs as unknown as RuleInputs;
  const made = rule.createdAt > 0 ? { createdAt: timestamp(rule.createdAt) } : {};
  const props = { ...declared, projectId: place.projectId, ...made, requestId: answer.requestId };
  return { id, props, inputs: declared };
}

/** A format without what is the service's own choice: a program that says nothing of it gets the same. */
function chosen<F extends { readonly mergeDuration?: number | undefined }>(format: F | undefined): F | undefined {
  if (format?.mergeDuration !== 0) return format;
  const { mergeDuration: _, ...rest } = format;
  return rest as F;
}

function undeclarable(id: string, why: readonly string[]): LifecycleError {
  const message = `the recording rule ${id} cannot be declared as it is:${why.map((line) => `\n  - ${line}`).join("")}`;
  return new LifecycleError("IMPORT_REFUSED", message);
}
