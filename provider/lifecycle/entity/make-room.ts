import type { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import type { Place } from "../place";
import { differences } from "./differences";
import { type Entity, type EntityContent, type EntityInputs, entityKey, type Found } from "./entity";
import { declaredTwice, existing, isAnother, nameOf } from "./existing";
import { refused } from "./refusal";
import { deleteRequest } from "./requests";

/** A resource whose entity is to have a scope that another entity has. */
interface Mover<C extends EntityContent> {
  readonly id: string;
  readonly mark: string;
  readonly news: EntityInputs<C>;
  /** That the other one exists. */
  readonly answer: ServiceError;
  readonly mayHaveRun: boolean;
}

/**
 * Deletes the entity that has the scope to which an update changes its own one, and returns what the own one is to say
 * instead: all that the other one has said. A create would adopt that one; but an update cannot change the id of its
 * resource. It may be from a `--replace` that was killed after its POST, or of a resource that is about to go.
 *
 * It may be somebody else's, too. So only one that says what is declared makes room: nothing of it is lost then. If the
 * process dies before the PUT, the next update sends it, and nothing is in its way any more.
 *
 * @throws {LifecycleError} where the other one has to stay
 */
export async function makeRoom<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  place: Place,
  { id, mark, news, answer, mayHaveRun }: Mover<C>,
  budget: Budget,
): Promise<C> {
  const found = await existing(entity, context, place, news, budget, answer);
  // Its resource has been changed meanwhile.
  if (!found) return news;
  if (found.id === id) throw refused(entity, "PUT", news, { answer, mayHaveRun });
  const key = entityKey(entity, place, found.id);
  if (context.owners.wantedByAnother(key, mark)) throw declaredTwice(entity, found);
  const different = differences(entity, news, found);
  if (different.length > 0) {
    const wayOut = "Run `pulumi up --replace` for this resource, which adopts and changes it";
    throw isAnother(entity, found, different, wayOut, answer);
  }
  // Before it is deleted: a resource that has it in its state, and has yet to be changed, must not change it any more.
  context.owners.note(key, mark, { wants: true });
  try {
    const deleted = await sendChange(context, place, deleteRequest(entity, found.id, found, budget));
    if (deleted.answer instanceof ServiceError && !entity.calls.isGone(deleted.answer)) {
      const earlier = mayHaveRun || deleted.mayHaveRun;
      throw refused(entity, "DELETE", found, { answer: deleted.answer, mayHaveRun: earlier });
    }
  } catch (error) {
    context.owners.forget(key, mark);
    throw error;
  }
  context.say(`${nameOf(entity, found)} matched the declaration: ${id} takes its place`);
  return said(entity, found, news);
}

/** What an entity says; what the service does not show of it is as declared. */
function said<C extends EntityContent>({ content }: Entity<C>, found: Found<C>, news: C): C {
  return { ...news, ...Object.fromEntries(content.map((name) => [name, found[name] ?? news[name]])) };
}
