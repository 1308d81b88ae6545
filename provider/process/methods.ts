import { LifecycleError, UnsettledError } from "../lifecycle/errors";
import type { Checked, Unchecked } from "../lifecycle/inputs/declaration";
import { completed, type Inputs, type State } from "../lifecycle/recording";
import { check } from "../lifecycle/recording/check";
import { create } from "../lifecycle/recording/create";
import { remove } from "../lifecycle/recording/delete";
import { type Difference, diff } from "../lifecycle/recording/diff";
import { read } from "../lifecycle/recording/read";
import { update } from "../lifecycle/recording/update";
import { checkRule } from "../lifecycle/rule/check";
import { createRule } from "../lifecycle/rule/create";
import { removeRule } from "../lifecycle/rule/delete";
import { diffRule } from "../lifecycle/rule/diff";
import { readRule } from "../lifecycle/rule/read";
import type { RuleInputs, RuleState } from "../lifecycle/rule/rule";
import { updateRule } from "../lifecycle/rule/update";
import { SettingsError } from "../settings/errors";
import { openProcess, type Surroundings } from "./process";

/** The methods of a dynamic provider, as the engine calls them. */
export interface Methods<I, S> {
  check(olds: Unchecked, news: Unchecked): Promise<Checked>;
  diff(id: string, olds: S, news: I): Promise<Difference>;
  create(inputs: I): Promise<{ id: string; outs: S }>;
  read(id: string, props: S): Promise<{ id: string; props?: S; inputs?: I }>;
  update(id: string, olds: S, news: I): Promise<{ outs: S }>;
  delete(id: string, props: S): Promise<void>;
}

/** The resources that there are. */
export interface Resources {
  readonly streamRecording: Methods<Inputs, State>;
  readonly recordRule: Methods<RuleInputs, RuleState>;
}

export function resourcesFor(surroundings: Surroundings): Resources {
  const context = openProcess(surroundings);
  return {
    streamRecording: {
      check: (olds, news) => told(async () => check(context.settings, olds, news)),
      diff: (_id, olds, news) => told(async () => diff(context, completed(olds), news)),
      create: (inputs) => told(() => create(context, inputs)),
      read: (id, props) => told(() => read(context, id, completed(props))),
      update: (id, olds, news) => told(() => update(context, id, completed(olds), news)),
      delete: (_id, props) => told(() => remove(context, completed(props))),
    },
    recordRule: {
      check: (olds, news) => told(async () => checkRule(context.settings, olds, news)),
      diff: (id, olds, news) => told(async () => diffRule(context, id, olds, news)),
      create: (inputs) => told(() => createRule(context, inputs)),
      read: (id, props) => told(() => readRule(context, id, props)),
      update: (id, olds, news) => told(() => updateRule(context, id, olds, news)),
      delete: (id, props) => told(() => removeRule(context, id, props)),
    },
  };
}

/**
 * Errors as the engine shows them: the code first, and no stack, which the plugin process would print. Each is a new one:
 * commands that wait for the same thing fail with the same error, and one that happens to have an `id` would count as a
 * resource that was created.
 */
async function told<T>(method: () => Promise<T>): Promise<T> {
  try {
    return await method();
  } catch (error) {
    const known = error instanceof LifecycleError || error instanceof SettingsError;
    const code = known ? error.code : "UNEXPECTED";
    const text = known ? error.message : String(error instanceof Error ? error.stack : error);
    const shown = new Error(`${code}: ${text}`, { cause: error });
    if (error instanceof UnsettledError) {
      const { id, properties } = error;
      Object.assign(shown, { id, properties, reasons: [shown.message] });
    }
    // The plugin process prints the name and the message of some errors, besides what the engine shows.
    shown.name = "huaweicloud-live";
    shown.stack = "";
    throw shown;
  }
}
