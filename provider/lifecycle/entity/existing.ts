import type { Budget } from "../../http/budget";
import type { Outcome } from "../../http/client";
import { ServiceError } from "../../http/errors";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import type { Place } from "../place";
import { described, type EntityDifference } from "./differences";
import type { Entity, EntityContent, EntityInputs, Found } from "./entity";

/**
 * The service's entity with the same scope; undefined where the list has none. Listing needs a permission of its own.
 *
 * @throws {LifecycleError} where it is not given
 */
export async function existing<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  place: Place,
  inputs: EntityInputs<C>,
  budget: Budget,
  answer?: ServiceError,
): Promise<Found<C> | undefined> {
  return sameOf(entity, inputs, await allOf(entity, context, place, inputs, budget, answer));
}

/** As `existing`, where the service has said that there is one. */
export async function existingForSure<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  place: Place,
  inputs: EntityInputs<C>,
  budget: Budget,
  answer?: ServiceError,
): Promise<Found<C>> {
  const all = await allOf(entity, context, place, inputs, budget, answer);
  const same = sameOf(entity, inputs, all);
  if (same) return same;
  const others = all.length > 0 ? ` (there are ${all.map(entity.name).join(", ")})` : "";
  throw unseen(entity, inputs, `it is not in the list of ${entity.words.short}s${others}`, answer);
}

/** Those of the domain. */
async function allOf<C extends EntityContent>(
  entity: Entity<C>,
  context: Context,
  place: Place,
  inputs: EntityInputs<C>,
  budget: Budget,
  answer?: ServiceError,
): Promise<Found<C>[]> {
  const { make } = entity.calls;
  // Nothing else can have its place.
  if ("id" in make) return [];
  return make.list.send(context.live.connect(place), inputs.publishDomain, budget).catch((error: Error) => {
    throw unseen(entity, inputs, `the ${entity.words.short}s could not be listed: ${error.message}`, answer);
  });
}

function sameOf<C extends EntityContent>(
  { unique }: Entity<C>,
  wanted: C,
  all: readonly Found<C>[],
): Found<C> | undefined {
  const scope = unique.filter((name) => name !== "publishDomain");
  return all.find((one: C) => scope.every((name) => one[name] === wanted[name])) as Found<C> | undefined;
}

/** There is one whose id nobody knows. */
export function unseen<C extends EntityContent>(
  entity: Entity<C>,
  inputs: EntityInputs<C>,
  why: string,
  answer?: ServiceError,
): LifecycleError {
  const said = answer ? `\n${serviceSaid(answer)}` : "";
  const { make, get } = entity.calls;
  const permission = "id" in make ? get.permission : make.list.permission;
  const message = `there is a ${entity.words.noun} for ${entity.name(inputs)}, but ${why}. The provider needs its id to continue: grant the permission ${permission}.${said}`;
  return new LifecycleError(entity.codes.exists, message, { cause: answer });
}

/** There is one that says something else. `wayOut`: how to have it changed. */
export function isAnother<C extends EntityContent>(
  entity: Entity<C>,
  found: Found<C>,
  different: readonly EntityDifference[],
  wayOut: string,
  answer: Outcome["answer"],
): LifecycleError {
  // An answer that is no refusal has what it shows of the entity, which may be its key.
  const refusal = answer instanceof ServiceError ? answer : undefined;
  const said = refusal ? `\n${serviceSaid(refusal)}` : "";
  const message = `${nameOf(entity, found)} already exists and differs from the declaration:\n${described(different, entity.declarable.hidden)}\n${wayOut}. Or delete it, or declare the same as it has.${said}`;
  return new LifecycleError(entity.codes.exists, message, { cause: refusal });
}

/** Another resource of the same run has made it, or has adopted it. */
export function declaredTwice<C extends EntityContent>(entity: Entity<C>, found: Found<C>): LifecycleError {
  const { short, elsewhere } = entity.words;
  const message = `two resources of this program declare ${nameOf(entity, found)}. Removing one would delete the ${short} of the other: keep one of them. If this run also changes the other one to ${elsewhere}, run \`pulumi up\` again.`;
  return new LifecycleError(entity.codes.declaredTwice, message);
}

/** The id first: it is what the console and the API find it by. */
export function nameOf<C extends EntityContent>({ words, name }: Entity<C>, found: Found<C>): string {
  const called = name(found);
  return called === found.id ? `${words.noun} ${called}` : `${words.noun} ${found.id} (${called})`;
}
