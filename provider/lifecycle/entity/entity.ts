import type { Answer } from "../../http/answer";
import type { Budget } from "../../http/budget";
import type { Connection, Outcome } from "../../http/client";
import type { ServiceError } from "../../http/errors";
import type { Settings } from "../../settings/settings";
import type { LifecycleErrorCode } from "../errors";
import type { Checked, Declarable, Unchecked } from "../inputs/declaration";

/** What all entities say. */
export interface EntityContent {
  readonly publishDomain: string;
}

/** An entity of the service, with what it says. */
export type Found<C extends EntityContent> = C & {
  readonly id: string;
  /** In milliseconds since the epoch; 0 where the service does not say. */
  readonly createdAt: number;
};

/** The inputs as `check` leaves them in the state. */
export type EntityInputs<C extends EntityContent> = C & {
  readonly region: string;
  readonly projectId?: string;
  readonly adopt?: boolean;
  readonly timeout?: number;
};

/** The outputs as they are kept in the state. */
export type EntityState<C extends EntityContent> = EntityInputs<C> & {
  readonly projectId: string;
  /** ISO 8601, by the service's clock. */
  readonly createdAt?: string;
  /** X-request-id of the last request that made or changed it; absent where the answer to a change was lost. */
  readonly requestId?: string;
};

/** What an input is that a program leaves out; the time is in seconds. */
export const DEFAULTS = { adopt: false, timeout: 120 } as const;

/**
 * A kind of what Live keeps and shows again: rules, callbacks, notifications. What is done with it is written once, in this
 * folder; here is all that tells one kind from another.
 */
export interface Entity<C extends EntityContent> {
  /** Its class has the name that this one has for a program. */
  readonly declarable: Declarable;
  readonly check: (settings: Settings, olds: Unchecked, news: Unchecked) => Checked;
  readonly codes: Codes;
  readonly words: Words;
  /** What it says. */
  readonly content: readonly (keyof C & string)[];
  /** What a change of makes another one of it. */
  readonly identity: readonly (keyof C & string)[];
  /** There is only one with these. */
  readonly unique: readonly (keyof C & string)[];
  /** What is up to the service where a program does not say it. */
  readonly leftToService: readonly (keyof C & string)[];
  /** What the service may not show: nobody knows then what it is. */
  readonly unshown: readonly (keyof C & string)[];
  /** Half of one would be a drift of all that it does not say. */
  readonly isWhole: (found: C) => boolean;
  /** What users see in errors. */
  readonly name: (content: C) => string;
  readonly calls: Calls<C>;
  /** Why an id cannot be one; undefined where it can. */
  readonly idProblem: (id: string) => string | undefined;
  /** What a program declares to have one that was found. */
  readonly declaration: (found: C) => Unchecked;
}

/** How errors speak of it. */
interface Words {
  /** Such as `recording rule`. */
  readonly noun: string;
  /** Such as `rule`. */
  readonly short: string;
  /** What there is only one for. */
  readonly scope: string;
  /** Where one goes that makes room for another. */
  readonly elsewhere: string;
  /** What follows where it is forgotten and not deleted. */
  readonly ifForgotten: string;
}

/** A call, and what the credential must be allowed to do for it. */
interface Permitted<F> {
  readonly permission: string;
  readonly send: F;
}

/** The service gives each an id when it is made, by which it is found again. */
export interface ByPost<C extends EntityContent> {
  readonly post: Permitted<(connection: Connection, content: C, budget: Budget) => Promise<Outcome>>;
  readonly list: Permitted<(connection: Connection, publishDomain: string, budget: Budget) => Promise<Found<C>[]>>;
}

/** There is a place for each, whose id is known before: a PUT makes it or takes the place of what is there. */
interface ByPut<C extends EntityContent> {
  readonly id: (content: C) => string;
}

/** The calls of the service about it. */
export interface Calls<C extends EntityContent> {
  readonly make: ByPost<C> | ByPut<C>;
  readonly get: Permitted<(connection: Connection, id: string, budget: Budget) => Promise<Outcome>>;
  readonly put: Permitted<(connection: Connection, id: string, content: C, budget: Budget) => Promise<Outcome>>;
  readonly delete: Permitted<(connection: Connection, id: string, budget: Budget) => Promise<Outcome>>;
  /** The entity that an answer describes; undefined where it describes none. `id`: the one that was asked for. */
  readonly found: (answer: Answer, id?: string) => Found<C> | undefined;
  /** The answer says that there is none. */
  readonly isGone: (answer: Answer | ServiceError) => boolean;
}

/** Its error codes. */
interface Codes {
  /** Another one of the same scope is in the way. */
  readonly exists: LifecycleErrorCode;
  readonly declaredTwice: LifecycleErrorCode;
  readonly refused: LifecycleErrorCode;
  /** The one to change is not there any more. Only where a PUT does not make one. */
  readonly gone?: LifecycleErrorCode;
}

/** Such as `recording rule 0123 (push.example.com/live/*)`, where the id does not say it already. */
export function entityName<C extends EntityContent>(
  { words, name }: Pick<Entity<C>, "words" | "name">,
  content: C,
  id: string,
): string {
  const called = name(content);
  return called === id ? `${words.noun} ${called}` : `${words.noun} ${called} (${id})`;
}

/** Tells the resources of one entity apart, as a rename makes them: a request of its own has made each what it is. */
export function entityMark({ requestId = "" }: { requestId?: string }): string {
  return requestId;
}

/** Tells the entities of the service apart, for `Owners` and for the queue. */
export function entityKey(
  { words }: { readonly words: Pick<Words, "short"> },
  place: { endpoint: string; projectId: string },
  id: string,
): string {
  return [place.endpoint, place.projectId, words.short, id].join(" ");
}
