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
  type ByPost,
  DEFAULTS,
  type Entity,
  type EntityContent,
  type EntityInputs,
  type EntityState,
  entityKey,
  entityMark,
  type Found,
} from "./entity";
import { declaredTwice, existing, existingForSure, isAnother, nameOf, unseen } from "./existing";
import { refused } from "./refusal";
import { getRequest, postRequest, putRequest } from "./requests";

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

type Known = Pick<Found<EntityContent>, "id" | "createdAt">;

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
  const { make } = entity.calls;
  const creation = new Creation(entity, context, place, inputs);
  return "id" in make ? creation.byPut(make.id(inputs)) : creation.byPost(make);
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

  async byPost({ post }: ByPost<C>): Promise<Made<C>> {
    const { entity, context, inputs, place } = this;
    const sent = sendChange(context, place, postRequest(entity, post, inputs, this.budget));
    const { answer, mayHaveRun } = await sent.catch(async (error) => {
      throw error instanceof LifecycleError && error.mayHaveRun ? await this.unsettled(error) : error;
    });
    if (!(answer instanceof ServiceError)) {
      return this.made(entity.calls.found(answer) ?? (await this.findSame()), answer.requestId);
    }
    if (!isAlreadyThere(answer)) throw refused(entity, "POST", inputs, { answer, mayHaveRun });
    return this.adopt(await this.findSame(answer), { answer, mayHaveRun });
  }

  /** Looks first, since nothing else keeps a PUT from taking the place of what somebody else has made. */
  async byPut(id: string): Promise<Made<C>> {
    const { entity, context, inputs, place } = this;
    const { calls, words } = entity;
    const looked = await sendChange(context, place, getRequest(entity, id, this.budget));
    if (!calls.isGone(looked.answer)) {
      if (looked.answer instanceof ServiceError) {
        throw refused(entity, "GET", inputs, { answer: looked.answer, mayHaveRun: false });
      }
      const found = calls.found(looked.answer, id);
      if (!found) throw unseen(entity, inputs, `the answer is no ${words.short}`);
      return this.adopt(found, looked);
    }
    try {
      const { answer, mayHaveRun } = await sendChange(context, place, putRequest(entity, id, inputs, this.budget));
      if (answer instanceof ServiceError) throw refused(entity, "PUT", inputs, { answer, mayHaveRun });
      return this.made({ id, createdAt: 0 }, answer.requestId);
    } catch (error) {
      throw error instanceof LifecycleError && error.mayHaveRun ? this.kept({ id, createdAt: 0 }, error) : error;
    }
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

  private made({ id, createdAt }: Known, requestId: string): Made<C> {
    this.context.owners.note(entityKey(this.entity, this.place, id), requestId, { wants: true });
    const times = createdAt > 0 ? { createdAt: timestamp(createdAt) } : {};
    return { id, outs: { ...this.inputs, projectId: this.place.projectId, ...times, requestId } };
  }

  /** The service's entity with the same scope. */
  private findSame(answer?: ServiceError): Promise<Found<C>> {
    const { budget, context, entity, inputs, place } = this;
    return existingForSure(entity, context, place, inputs, budget, answer);
  }

  /**
   * A POST may have been executed. Where it is in the list, the state gets it: the next update settles it, and a `destroy`
   * deletes it.
   */
  private async unsettled(error: LifecycleError): Promise<LifecycleError> {
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
  private kept(found: Known, error: LifecycleError, fate = ""): LifecycleError {
    const { requestId: _, ...state } = this.made(found, entityMark({})).outs;
    return new UnsettledError(found.id, state, saying(error, fate));
  }
}

function saying({ code, message, cause }: LifecycleError, fate: string): LifecycleError {
  return new LifecycleError(code, `${message}\n${fate}`.trimEnd(), { cause, mayHaveRun: true });
}
