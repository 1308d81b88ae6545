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
  const place = placeIn(context.settings, state);
  const { clock, owners, queue, say } = context;
  const [key, mark] = [entityKey(entity, place, id), entityMark(state)];
  // Not while a create with the same scope may be about to adopt it.
  await queue.run(entityKey(entity, place, entity.name(state)), async () => {
    const budget = new Budget(capped(context, state.timeout ?? DEFAULTS.timeout), clock);
    const request = deleteRequest(entity, id, state, budget);
    if (owners.wantedByAnother(key, mark)) return say(`no ${request.what} was sent: another resource has adopted it`);
    const { answer, mayHaveRun } = await sendChange(context, place, request);
    if (answer instanceof ServiceError && !entity.calls.isGone(answer)) {
      throw refused(entity, "DELETE", state, { answer, mayHaveRun });
    }
  });
  owners.forget(key, mark);
}
