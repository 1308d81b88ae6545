import type { Settings } from "../settings/settings";
import type { Context } from "./context";
import type { Checked, Declarable, Unchecked } from "./inputs/declaration";
import type { Clash, DeclaredOnce } from "./inputs/declared-once";
import type { Difference } from "./inputs/identity";

/** What a resource means, whichever shell is asked for it. */
export interface Resource<I, S> {
  readonly declarable: Declarable;
  /** Inputs that are secrets, whatever a program says of them. */
  readonly secrets: readonly string[];
  readonly claim: Claim;
  /** What else can be done where a delete fails for good, after `To make Pulumi forget …`. */
  readonly forget: { readonly what: string; readonly consequence: string };
  check(settings: Settings, olds: Unchecked, news: Unchecked): Checked;
  diff(context: Context, id: string, olds: S, news: I): Difference;
  preview(news: I, olds?: S): Preview<S>;
  create(context: Context, inputs: I): Promise<{ id: string; outs: S }>;
  read(context: Context, id: string, state: S): Promise<{ id: string; props?: S; inputs?: I }>;
  /** Undefined: there is none. */
  import(context: Context, id: string): Promise<Imported<I, S> | undefined>;
  update(context: Context, id: string, olds: S, news: I): Promise<{ outs: S }>;
  remove(context: Context, id: string, state: S): Promise<void>;
}

/** What only one resource of a run may declare. */
interface Claim {
  /** The inputs that name it; the last one is the one to blame. */
  readonly names: readonly string[];
  /** What is said of two, with a code in front. */
  readonly twice: (clash: Clash) => string;
  /** Where it is entered, if others ask for it, too. */
  readonly entered?: (context: Context) => DeclaredOnce;
}

/** What a plan can tell of a resource: what is left out will only be known afterwards. */
export interface Preview<S> {
  readonly id?: string;
  readonly outs: Partial<S>;
}

/** A resource that is not in the state yet. */
export interface Imported<I, S> {
  readonly id: string;
  readonly props: S;
  readonly inputs: I;
}
