/**
 * What every state file refers to: the provider text in the state requires this module, and `delete` runs from the state
 * alone. Its name and its methods are therefore a promise to every state file there is. It loads nothing until a method
 * is called, because the engine starts the process for plans too.
 */
import type { Methods } from "./methods";
import type { EngineConfig } from "./settings/source";

let config: EngineConfig = { get: () => undefined };
let loaded: Methods | undefined;

function methods(): Methods {
  loaded ??= (require("./methods") as typeof import("./methods")).methodsFor(config);
  return loaded;
}

// The engine sends the first call without waiting for this one to end, so the values are kept at once; and nothing is
// done that could fail, because an error here would leave the process without its configuration.
export async function configure(request: { config: EngineConfig }): Promise<void> {
  config = request.config;
}

export const check: Methods["check"] = async (olds, news) => methods().check(olds, news);
export const diff: Methods["diff"] = async (id, olds, news) => methods().diff(id, olds, news);
export const create: Methods["create"] = async (inputs) => methods().create(inputs);
export const read: Methods["read"] = async (id, props) => methods().read(id, props);
export const update: Methods["update"] = async (id, olds, news) => methods().update(id, olds, news);
const remove: Methods["delete"] = async (id, props) => methods().delete(id, props);

export { remove as delete };
