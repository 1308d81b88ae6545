import { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { placeIn } from "../place";
import { DEFAULTS, type Entity, type EntityContent, type EntityState, entityKey, entityMark } from "./entity";
import { refused } from "./refusal";
import { deleteRequest } from "./requests";

/** Deletes the entity, unless another resource has adopted it: the engine deletes the old one of a rename last. */
export async function removeEntity<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  id: string,
  state: EntityState<C>,
): Promise<void> {
  const { clock, owners, say, settings } = context;
  const place = placeIn(settings, state);
  const [key, mark] = [entityKey(entity, place, id), entityMark(state)];
  const budget = new Budget(capped(context, state.timeout ?? DEFAULTS.timeout), clock);
  const request = deleteRequest(entity, id, state, budget);
  if (owners.wantedByAnother(key, mark)) {
    say(`no ${request.what}: another resource has it now`);
  } else {
    const { answer, mayHaveRun } = await sendChange(context, place, request);
    if (answer instanceof ServiceError && !entity.calls.isGone(answer)) {
      throw refused(entity, "DELETE", state, { answer, mayHaveRun });
    }
  }
  owners.forget(key, mark);
}
