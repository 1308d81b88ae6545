import { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { placeOf } from "../place";
import type { Imported } from "../resource";
import { DEFAULTS, type Entity, type EntityContent, type EntityInputs, type EntityState } from "./entity";
import { getRequest } from "./requests";

/**
 * The entity that the service has under an id. Undefined where it has none.
 *
 * @throws {LifecycleError} where the id is none, the service does not let us look, or a program could not declare it
 */
export async function importEntity<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  id: string,
): Promise<Imported<EntityInputs<C>, EntityState<C>> | undefined> {
  const { clock, settings } = context;
  const problem = entity.idProblem(id);
  if (problem !== undefined) throw new LifecycleError("IMPORT_REFUSED", problem);
  const place = await placeOf(context, {});
  const budget = new Budget(capped(context, DEFAULTS.timeout), clock);
  const request = getRequest(entity, id, budget);
  const { answer } = await sendChange(context, place, request);
  if (entity.calls.isGone(answer)) return undefined;
  if (answer instanceof ServiceError) {
    throw new LifecycleError("IMPORT_REFUSED", `${request.what} was refused.\n${serviceSaid(answer)}`, {
      cause: answer,
    });
  }
  const found = entity.calls.found(answer, id);
  const { noun, short } = entity.words;
  const undeclarable = (why: readonly string[]) =>
    new LifecycleError(
      "IMPORT_REFUSED",
      `the ${noun} ${id} cannot be declared as it is:${why.map((line) => `\n  - ${line}`).join("")}`,
    );
  if (!found) throw undeclarable([`the answer is not a ${short} (X-request-id ${answer.requestId})`]);
  const { inputs, failures } = entity.check(settings, {}, entity.declaration(found));
  if (failures.length > 0) throw undeclarable(failures.map(({ property, reason }) => `${property}: ${reason}`));
  const declared = inputs as unknown as EntityInputs<C>;
  const made = found.createdAt > 0 ? { createdAt: timestamp(found.createdAt) } : {};
  const props = { ...declared, projectId: place.projectId, ...made, requestId: answer.requestId };
  return { id, props, inputs: declared };
}
