import { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { capped } from "../capped";
import type { Context } from "../context";
import { hasProject, placeIn } from "../place";
import { LOOK_TIMEOUT } from "../watch/look";
import { asSeen, differences } from "./differences";
import {
  type Entity,
  type EntityContent,
  type EntityInputs,
  type EntityState,
  entityKey,
  entityMark,
  entityName,
} from "./entity";

export interface SeenEntity<C extends EntityContent> {
  /** "" says that there is none any more. */
  readonly id: string;
  readonly props?: EntityState<C>;
  /** Only where they differ from what the state has. */
  readonly inputs?: EntityInputs<C>;
}

/** What the service has, field by field. A refresh must not fail where it may not look. */
export async function readEntity<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  id: string,
  state: EntityState<C>,
): Promise<SeenEntity<C>> {
  const { clock, live, owners, sayOnce, settings } = context;
  const { calls, words } = entity;
  try {
    const place = placeIn(settings, state);
    // A rename that was interrupted has left it to two resources. Only a plan says which of them want it.
    owners.note(entityKey(entity, place, id), entityMark(state), {});
    const budget = new Budget(capped(context, LOOK_TIMEOUT), clock);
    const { answer } = await calls.get.send(live.connect(place), id, budget);
    if (calls.isGone(answer)) return { id: "" };
    if (answer instanceof ServiceError) throw answer;
    const found = calls.found(answer, id);
    if (!found || !entity.isWhole(found))
      throw new Error(`the answer is not a ${words.short} (X-request-id ${answer.requestId})`);
    const different = differences(entity, state, found);
    if (different.length === 0) return { id, props: state };
    const props = asSeen(state, different);
    return { id, props, inputs: inputsOf(context, props) };
  } catch (error) {
    const what = `the ${entityName(entity, state, id)} could not be checked, so the state keeps it as it was`;
    sayOnce(id, `warning: ${what}: ${(error as Error).message}`);
    return { id, props: state };
  }
}

/** The inputs as `check` would write them. */
function inputsOf<C extends EntityContent>({ settings }: Context, state: EntityState<C>): EntityInputs<C> {
  const { createdAt: _, requestId: __, projectId, ...inputs } = state;
  return (hasProject(settings) ? { ...inputs, projectId } : inputs) as EntityInputs<C>;
}
