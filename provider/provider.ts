/**
 * What every state file refers to: the provider texts in the state require this module, and `delete` runs from the state
 * alone. Its name and its exports are therefore a promise to every state file there is. It loads nothing until a method
 * is called, because the engine starts the process for plans too.
 *
 * The module itself is the provider of `StreamRecording`, and each other resource has an export of its name. Programs have no use for it.
 *
 * @module pulumi-huaweicloud-live/provider
 */
import type { DynamicMethods, DynamicResources } from "./process/dynamic";

/** A method as the plugin process calls it. Only the engine does, so that the types end here. */
type Method = (...args: never[]) => Promise<unknown>;

let config: { get(key: string): unknown } = { get: () => undefined };
let loaded: DynamicResources | undefined;

function resources(): DynamicResources {
  if (loaded) return loaded;
  const { dynamicResources } = require("./process/dynamic") as typeof import("./process/dynamic");
  const { endWithEngine, engineAddress } = require("./process/engine-watch") as typeof import("./process/engine-watch");
  const { openBlackboard } = require("./process/shared-blackboard") as typeof import("./process/shared-blackboard");
  const { leaveOutPrintedErrors } = require("./process/printed-errors") as typeof import("./process/printed-errors");
  const engine = engineAddress(process.argv.slice(2));
  endWithEngine(engine, () => process.exit(1));
  leaveOutPrintedErrors(console);
  loaded = dynamicResources({ config, env: process.env, blackboard: openBlackboard(engine) });
  return loaded;
}

/** Takes the configuration of the process: the stack's, or the inputs of an explicit `Provider`. It never fails. */
// The engine sends the first call without waiting for this one to end, so the values are kept at once; and nothing is
// done that could fail, because an error here would leave the process without its configuration.
export async function configure(request: { config: typeof config }): Promise<void> {
  config = request.config;
}

function methodsOf<I, S>(resource: () => DynamicMethods<I, S>): DynamicMethods<I, S> {
  return {
    check: async (olds, news) => resource().check(olds, news),
    diff: async (id, olds, news) => resource().diff(id, olds, news),
    create: async (inputs) => resource().create(inputs),
    read: async (id, props) => resource().read(id, props),
    update: async (id, olds, news) => resource().update(id, olds, news),
    delete: async (id, props) => resource().delete(id, props),
  };
}

/** The methods of `RecordRule`, by the same names as those of the module. */
export const recordRule: Record<string, Method> = { configure, ...methodsOf(() => resources().recordRule) };
/** The methods of `RecordCallback`. */
export const recordCallback: Record<string, Method> = { configure, ...methodsOf(() => resources().recordCallback) };
/** The methods of `StreamNotification`. */
export const streamNotification: Record<string, Method> = {
  configure,
  ...methodsOf(() => resources().streamNotification),
};
/** The methods of `BucketAuthorization`. */
export const bucketAuthorization: Record<string, Method> = {
  configure,
  ...methodsOf(() => resources().bucketAuthorization),
};

const streamRecording: Record<keyof DynamicMethods<never, never>, Method> = methodsOf(
  () => resources().streamRecording,
);

/** Completes the inputs of a `StreamRecording`, and names each that cannot be. Sends nothing. */
export const check = streamRecording.check;
/** Says which changes of a `StreamRecording` replace it. Sends nothing. */
export const diff = streamRecording.diff;
/** Sends START, or what else makes the declared state so. */
export const create = streamRecording.create;
/** Looks whether the push goes on that was there at START. */
export const read = streamRecording.read;
/** Sends START or STOP where the declared state and the state differ. */
export const update = streamRecording.update;
/** Sends STOP, unless the state says `stopped` or another resource wants the recording. */
const remove = streamRecording.delete;

export { remove as delete };
