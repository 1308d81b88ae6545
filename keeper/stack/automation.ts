import { hostname, userInfo } from "node:os";
import { delimiter, dirname } from "node:path";
import { ConcurrentUpdateError, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import { allConfig } from "@pulumi/pulumi/runtime";
import { wordsOf } from "../errors";
import { processBegan } from "../process-time";
import type { StackConfig } from "../settings";
import type { Engine, Run, Said, Tried } from "./engine";
import type { Journal } from "./journal";
import { areOwnAndDead, locksIn } from "./locks";
import type { PulumiProject } from "./project";
import { replacements } from "./replacement";
import { recordingsIn, type StateResource } from "./state";
import { declareFromState } from "./state-program";

/** Read by the provider: the streams for which an `up` sends START whatever the state says. */
const START_AGAIN = "PULUMI_HUAWEICLOUD_LIVE_START_AGAIN";

export interface AutomationOptions {
  readonly project: PulumiProject;
  readonly stack: string;
  readonly journal: Journal;
  /** Milliseconds since 1970, by the clock that locks are made by. */
  readonly now: () => number;
  readonly onRead: (resources: readonly StateResource[]) => void;
}

/** One stack, by the CLI. */
export class AutomationEngine implements Engine {
  readonly #options: AutomationOptions;
  /** Those of the last state that was read, by id. */
  #urns = new Map<string, string>();

  constructor(options: AutomationOptions) {
    this.#options = options;
  }

  async read(): Promise<readonly StateResource[]> {
    const resources = await exported(await this.#stack());
    this.#options.onRead(resources);
    this.#urns = new Map(recordingsIn(resources).map(({ id, urn }) => [id, urn]));
    return resources;
  }

  async version(): Promise<number> {
    const stack = await this.#stack();
    const [last] = await stack.history(1, 1, false);
    return last?.version ?? 0;
  }

  /** The configuration of today, decrypted. */
  async config(): Promise<StackConfig> {
    const values = await (await this.#stack()).getAllConfig();
    return Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, value]));
  }

  async startAgain(ids: readonly string[]): Promise<Run> {
    const targets = ids.flatMap((id) => this.#urns.get(id) ?? []);
    // Without a target the run would be about the whole stack, and delete all that the program leaves out.
    if (targets.length === 0) return { tried: new Map() };
    const { journal, now } = this.#options;
    const outcomes = new Outcomes(ids.map((id) => [id, this.#urns.get(id) ?? ""]));
    const began = now();
    const stack: Stack = await this.#stack(environmentFor(ids), async () => {
      journal.holds(began);
      // Here the engine holds the lock: what is read now nobody can remove before this run has ended.
      const resources = await exported(stack);
      const declared = recordingsIn(resources).map(({ urn }) => urn);
      outcomes.declared = declared;
      const replaced = await replacements(resources, targets, allConfig(), process.env);
      for (const { urn, why } of replaced) outcomes.refuse(urn, { code: "SETTINGS_NOT_DEPLOYED", message: why });
      // A target that the program leaves out would be deleted, so these cannot be left out of it.
      if (replaced.length > 0) throw new Error("a recording would be replaced, so nothing is sent");
      return declareFromState(resources, targets);
    });
    journal.began(began);
    try {
      await stack.up({
        target: targets,
        continueOnError: true,
        message: `START for ${ids.length === 1 ? ids[0] : `${ids.length} streams`}, by the keeper`,
        suppressOutputs: true,
        suppressProgress: true,
        onEvent: (event) => outcomes.take(event),
      });
      journal.ended(began);
    } catch (error) {
      if (error instanceof ConcurrentUpdateError) {
        journal.ended(began);
        return { locked: await this.#freed(stack, error.message) };
      }
      outcomes.failed = wordsOf(error);
    }
    return { tried: outcomes.all() };
  }

  /** Removes what runs of a keeper have left that is gone; says what the engine said. */
  async #freed(stack: Stack, message: string): Promise<string> {
    const locks = locksIn(message);
    const { journal } = this.#options;
    const own = { user: userInfo().username, host: hostname(), runs: journal.runs, began: processBegan };
    if (areOwnAndDead(locks, own)) {
      await stack.cancel();
      journal.freed();
    }
    return locks.map(({ user, host, pid }) => `${user}@${host} (pid ${pid})`).join(", ") || "another run";
  }

  #stack(...how: [env?: Record<string, string>, program?: () => Promise<Record<string, unknown>>]): Promise<Stack> {
    return this.#options.project.stack(this.#options.stack, ...how);
  }
}

/** The engine finds the plugin on PATH whatever the language of the program is, which this run does not run. */
function environmentFor(ids: readonly string[]): Record<string, string> {
  const plugin = dirname(require.resolve("pulumi-huaweicloud-live/package.json"));
  return { [START_AGAIN]: ids.join(","), PATH: `${process.env.PATH ?? ""}${delimiter}${plugin}` };
}

async function exported(stack: Stack): Promise<StateResource[]> {
  const { deployment } = await stack.exportStack();
  return deployment?.resources ?? [];
}

/** What becomes of each stream of a run, as the engine tells while it runs. */
class Outcomes {
  readonly #urns: readonly (readonly [id: string, urn: string])[];
  readonly #started = new Map<string, number>();
  readonly #errors = new Map<string, Said>();
  /** URNs of what is declared recorded now that the engine holds the lock; nothing before that. */
  declared: readonly string[] | undefined;
  /** What was said of the run as a whole. */
  failed: string | undefined;

  constructor(urns: readonly (readonly [id: string, urn: string])[]) {
    this.#urns = urns;
  }

  refuse(urn: string, said: Said): void {
    this.#errors.set(urn, said);
  }

  take({ resOutputsEvent, diagnosticEvent }: EngineEvent): void {
    if (resOutputsEvent) {
      const { urn, new: made } = resOutputsEvent.metadata;
      const startedAt = Date.parse(String(made?.outputs?.startedAt));
      if (!Number.isNaN(startedAt)) this.#started.set(urn, startedAt);
    }
    if (diagnosticEvent?.severity === "error") {
      const { urn = "", message } = diagnosticEvent;
      // The engine says it again in words of its own; the first has the code.
      if (!this.#errors.has(urn)) this.refuse(urn, said(plainText(message)));
    }
  }

  /** Without those that are not declared any more; with all where the run did not get so far as to know. */
  all(): Map<string, Tried> {
    const tried = this.#urns.filter(([, urn]) => this.declared?.includes(urn) ?? true);
    return new Map(tried.map(([id, urn]) => [id, this.#of(urn)]));
  }

  #of(urn: string): Tried {
    const error = this.#errors.get(urn);
    const startedAt = this.#started.get(urn);
    if (error === undefined && startedAt !== undefined) return { startedAt };
    return (
      error ?? this.#errors.get("") ?? said(this.failed ?? "the run ended without saying what became of this stream")
    );
  }
}

/** The provider's errors begin with their code. */
function said(message: string): Said {
  const code = /^([A-Z]+(?:_[A-Z]+)+): /m.exec(message)?.[1] ?? "RUN_FAILED";
  return { code, message: code === "RUN_FAILED" ? lastLines(message) : message };
}

/** The Automation API repeats all that was printed, several times over. What went wrong stands behind `error:`. */
function lastLines(text: string): string {
  const errors = new Set(text.match(/^error: .+$/gm) ?? []);
  return errors.size > 0 ? [...errors].join("\n") : text.trim().split("\n").slice(-10).join("\n");
}

/** The engine's own marks of colour (`<{%reset%}>`), and those of terminals. */
function plainText(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return message.replace(/<\{%[^%]*%\}>|\u001b\[[\d;]*m/g, "").trim();
}
