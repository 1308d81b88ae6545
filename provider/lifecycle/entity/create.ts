import { Budget } from "../../http/budget";
import type { Outcome } from "../../http/client";
import { isAlreadyThere } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, UnsettledError } from "../errors";
import { type Place, placeOf } from "../place";
import { LOOK_TIMEOUT } from "../watch/look";
import { differences, unproven } from "./differences";
import {
  DEFAULTS,
  type Entity,
  type EntityContent,
  type EntityInputs,
  type EntityState,
  entityKey,
  entityMark,
  type Found,
} from "./entity";
import { declaredTwice, existing, isAnother, nameOf, unseen } from "./existing";
import { refused } from "./refusal";
import { postRequest, putRequest } from "./requests";

/**
 * Makes the entity. One with the same scope that says the same is adopted: it may be from an earlier run that did not get as
 * far as the state. Another one is changed only with `adopt`.
 *
 * @throws {LifecycleError} where it is refused, and where another one is in the way
 */
export async function createEntity<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  inputs: EntityInputs<C>,
): Promise<Made<C>> {
  const placing = placeOf(context, inputs);
  const keyed = placing.then((place) => entityKey(entity, place, entity.name(inputs)));
  // One at a time for the same scope, so that a second resource sees what the first has adopted.
  return context.queue.run(keyed, async () => createAt(entity, context, await placing, inputs));
}

interface Made<C extends EntityContent> {
  readonly id: string;
  readonly outs: EntityState<C>;
}

async function createAt<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  place: Place,
  inputs: EntityInputs<C>,
): Promise<Made<C>> {
  const creation = new Creation(entity, context, place, inputs);
  const { answer, mayHaveRun } = await creation.post().catch(async (error) => {
    throw error instanceof LifecycleError && error.mayHaveRun ? await creation.unsettled(error) : error;
  });
  if (!(answer instanceof ServiceError)) {
    return creation.made(entity.calls.found(answer) ?? (await creation.findSame()), answer.requestId);
  }
  if (!isAlreadyThere(answer)) throw refused(entity, "POST", inputs, { answer, mayHaveRun });
  return creation.adopt(await creation.findSame(answer), { answer, mayHaveRun });
}

/** What it takes to have an entity for one resource. */
class Creation<C extends EntityContent> {
  private readonly budget: Budget;

  constructor(
    private readonly entity: Entity<C>,
    private readonly context: Context,
    private readonly place: Place,
    private readonly inputs: EntityInputs<C>,
  ) {
    this.budget = new Budget(capped(context, inputs.timeout ?? DEFAULTS.timeout), context.clock);
  }

  post(): Promise<Outcome> {
    return sendChange(this.context, this.place, postRequest(this.entity, this.inputs, this.budget));
  }

  /** Takes one that is there already, changed where it has to be and may be. */
  async adopt(found: Found<C>, { answer, mayHaveRun }: Outcome): Promise<Made<C>> {
    const { entity, context, inputs } = this;
    // Another resource of this program has made it, or has adopted it.
    if (context.owners.wantedByAnother(entityKey(entity, this.place, found.id), answer.requestId)) {
      throw declaredTwice(entity, found);
    }
    const different = differences(entity, inputs, found);
    if (different.length > 0 && !inputs.adopt) {
      throw isAnother(entity, found, different, "Set `adopt: true` to adopt and change it", answer);
    }
    if (different.length > 0 || unproven(entity, inputs, found).length > 0) return this.change(found);
    if (!mayHaveRun) context.say(`${nameOf(entity, found)} already matches the declaration: adopted`);
    return this.made(found, answer.requestId);
  }

  /** Adopts one that says something else. */
  private async change(found: Found<C>): Promise<Made<C>> {
    const { budget, context, entity, inputs, place } = this;
    try {
      const request = putRequest(entity, found.id, inputs, budget);
      const { answer, mayHaveRun } = await sendChange(context, place, request);
      if (answer instanceof ServiceError) throw refused(entity, "PUT", inputs, { answer, mayHaveRun });
      context.say(`${nameOf(entity, found)} already existed: adopted, and changed to what is declared`);
      return this.made(found, answer.requestId);
    } catch (error) {
      throw error instanceof LifecycleError && error.mayHaveRun ? this.kept(found, error) : error;
    }
  }

  made({ id, createdAt }: Found<C>, requestId: string): Made<C> {
    this.context.owners.note(entityKey(this.entity, this.place, id), requestId, { wants: true });
    const times = createdAt > 0 ? { createdAt: timestamp(createdAt) } : {};
    return { id, outs: { ...this.inputs, projectId: this.place.projectId, ...times, requestId } };
  }

  /** The service's entity with the same scope. */
  async findSame(answer?: ServiceError): Promise<Found<C>> {
    const { budget, context, entity, inputs, place } = this;
    const found = await existing(entity, context, place, inputs, budget, answer);
    if (!found) throw unseen(entity, inputs, `it is not in the list of ${entity.words.short}s`, answer);
    return found;
  }

  /**
   * A POST may have been executed. Where it is in the list, the state gets it: the next update settles it, and a `destroy`
   * deletes it.
   */
  async unsettled(error: LifecycleError): Promise<LifecycleError> {
    const { context, entity, inputs, place } = this;
    const budget = new Budget(capped(context, LOOK_TIMEOUT), context.clock);
    const found = await existing(entity, context, place, inputs, budget).catch(() => undefined);
    const isIts = found && differences(entity, inputs, found).length === 0;
    if (isIts && !context.owners.wantedByAnother(entityKey(entity, place, found.id), entityMark({}))) {
      const fate = `It exists as ${found.id}, and the state has it now: the next \`pulumi up\` checks and finishes it.`;
      return this.kept(found, error, fate);
    }
    return saying(
      error,
      "The next `pulumi up` of the same program adopts it. A `destroy` before that leaves it behind.",
    );
  }

  /** Without a request id: the next update sends what is declared by then. */
  private kept(found: Found<C>, error: LifecycleError, fate = ""): LifecycleError {
    const { requestId: _, ...state } = this.made(found, entityMark({})).outs;
    return new UnsettledError(found.id, state, saying(error, fate));
  }
}

function saying({ code, message, cause }: LifecycleError, fate: string): LifecycleError {
  return new LifecycleError(code, `${message}\n${fate}`.trimEnd(), { cause, mayHaveRun: true });
}
