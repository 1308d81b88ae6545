import type { Checked, Unchecked } from "../lifecycle/inputs/declaration";
import type { Difference } from "../lifecycle/inputs/identity";
import type { MethodError } from "./method-error";
import { type Methods, type ResourceName, type Resources, resourcesFor } from "./methods";
import { unprinted } from "./printed-errors";
import type { Surroundings } from "./process";

/** The methods of a dynamic provider: it hears of no plan, no import, no limit and no end. */
export interface DynamicMethods<I, S> {
  check(olds: Unchecked, news: Unchecked): Promise<Checked>;
  diff(id: string, olds: S, news: I): Promise<Difference>;
  create(inputs: I): Promise<{ id: string; outs: S }>;
  read(id: string, props: S): Promise<{ id: string; props?: S; inputs?: I }>;
  update(id: string, olds: S, news: I): Promise<{ outs: S }>;
  delete(id: string, props: S): Promise<void>;
}

export type DynamicResources = {
  readonly [Name in ResourceName]: Resources[Name] extends Methods<infer I, infer S> ? DynamicMethods<I, S> : never;
};

/** The resources as the plugin process of Pulumi's dynamic providers understands them. */
export function dynamicResources(surroundings: Surroundings): DynamicResources {
  const { cancel: _, ...resources } = resourcesFor(surroundings);
  const dynamic = Object.entries(resources).map(([name, methods]) => [
    name,
    asDynamic(methods as Methods<never, never>),
  ]);
  return Object.fromEntries(dynamic) as DynamicResources;
}

function asDynamic<I, S>(methods: Methods<I, S>): DynamicMethods<I, S> {
  /** An error with an `id` is a resource that stays in the state, with all that is known of its failure. */
  const rethrow = (error: MethodError): never => {
    const { cause, kept, shown } = error;
    if (!kept) throw unprinted(shown, cause);
    throw Object.assign(unprinted(shown, cause), kept, { reasons: [shown] });
  };
  return {
    // The program's name for the resource, where it gives one: this shell knows no URN. It stays out of the state.
    check: (olds, { __declaredAs, ...news }) => {
      const call = typeof __declaredAs === "string" ? { urn: __declaredAs } : {};
      return methods.check(olds, news, call).catch(rethrow);
    },
    diff: (id, olds, news) => methods.diff(id, olds, news).catch(rethrow),
    create: (inputs) => methods.create(inputs).catch(rethrow),
    read: (id, props) => methods.read(id, props).catch(rethrow),
    update: (id, olds, news) => methods.update(id, olds, news).catch(rethrow),
    delete: (id, props) => methods.delete(id, props).catch(rethrow),
  };
}
