import { CancellableClock } from "../http/cancellable-clock";
import { systemClock } from "../http/clock";
import type { Context } from "../lifecycle/context";
import { type Checked, UNKNOWN, type Unchecked } from "../lifecycle/inputs/declaration";
import { DeclaredOnce } from "../lifecycle/inputs/declared-once";
import type { Difference } from "../lifecycle/inputs/identity";
import type { Preview, Resource } from "../lifecycle/resource";
import { RESOURCES } from "../lifecycle/resources";
import { oneSpelling } from "../live/host";
import { told as toldBy } from "./method-error";
import { openProcess, type Surroundings } from "./process";
import { ToldOnce } from "./told-once";

/** What a shell may know of a call besides its arguments. */
export interface Call {
  /** Of the resource, or its name where the shell hears of no URN. With it, `check` refuses what another one declares, too. */
  readonly urn?: string;
  /** Seconds that the user allows the call (`customTimeouts`): a cap for what the resource declares itself. */
  readonly timeout?: number;
}

/**
 * What the engine can ask of a resource, whichever shell it asks. The methods know neither arguments nor a console nor an
 * exit, and fail with a `MethodError`. What many resources have in common is told once in a process.
 */
export interface Methods<I, S> {
  /** Inputs that are secrets, whatever a program says of them. */
  readonly secrets: readonly string[];
  check(olds: Unchecked, news: Unchecked, call?: Call): Promise<Checked>;
  diff(id: string, olds: S, news: I): Promise<Difference>;
  /** What a plan can tell of a create, or with a state of an update. Sends nothing. */
  preview(news: I, olds?: S): Promise<Preview<S>>;
  create(inputs: I, call?: Call): Promise<{ id: string; outs: S }>;
  /** Without a state: an import. An empty id says that there is no such thing. */
  read(id: string, props: S | undefined, call?: Call): Promise<{ id: string; props?: S; inputs?: I }>;
  update(id: string, olds: S, news: I, call?: Call): Promise<{ outs: S }>;
  delete(id: string, props: S, call?: Call): Promise<void>;
}

/** The resources that there are. */
export type Resources = { readonly [Name in ResourceName]: MethodsOf<(typeof RESOURCES)[Name]> };

export type ResourceName = keyof typeof RESOURCES;

type MethodsOf<R> = R extends Resource<infer I, infer S> ? Methods<I, S> : never;

/** The resources of one process. */
export type Opened = Resources & {
  /** Nothing waits any more, and nothing new is sent: what is on its way is the last of it. */
  cancel(): void;
};

export function resourcesFor(surroundings: Surroundings): Opened {
  const clock = new CancellableClock(surroundings.clock ?? systemClock);
  const context = openProcess({ ...surroundings, clock });
  const said = new ToldOnce();
  const methods = Object.entries(RESOURCES).map(([name, resource]) => [
    name,
    methodsOf(resource as Resource<never, never>, context, said),
  ]);
  return { ...(Object.fromEntries(methods) as Resources), cancel: () => clock.cancel() };
}

function methodsOf<I, S>(resource: Resource<I, S>, context: Context, said: ToldOnce): Methods<I, S> {
  const { settings } = context;
  const told = <T>(method: () => T | Promise<T>, advice?: string) => toldBy(said, method, advice);
  const shortened = ({ inputs, failures }: Checked): Checked => ({
    inputs,
    failures: failures.map((failure) => ({ ...failure, reason: said.shorten(failure.reason) })),
  });
  const declared = resource.claim.entered?.(context) ?? new DeclaredOnce();
  const within = (call: Call | undefined): Context => ({ ...context, limit: call?.timeout });
  return {
    secrets: resource.secrets,
    check: (olds, news, call) =>
      told(() => shortened(once(resource, declared, resource.check(settings, olds, news), call))),
    diff: (id, olds, news) => told(() => resource.diff(context, id, olds, news)),
    preview: (news, olds) => told(() => resource.preview(news, olds)),
    create: (inputs, call) => told(() => resource.create(within(call), inputs)),
    read: (id, props, call) =>
      told(async () =>
        props ? resource.read(within(call), id, props) : ((await resource.import(within(call), id)) ?? GONE),
      ),
    update: (id, olds, news, call) => told(() => resource.update(within(call), id, olds, news)),
    delete: (id, props, call) => told(() => resource.remove(within(call), id, props), toForget(resource)),
  };
}

const GONE = { id: "" };

/**
 * An error of a delete may last: a closed account, a permission that is gone. What else can be done, and what follows. It
 * names no URN, so that it is the same for all, and told once.
 */
function toForget({ forget }: Pick<Resource<never, never>, "forget">): string {
  return `To make Pulumi forget ${forget.what} instead, run \`pulumi state delete URN\` (\`pulumi stack --show-urns\` lists the URNs). ${forget.consequence}`;
}

/** Refuses what another resource of the same run declares, too. */
function once(
  { claim }: Pick<Resource<never, never>, "claim">,
  declared: DeclaredOnce,
  { inputs, failures }: Checked,
  { urn }: Call = {},
): Checked {
  const names = claim.names.map((name) =>
    name === "publishDomain" ? oneSpelling(String(inputs[name])) : inputs[name],
  );
  if (urn === undefined || failures.length > 0 || names.includes(UNKNOWN)) return { inputs, failures };
  const clash = declared.enter(names.join("/"), urn);
  return { inputs, failures: clash ? [{ property: claim.names.at(-1) ?? "", reason: claim.twice(clash) }] : [] };
}
