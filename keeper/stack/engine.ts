import type { Trouble } from "../stream";
import type { StateResource } from "./state";

/** The state and the runs of one stack. */
export interface Engine {
  /** The state, decrypted. */
  read(): Promise<readonly StateResource[]>;
  /** A number that another run changes. */
  version(): Promise<number>;
  /** One run that sends START for these streams, where they are still declared when the engine holds the lock. */
  startAgain(ids: readonly string[]): Promise<Run>;
}

/** How a run ended. */
export type Run =
  /** Somebody else's run holds the lock: `whose` is what the engine says of it. */
  | { readonly locked: string }
  /** By stream; one that is not declared any more is left out. */
  | { readonly tried: ReadonlyMap<string, Tried> };

export type Tried = { readonly startedAt: number } | Said;

/** What went wrong, with a code that stays the same. */
export type Said = Pick<Trouble, "code" | "message">;

/** The lists of pushed streams. */
export interface Watch {
  look(declared: readonly Watched[]): Promise<Seen>;
}

/** A stream to look for, and where. */
export interface Watched {
  readonly id: string;
  /** `URN::ID` of its provider. */
  readonly provider: string;
  readonly publishDomain: string;
  readonly app: string;
  readonly stream: string;
  readonly region?: string;
  readonly projectId?: string;
}

export interface Seen {
  /** When the push of each stream began; undefined where it is not pushed. Streams that could not be seen are left out. */
  readonly pushes: ReadonlyMap<string, number | undefined>;
  /** Why some could not be seen. */
  readonly blind: readonly Blind[];
}

/** A list of pushes that could not be read. */
export interface Blind extends Said {
  /** Somebody has to change something, so the list itself waits before it is asked again: nothing else has to wait for it. */
  readonly needsSomebody: boolean;
}
