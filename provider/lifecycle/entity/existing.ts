import type { Budget } from "../../http/budget";
import type { Outcome } from "../../http/client";
import { ServiceError } from "../../http/errors";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import type { Place } from "../place";
import { described, type EntityDifference } from "./differences";
import { codeOf, type Entity, type EntityContent, type EntityInputs, type Found } from "./entity";

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
  const { calls, unique, words } = entity;
  const listing = calls.list.send(context.live.connect(place), inputs.publishDomain, budget);
  const all = await listing.catch((error: Error) => {
    throw unseen(entity, inputs, `the ${words.short}s could not be listed: ${error.message}`, answer);
  });
  // All of them are of the domain that was asked for.
  const scope = unique.filter((name) => name !== "publishDomain");
  const wanted: C = inputs;
  return all.find((one: C) => scope.every((name) => one[name] === wanted[name]));
}

/** There is one whose id nobody knows. */
export function unseen<C extends EntityContent>(
  entity: Entity<C>,
  inputs: EntityInputs<C>,
  why: string,
  answer: ServiceError | undefined,
): LifecycleError {
  const said = answer ? `\n${serviceSaid(answer)}` : "";
  const message = `there is a ${entity.words.noun} for ${entity.name(inputs)}, but ${why}. The provider needs its id to continue: grant the permission ${entity.calls.list.permission}.${said}`;
  return new LifecycleError(codeOf(entity, "EXISTS"), message, { cause: answer });
}

/** There is one that says something else. `wayOut`: how to have it changed. */
export function isAnother<C extends EntityContent>(
  entity: Entity<C>,
  found: Found<C>,
  different: readonly EntityDifference[],
  wayOut: string,
  answer: Outcome["answer"],
): LifecycleError {
  const said = answer instanceof ServiceError ? `\n${serviceSaid(answer)}` : "";
  const message = `${nameOf(entity, found)} already exists and differs from the declaration:\n${described(different, entity.declarable.hidden)}\n${wayOut}. Or delete it, or declare the same as it has.${said}`;
  return new LifecycleError(codeOf(entity, "EXISTS"), message, { cause: answer });
}

/** Another resource of the same run has made it, or has adopted it. */
export function declaredTwice<C extends EntityContent>(entity: Entity<C>, found: Found<C>): LifecycleError {
  const { short, elsewhere } = entity.words;
  const message = `two resources of this program declare ${nameOf(entity, found)}. Removing one would delete the ${short} of the other: keep one of them. If this run also changes the other one to ${elsewhere}, run \`pulumi up\` again.`;
  return new LifecycleError(codeOf(entity, "DECLARED_TWICE"), message);
}

/** The id first: it is what the console and the API find it by. */
export function nameOf<C extends EntityContent>({ words, name }: Entity<C>, found: Found<C>): string {
  const called = name(found);
  return called === found.id ? `${words.noun} ${called}` : `${words.noun} ${found.id} (${called})`;
}
