import type { Checked, Unchecked } from "../lifecycle/inputs/declaration";
import type { Difference } from "../lifecycle/inputs/identity";
import type { Inputs, State } from "../lifecycle/recording";
import type { RuleInputs, RuleState } from "../lifecycle/rule/rule";
import type { MethodError } from "./method-error";
import { resourcesFor } from "./methods";
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

export interface DynamicResources {
  readonly streamRecording: DynamicMethods<Inputs, State>;
  readonly recordRule: DynamicMethods<RuleInputs, RuleState>;
}

/** The resources as the plugin process of Pulumi's dynamic providers understands them. */
export function dynamicResources(surroundings: Surroundings): DynamicResources {
  const { streamRecording, recordRule } = resourcesFor(surroundings);
  return {
    streamRecording: withItsErrors<Inputs, State>({
      ...streamRecording,
      // The program's name for the recording: this shell knows no URN. It stays out of the state.
      check: (olds, { __declaredAs, ...news }) =>
        streamRecording.check(olds, news, typeof __declaredAs === "string" ? { urn: __declaredAs } : {}),
    }),
    recordRule: withItsErrors<RuleInputs, RuleState>(recordRule),
  };
}

function withItsErrors<I, S>(methods: DynamicMethods<I, S>): DynamicMethods<I, S> {
  return {
    check: (olds, news) => methods.check(olds, news).catch(rethrow),
    diff: (id, olds, news) => methods.diff(id, olds, news).catch(rethrow),
    create: (inputs) => methods.create(inputs).catch(rethrow),
    read: (id, props) => methods.read(id, props).catch(rethrow),
    update: (id, olds, news) => methods.update(id, olds, news).catch(rethrow),
    delete: (id, props) => methods.delete(id, props).catch(rethrow),
  };
}

/** An error with an `id` is a resource that stays in the state. */
function rethrow(error: MethodError): never {
  const shown = new Error(error.shown, { cause: error.cause });
  if (error.kept) Object.assign(shown, error.kept, { reasons: [shown.message] });
  // That process prints the name and the message of some errors, besides what the engine shows; its stack says nothing here.
  shown.name = "huaweicloud-live";
  shown.stack = "";
  throw shown;
}
