/**
 * What every state file refers to: the provider texts in the state require this module, and `delete` runs from the state
 * alone. Its name and its exports are therefore a promise to every state file there is. It loads nothing until a method
 * is called, because the engine starts the process for plans too.
 *
 * The module itself is the provider of `StreamRecording`, `recordRule` that of `RecordRule`.
 */
import type { Methods, Resources } from "./methods";

/** A method as the plugin process calls it. Only the engine does, so that the types end here. */
type Method = (...args: never[]) => Promise<unknown>;

let config: { get(key: string): unknown } = { get: () => undefined };
let loaded: Resources | undefined;

function resources(): Resources {
  loaded ??= (require("./methods") as typeof import("./methods")).resourcesFor(config);
  return loaded;
}

// The engine sends the first call without waiting for this one to end, so the values are kept at once; and nothing is
// done that could fail, because an error here would leave the process without its configuration.
export async function configure(request: { config: typeof config }): Promise<void> {
  config = request.config;
}

function methodsOf<I, S>(resource: () => Methods<I, S>): Methods<I, S> {
  return {
    check: async (olds, news) => resource().check(olds, news),
    diff: async (id, olds, news) => resource().diff(id, olds, news),
    create: async (inputs) => resource().create(inputs),
    read: async (id, props) => resource().read(id, props),
    update: async (id, olds, news) => resource().update(id, olds, news),
    delete: async (id, props) => resource().delete(id, props),
  };
}

export const recordRule: Record<string, Method> = { configure, ...methodsOf(() => resources().recordRule) };

const {
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
}: Record<keyof Methods<never, never>, Method> = methodsOf(() => resources().streamRecording);

export { check, create, diff, read, remove as delete, update };
