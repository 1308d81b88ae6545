import { endWithEngine } from "./engine-watch";
import { type Checked, check, type Unchecked } from "./lifecycle/check";
import { create } from "./lifecycle/create";
import { remove } from "./lifecycle/delete";
import { type Difference, diff } from "./lifecycle/diff";
import { RecordingError } from "./lifecycle/errors";
import { read, type Seen } from "./lifecycle/read";
import { completed, type Inputs, type State } from "./lifecycle/recording";
import { update } from "./lifecycle/update";
import { openProcess } from "./process";
import { SettingsError } from "./settings/errors";
import type { EngineConfig } from "./settings/source";

/** The methods of a dynamic provider, as the engine calls them. */
export interface Methods {
  check(olds: Unchecked, news: Unchecked): Promise<Checked>;
  diff(id: string, olds: State, news: Inputs): Promise<Difference>;
  create(inputs: Inputs): Promise<{ id: string; outs: State }>;
  read(id: string, props: State): Promise<Seen>;
  update(id: string, olds: State, news: Inputs): Promise<{ outs: State }>;
  delete(id: string, props: State): Promise<void>;
}

export function methodsFor(config: EngineConfig): Methods {
  const context = openProcess({ config, env: process.env });
  endWithEngine(process.argv[2], () => process.exit(1));
  return {
    check: (olds, news) => told(async () => check(context.settings, olds, news)),
    diff: (_id, olds, news) => told(async () => diff(context, completed(olds), news)),
    create: (inputs) => told(() => create(context, inputs)),
    read: (id, props) => told(() => read(context, id, completed(props))),
    update: (id, olds, news) => told(() => update(context, id, completed(olds), news)),
    delete: (_id, props) => told(() => remove(context, completed(props))),
  };
}

/**
 * Errors as the engine shows them: the code first, and no stack, which the plugin process would print. A foreign error
 * is wrapped, since one that happens to have an `id` would count as a resource that was created.
 */
async function told<T>(method: () => Promise<T>): Promise<T> {
  try {
    return await method();
  } catch (error) {
    const known = error instanceof RecordingError || error instanceof SettingsError;
    const shown = known ? error : new Error("", { cause: error });
    const code = known ? error.code : "UNEXPECTED";
    shown.message = `${code}: ${known ? error.message : String(error instanceof Error ? error.stack : error)}`;
    // The plugin process prints the name and the message of some errors, besides what the engine shows.
    shown.name = "huaweicloud-live";
    shown.stack = "";
    throw shown;
  }
}
