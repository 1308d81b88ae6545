import { createHash } from "node:crypto";
import type { Account } from "../provider/http/account";
import { Budget } from "../provider/http/budget";
import type { Clock } from "../provider/http/clock";
import { ServiceError } from "../provider/http/errors";
import type { Context } from "../provider/lifecycle/context";
import { placeOf } from "../provider/lifecycle/place";
import { accessProblem } from "../provider/lifecycle/remedy";
import { pushOf } from "../provider/live/online-streams";
import { openProcess } from "../provider/process/process";
import type { EngineConfig } from "../provider/settings/engine-source";
import { SettingsError } from "../provider/settings/errors";
import { Settings } from "../provider/settings/settings";
import { wordsOf } from "./errors";
import { type StackConfig, settingsOf, settingsToday } from "./settings";
import type { Blind, Seen, Watch, Watched } from "./stack/engine";
import type { StateResource } from "./stack/state";

/** One list may not hold up the others for longer, in seconds. */
const LIST_TIMEOUT = 20;

/** How long a refused credential or permission rests unless something has changed: more than five refusals lock a key. */
const REFUSED_MS = 5 * 60_000;

/** How often the configuration of the stack is read while a credential rests. */
const CONFIG_EVERY_MS = 30_000;

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly print: (line: string) => void;
  /** The configuration of the stack as it is today, which may be newer than what was deployed. */
  readonly config: () => Promise<StackConfig>;
}

/** The settings of a provider in use. */
interface Open {
  /** What the state had of the provider. */
  readonly state: string;
  /** Tells credentials apart, wherever they are from. */
  readonly credential: string;
  readonly context: Context;
}

/** What a list was refused for, with which settings, and when. */
interface Refusal {
  readonly at: number;
  readonly blind: Blind;
}

/**
 * Looks with the settings that the state has of each provider: the keeper sees what the last `up` saw. The environment and
 * the files are the keeper's own.
 */
export class ServiceWatch implements Watch {
  readonly #around: Surroundings;
  readonly #open = new Map<string, Open>();
  readonly #refused = new Map<string, Refusal>();
  #providers = new Map<string, StateResource>();
  #config: { readonly at: number; readonly values: StackConfig } | undefined;

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
    const blind: Blind[] = [];
    const lists = new Map<string, Watched[]>();
    for (const one of declared) {
      const list = JSON.stringify([one.provider, one.publishDomain, one.region, one.projectId]);
      const streams = lists.get(list);
      if (streams) streams.push(one);
      else lists.set(list, [one]);
    }
    await Promise.all(
      [...lists].map(async ([list, streams]) => {
        const seen = await this.#list(list, streams);
        if (seen instanceof Map) for (const [id, since] of seen) pushes.set(id, since);
        else blind.push(seen);
      }),
    );
    return { pushes, blind };
  }

  async #list(list: string, streams: readonly Watched[]): Promise<Map<string, number | undefined> | Blind> {
    const [{ provider, publishDomain, region, projectId }] = streams as [Watched];
    const { clock } = this.#around;
    const chosen = await this.#settingsFor(provider, list);
    if ("blind" in chosen) return chosen.blind;
    const { context } = chosen;
    let account: Pick<Account, "from" | "isFetched"> = { from: "", isFetched: false };
    try {
      const place = await placeOf(context, { ...(region === undefined ? {} : { region }), projectId });
      const connection = context.live.connect(place);
      account = connection.gate.account;
      const pushes = await context.live.pushes(connection, publishDomain, new Budget(LIST_TIMEOUT, clock));
      return new Map(streams.map((stream) => [stream.id, pushOf(pushes, stream)?.since]));
    } catch (error) {
      const blind = blindness(error, publishDomain, account, clock.wall());
      if (blind.needsSomebody) {
        this.#refused.set(keyOf(list, chosen), { at: clock.now(), blind });
        // Its gate lets nothing more through.
        this.#open.delete(provider);
      }
      return blind;
    }
  }

  /**
   * The settings of the state; where these were refused, those of today. Both rest once they were refused, but one that has
   * another credential by now is tried at once.
   */
  async #settingsFor(provider: string, list: string): Promise<Open | Refusal> {
    const resource = this.#providers.get(provider);
    const state = JSON.stringify(resource?.inputs) ?? "";
    const deployed = settingsOf(resource);
    const refusal = this.#refusalOf(keyOf(list, { state, credential: this.#credentialOf(deployed) }));
    if (!refusal) return this.#use(provider, state, deployed);
    const today = settingsToday(resource, await this.#today());
    const other = this.#refusalOf(keyOf(list, { state, credential: this.#credentialOf(today) }));
    return other ?? this.#use(provider, state, today);
  }

  #refusalOf(key: string): Refusal | undefined {
    const refusal = this.#refused.get(key);
    if (refusal && this.#around.clock.now() - refusal.at < REFUSED_MS) return refusal;
    this.#refused.delete(key);
    return undefined;
  }

  #use(provider: string, state: string, config: EngineConfig): Open {
    const credential = this.#credentialOf(config);
    const known = this.#open.get(provider);
    if (known?.state === state && known.credential === credential) return known;
    const { env, clock, print } = this.#around;
    const open = { state, credential, context: openProcess({ config, env, clock, print }) };
    this.#open.set(provider, open);
    return open;
  }

  /** Read anew each time, since files change. Only a fingerprint of it is kept. */
  #credentialOf(config: EngineConfig): string {
    const settings = new Settings(config, this.#around.env);
    try {
      return fingerprint(settings.credential());
    } catch (error) {
      return wordsOf(error);
    }
  }

  async #today(): Promise<StackConfig> {
    const { clock, config } = this.#around;
    if (!this.#config || clock.now() - this.#config.at >= CONFIG_EVERY_MS) {
      const values = await config().catch(() => this.#config?.values ?? {});
      this.#config = { at: clock.now(), values };
    }
    return this.#config.values;
  }
}

function keyOf(list: string, { state, credential }: Pick<Open, "state" | "credential">): string {
  return [list, fingerprint(state), credential].join("\n");
}

/** What somebody reads who has to mend it. */
function blindness(
  error: unknown,
  publishDomain: string,
  account: Pick<Account, "from" | "isFetched">,
  now: number,
): Blind {
  const what = `the list of pushes of ${publishDomain}`;
  if (error instanceof ServiceError) {
    const problem = accessProblem(error, { permission: "live:stream:listLiveStreamsOnline", account, now });
    const message = `${what} was refused${problem ? `: ${problem.advice}` : "."} The service said: ${error.message}`;
    return { code: problem?.code ?? error.code, message, needsSomebody: problem !== undefined };
  }
  if (error instanceof SettingsError) return { code: error.code, message: error.message, needsSomebody: true };
  const code = error instanceof Error && "code" in error ? String(error.code) : "NO_ANSWER";
  return { code, message: `${what} cannot be had: ${wordsOf(error)}`, needsSomebody: false };
}

function fingerprint(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(value) ?? "")
    .digest("hex");
}
