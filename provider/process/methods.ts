import type { Context } from "../lifecycle/context";
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
import { told } from "./method-error";
import { openProcess, type Surroundings } from "./process";

/**
 * What the engine can ask of a resource, whichever shell it asks. The methods know neither arguments nor a console nor an
 * exit, and fail with a `MethodError`.
 */
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

/** The resources of one process. */
export function resourcesFor(surroundings: Surroundings): Resources {
  return resourcesIn(openProcess(surroundings));
}

function resourcesIn(context: Context): Resources {
  return {
    streamRecording: {
      check: (olds, news) => told(() => check(context.settings, olds, news)),
      diff: (_id, olds, news) => told(() => diff(context, completed(olds), news)),
      create: (inputs) => told(() => create(context, inputs)),
      read: (id, props) => told(() => read(context, id, completed(props))),
      update: (id, olds, news) => told(() => update(context, id, completed(olds), news)),
      delete: (_id, props) => told(() => remove(context, completed(props))),
    },
    recordRule: {
      check: (olds, news) => told(() => checkRule(context.settings, olds, news)),
      diff: (id, olds, news) => told(() => diffRule(context, id, olds, news)),
      create: (inputs) => told(() => createRule(context, inputs)),
      read: (id, props) => told(() => readRule(context, id, props)),
      update: (id, olds, news) => told(() => updateRule(context, id, olds, news)),
      delete: (id, props) => told(() => removeRule(context, id, props)),
    },
  };
}
