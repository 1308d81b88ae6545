import type { MethodError } from "./method-error";
import { type Methods, type Resources, resourcesFor } from "./methods";
import type { Surroundings } from "./process";

/** The resources as the plugin process of Pulumi's dynamic providers understands them. */
export function dynamicResources(surroundings: Surroundings): Resources {
  const { streamRecording, recordRule } = resourcesFor(surroundings);
  return { streamRecording: withItsErrors(streamRecording), recordRule: withItsErrors(recordRule) };
}

function withItsErrors<I, S>(methods: Methods<I, S>): Methods<I, S> {
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
