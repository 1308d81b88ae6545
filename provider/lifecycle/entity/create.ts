import { Budget } from "../../http/budget";
import type { Outcome } from "../../http/client";
import { isAlreadyThere } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { type Place, placeOf } from "../place";
import { described, differences, type EntityDifference, unproven } from "./differences";
import {
  codeOf,
  DEFAULTS,
  type Entity,
  type EntityContent,
  type EntityInputs,
  type EntityState,
  entityKey,
  type Found,
} from "./entity";
import { refused } from "./refusal";
import { adoptRequest, postRequest } from "./requests";

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
  const { answer, mayHaveRun } = await creation.post();
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
    if (different.length > 0 && !inputs.adopt) throw isAnother(entity, found, different, answer);
    if (different.length > 0 || unproven(entity, inputs, found).length > 0) return this.change(found);
    if (!mayHaveRun) context.say(`${nameOf(entity, found)} says what is declared: adopted`);
    return this.made(found, answer.requestId);
  }

  /** Adopts one that says something else. */
  private async change(found: Found<C>): Promise<Made<C>> {
    const request = adoptRequest(this.entity, found.id, this.inputs, this.budget);
    const { answer, mayHaveRun } = await sendChange(this.context, this.place, request);
    if (answer instanceof ServiceError) throw refused(this.entity, "PUT", this.inputs, { answer, mayHaveRun });
    this.context.say(`${nameOf(this.entity, found)} was there already: adopted, and changed as declared`);
    return this.made(found, answer.requestId);
  }

  made({ id, createdAt }: Found<C>, requestId: string): Made<C> {
    this.context.owners.note(entityKey(this.entity, this.place, id), requestId, { wants: true });
    const times = createdAt > 0 ? { createdAt: timestamp(createdAt) } : {};
    return { id, outs: { ...this.inputs, projectId: this.place.projectId, ...times, requestId } };
  }

  /** The service's entity with the same scope. Listing it needs a permission of its own. */
  async findSame(answer?: ServiceError): Promise<Found<C>> {
    const { list } = this.entity.calls;
    const connection = this.context.live.connect(this.place);
    const listing = list.send(connection, this.inputs.publishDomain, this.budget);
    const all = await listing.catch((error: Error) => error);
    const { words, unique } = this.entity;
    if (all instanceof Error) throw this.unseen(`the ${words.short}s cannot be listed: ${all.message}`, answer);
    // All of them are of the domain that was asked for.
    const scope = unique.filter((name) => name !== "publishDomain");
    const wanted: C = this.inputs;
    const same = all.find((one: C) => scope.every((name) => one[name] === wanted[name]));
    if (!same) throw this.unseen(`it is not in the list of ${words.short}s`, answer);
    return same;
  }

  private unseen(why: string, answer: ServiceError | undefined): LifecycleError {
    const { entity, inputs } = this;
    const said = answer ? `\n${serviceSaid(answer)}` : "";
    const message = `there is a ${entity.words.noun} for ${entity.name(inputs)}, but ${why}. The provider needs its id to go on: grant the permission ${entity.calls.list.permission}.${said}`;
    return new LifecycleError(codeOf(entity, "EXISTS"), message, { cause: answer });
  }
}

/** The id first: it is what the console and the API find it by. */
function nameOf<C extends EntityContent>({ words, name }: Entity<C>, found: Found<C>): string {
  const called = name(found);
  return called === found.id ? `${words.noun} ${called}` : `${words.noun} ${found.id} (${called})`;
}

function isAnother<C extends EntityContent>(
  entity: Entity<C>,
  found: Found<C>,
  different: readonly EntityDifference[],
  answer: Outcome["answer"],
): LifecycleError {
  const said = answer instanceof ServiceError ? `\n${serviceSaid(answer)}` : "";
  const message = `${nameOf(entity, found)} is there already, and differs:\n${described(different, entity.declarable.hidden)}\nSet \`adopt: true\` to adopt and change it, or delete it, or declare what it says.${said}`;
  return new LifecycleError(codeOf(entity, "EXISTS"), message, { cause: answer });
}

function declaredTwice<C extends EntityContent>(entity: Entity<C>, found: Found<C>): LifecycleError {
  const { short, elsewhere } = entity.words;
  const message = `two resources of this program declare ${nameOf(entity, found)}. Removing one would delete the ${short} of the other: keep one of them. If the other one is just being changed to ${elsewhere}, run \`pulumi up\` again.`;
  return new LifecycleError(codeOf(entity, "DECLARED_TWICE"), message);
}
