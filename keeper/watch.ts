import { Budget } from "../provider/http/budget";
import type { Clock } from "../provider/http/clock";
import type { Context } from "../provider/lifecycle/context";
import { placeOf } from "../provider/lifecycle/place";
import { pushOf } from "../provider/live/online-streams";
import { openProcess } from "../provider/process/process";
import type { EngineConfig } from "../provider/settings/engine-source";
import type { Seen, Watch, Watched } from "./engine";
import { plain, type StateResource } from "./state";

/** One list may not hold up the others for longer, in seconds. */
const LIST_TIMEOUT = 20;

/** How long a credential that was refused rests before it is tried again: more than five refusals lock a key. */
const REFUSED_MS = 5 * 60_000;

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

interface Open {
  readonly settings: string;
  readonly context: Context;
  refusedAt?: number;
}

/**
 * Looks with the settings that the state has of each provider: the keeper sees what the last `up` saw. The environment is
 * the keeper's own.
 */
export class ServiceWatch implements Watch {
  readonly #around: Surroundings;
  readonly #open = new Map<string, Open>();
  #providers = new Map<string, StateResource>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Takes the providers of a state that was read. One whose settings are others now is opened anew. */
  take(resources: readonly StateResource[]): void {
    this.#providers = new Map(
      resources
        .filter(({ type }) => type.startsWith("pulumi:providers:"))
        .map((resource) => [`${resource.urn}::${resource.id}`, resource]),
    );
  }

  async look(declared: readonly Watched[]): Promise<Seen> {
    const pushes = new Map<string, number | undefined>();
    let trouble: Seen["trouble"];
    const lists = new Map<string, Watched[]>();
    for (const one of declared) {
      const list = JSON.stringify([one.provider, one.publishDomain, one.region, one.projectId]);
      const streams = lists.get(list);
      if (streams) streams.push(one);
      else lists.set(list, [one]);
    }
    await Promise.all(
      [...lists.values()].map(async (streams) => {
        try {
          for (const [id, since] of await this.#list(streams)) pushes.set(id, since);
        } catch (error) {
          const code = error instanceof Error && "code" in error ? String(error.code) : "UNEXPECTED";
          trouble = { code, message: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
    return { pushes, ...(trouble ? { trouble } : {}) };
  }

  async #list(streams: readonly Watched[]): Promise<Map<string, number | undefined>> {
    const [{ provider, publishDomain, region, projectId }] = streams as [Watched];
    const open = this.#contextOf(provider);
    const { context } = open;
    const { clock } = this.#around;
    if (open.refusedAt !== undefined && clock.now() - open.refusedAt < REFUSED_MS) {
      throw Object.assign(new Error("The credential was refused; it is tried again every 5 minutes."), {
        code: "AUTHENTICATION_FAILED",
      });
    }
    try {
      const place = await placeOf(context, { ...(region === undefined ? {} : { region }), projectId });
      const budget = new Budget(LIST_TIMEOUT, clock);
      const pushes = await context.live.pushes(context.live.connect(place), publishDomain, budget);
      return new Map(streams.map((stream) => [stream.id, pushOf(pushes, stream)?.since]));
    } catch (error) {
      if (isRefusal(error)) this.#open.set(provider, { ...this.#openAnew(provider), refusedAt: clock.now() });
      throw error;
    }
  }

  #contextOf(provider: string): Open {
    const open = this.#open.get(provider);
    if (open && open.settings === JSON.stringify(this.#providers.get(provider)?.inputs)) return open;
    return this.#openAnew(provider);
  }

  #openAnew(provider: string): Open {
    const { type, inputs } = this.#providers.get(provider) ?? { type: "" };
    const values = plain(inputs ?? {}) as Record<string, unknown>;
    const { env, clock, print } = this.#around;
    const context = openProcess({ config: configOf(type, values), env, clock, print });
    const open = { settings: JSON.stringify(inputs), context };
    this.#open.set(provider, open);
    return open;
  }
}

/** The settings of a provider as its own process gets them. Those of the plugin have no namespace in the state. */
function configOf(type: string, values: Readonly<Record<string, unknown>>): EngineConfig {
  if (type !== PLUGIN) return { get: (key) => values[key] };
  return { namespace: "huaweicloud-live", get: (key) => values[key.slice(key.indexOf(":") + 1)] };
}

const PLUGIN = "pulumi:providers:huaweicloud-live";

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "status" in error && error.status === 401;
}
