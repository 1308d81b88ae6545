import type { Answer } from "../../http/answer";
import { Budget } from "../../http/budget";
import type { Outcome } from "../../http/client";
import { isAbsent, isAlreadyThere } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid, UnsettledError } from "../errors";
import { placeIn } from "../place";
import { isSettled } from "./differences";
import {
  DEFAULTS,
  type Entity,
  type EntityContent,
  type EntityInputs,
  type EntityState,
  entityKey,
  entityMark,
  entityName,
} from "./entity";
import { makeRoom } from "./make-room";
import { refused } from "./refusal";
import { putRequest } from "./requests";

/** Changes the entity in place. A change that is none to the service, such as of `timeout`, sends nothing. */
export async function updateEntity<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  id: string,
  olds: EntityState<C>,
  news: EntityInputs<C>,
): Promise<{ outs: EntityState<C> }> {
  const { clock, owners, settings } = context;
  const place = placeIn(settings, { ...olds, ...news });
  const { createdAt, requestId } = olds;
  const kept = { ...news, projectId: place.projectId, ...(createdAt !== undefined && { createdAt }) };
  if (requestId !== undefined && isSettled(entity, olds, news)) return { outs: { ...kept, requestId } };

  const budget = new Budget(capped(context, news.timeout ?? DEFAULTS.timeout), clock);
  const { requestId: changedBy } = await changed().catch((error) => {
    // Without a request id: the next update sends it again, whatever is declared by then.
    throw error instanceof LifecycleError && error.mayHaveRun ? new UnsettledError(id, kept, error) : error;
  });
  const key = entityKey(entity, place, id);
  owners.forget(key, entityMark(olds));
  owners.note(key, changedBy, { wants: true });
  return { outs: { ...kept, requestId: changedBy } };

  async function changed(): Promise<Answer> {
    const first = await put(news);
    const { answer, mayHaveRun } = first;
    if (!(isAlreadyThere(answer) && news.adopt)) return accepted(first);
    const content = await makeRoom(
      entity,
      context,
      place,
      { id, mark: entityMark(olds), news, answer, mayHaveRun },
      budget,
    );
    const second = await put(content);
    return accepted({ ...second, mayHaveRun: mayHaveRun || second.mayHaveRun });
  }

  function put(content: C): Promise<Outcome> {
    return sendChange(context, place, putRequest(entity, id, content, budget));
  }

  function accepted({ answer, mayHaveRun }: Outcome): Answer {
    const { gone } = entity.codes;
    if (gone !== undefined && isAbsent(answer)) {
      const message = `the ${entityName(entity, olds, id)} no longer exists: it was deleted outside Pulumi. Run \`pulumi up --refresh\` to create it again.\n${serviceSaid(answer)}`;
      throw new LifecycleError(gone, message, { cause: answer });
    }
    if (answer instanceof ServiceError) {
      const why = isAlreadyThere(answer) ? taken(entity) : undefined;
      throw refused(entity, "PUT", news, { answer, mayHaveRun }, why);
    }
    return answer;
  }
}

function taken({ words: { short, scope } }: Pick<Entity<never>, "words">): string {
  return `, because there is another ${short} for the same ${scope}. Delete that ${short}. Or, if it matches the declaration, run \`pulumi up --replace\` for this resource to adopt it, or set \`adopt: true\` to have it deleted.`;
}
