import { hostname, userInfo } from "node:os";
import { ConcurrentUpdateError, type EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import type { Engine, Run, Tried } from "./engine";
import { areDead, locksIn } from "./locks";
import { processBegan } from "./process-time";
import { recordingsIn, type StateResource } from "./state";
import { declareFromState } from "./state-program";

/** Read by the provider: the streams for which an `up` sends START whatever the state says. */
const START_AGAIN = "PULUMI_HUAWEICLOUD_LIVE_START_AGAIN";

/** The stack of a folder, by the CLI on PATH and with this process's environment. */
export class AutomationEngine implements Engine {
  readonly #folder: string;
  readonly #stack: string;
  readonly #onRead: (resources: readonly StateResource[]) => void;
  /** Those of the last state that was read, by id. */
  #urns = new Map<string, string>();

  constructor(folder: string, stack: string, onRead: (resources: readonly StateResource[]) => void) {
    this.#folder = folder;
    this.#stack = stack;
    this.#onRead = onRead;
  }

  async read(): Promise<readonly StateResource[]> {
    const resources = await exported(await this.#open());
    this.#onRead(resources);
    this.#urns = new Map(recordingsIn(resources).map(({ id, urn }) => [id, urn]));
    return resources;
  }

  async version(): Promise<number> {
    const stack = await this.#open();
    const [last] = await stack.history(1, 1, false);
    return last?.version ?? 0;
  }

  async startAgain(ids: readonly string[]): Promise<Run> {
    const targets = ids.flatMap((id) => this.#urns.get(id) ?? []);
    // Without a target the run would be about the whole stack, and delete all that the program leaves out.
    if (targets.length === 0) return { tried: new Map() };
    const stillThere = new Set<string>();
    const stack = await this.#open(ids, async () => {
      // Here the engine holds the lock: what is read now nobody can remove before this run has ended.
      const resources = await exported(stack);
      for (const { id } of recordingsIn(resources)) if (ids.includes(id)) stillThere.add(id);
      // Also those that somebody has declared stopped since: a target that the program leaves out would be deleted.
      return declareFromState(resources, targets);
    });
    const outcomes = new Outcomes();
    try {
      await stack.up({
        target: targets,
        continueOnError: true,
        message: `START for ${ids.length === 1 ? ids[0] : `${ids.length} streams`}, by the keeper`,
        suppressOutputs: true,
        suppressProgress: true,
        onEvent: (event) => outcomes.take(event),
      });
    } catch (error) {
      if (error instanceof ConcurrentUpdateError) return { locked: await this.#freed(stack, error.message) };
      outcomes.failed = error instanceof Error ? error.message : String(error);
    }
    return {
      tried: outcomes.of(new Map(ids.filter((id) => stillThere.has(id)).map((id) => [id, this.#urns.get(id) ?? ""]))),
    };
  }

  /** Removes the lock of a run that is gone, where it can only be one of this machine's; says what the engine said. */
  async #freed(stack: Stack, message: string): Promise<string> {
    const locks = locksIn(message);
    const machine = { user: userInfo().username, host: hostname(), began: processBegan };
    if (areDead(locks, machine)) await stack.cancel();
    return locks.map(({ user, host, pid }) => `${user}@${host} (pid ${pid})`).join(", ") || "another run";
  }

  async #open(ids: readonly string[] = [], program?: () => Promise<Record<string, unknown>>): Promise<Stack> {
    const workspace = await LocalWorkspace.create({
      workDir: this.#folder,
      ...(program ? { program } : {}),
      envVars: ids.length > 0 ? { [START_AGAIN]: ids.join(",") } : {},
    });
    // Selecting the stack would change what the commands of the people in this folder mean.
    workspace.selectStack = async () => {};
    return Stack.select(this.#stack, workspace);
  }
}

async function exported(stack: Stack): Promise<StateResource[]> {
  const { deployment } = await stack.exportStack();
  return deployment?.resources ?? [];
}

/** What the engine tells of each resource while it runs. */
class Outcomes {
  readonly #started = new Map<string, number>();
  readonly #errors = new Map<string, string>();
  /** What was said of the run as a whole. */
  failed: string | undefined;

  take({ resOutputsEvent, diagnosticEvent }: EngineEvent): void {
    if (resOutputsEvent) {
      const { urn, new: made } = resOutputsEvent.metadata;
      const startedAt = Date.parse(String(made?.outputs?.startedAt));
      if (!Number.isNaN(startedAt)) this.#started.set(urn, startedAt);
    }
    if (diagnosticEvent?.severity === "error") {
      const { urn = "", message } = diagnosticEvent;
      // The engine says it again in words of its own; the first has the code.
      if (!this.#errors.has(urn)) this.#errors.set(urn, plainText(message));
    }
  }

  of(urns: ReadonlyMap<string, string>): Map<string, Tried> {
    return new Map([...urns].map(([id, urn]) => [id, this.#outcome(urn)]));
  }

  #outcome(urn: string): Tried {
    const said = this.#errors.get(urn);
    const startedAt = this.#started.get(urn);
    if (said === undefined && startedAt !== undefined) return { startedAt };
    const message = said ?? this.#errors.get("") ?? this.failed ?? "the run ended without a word about this stream";
    return { code: /^([A-Z]+(?:_[A-Z]+)+): /m.exec(message)?.[1] ?? "RUN_FAILED", message };
  }
}

/** The engine's own marks of colour (`<{%reset%}>`), and those of terminals. */
function plainText(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return message.replace(/<\{%[^%]*%\}>|\u001b\[[\d;]*m/g, "").trim();
}
