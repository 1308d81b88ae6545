import { isDeepStrictEqual } from "node:util";
import { UnsettledError } from "../../../provider/lifecycle/errors";
import type { Inputs, State } from "../../../provider/lifecycle/recording";
import { checkError, checkOutputs, Violation } from "./contract";
import { PluginDied, PluginProcess } from "./plugin-process";
import { RunBlackboard } from "./run-blackboard";
import { argumentsOf, type Declared, type Program, type Provider, type Resource, type Stack } from "./stack";
import type { World } from "./world";

/**
 * How an operation ends early. `cancel`: one Ctrl-C, what runs is finished and kept. `cancel plugins`: the same, and the
 * processes hear of it. `kill`: the engine is gone, and the
 * plugin finishes what it is doing; with `forgets` nothing of the operation is in the state
 * (`PULUMI_SKIP_CHECKPOINTS=true`). `kill plugin`: nothing more happens at all.
 */
export interface Halt {
  readonly how: "cancel" | "cancel plugins" | "kill" | "kill and forget" | "kill plugin";
  /** After so many ways of requests and answers. */
  readonly legs: number;
}

/** A command line. */
export type Command =
  | {
      readonly command: "up";
      readonly refresh: boolean;
      readonly replace: readonly string[];
      /** Each resource depends on the one before. */
      readonly chained: boolean;
      readonly parallel: number;
    }
  | { readonly command: "refresh"; readonly parallel: number }
  | { readonly command: "destroy"; readonly refresh: boolean; readonly parallel: number };

/** One call of a provider method that may have sent something. */
export interface Call {
  readonly method: "create" | "update" | "delete" | "read";
  readonly name: string;
  readonly stream: string;
  /** `saved`: the state knows what came of it. `lost`: it does not, and nobody told. */
  end: "running" | "saved" | "failed" | "lost";
}

export interface Outcome {
  readonly ok: boolean;
  readonly errors: unknown[];
  readonly calls: readonly Call[];
  /** The streams of resources that were deleted before they were replaced. */
  readonly deletedFirst: ReadonlySet<string>;
  readonly halted: boolean;
}

/** Does what the engine does for one command line, in the order of `resource/deploy` of Pulumi 3.259. */
export async function run(
  world: World,
  stack: Stack,
  program: Program,
  command: Command,
  halt?: Halt,
): Promise<Outcome> {
  return new Operation(world, stack, program, command, halt).run();
}

type Named = Pick<Resource, "name" | "provider">;

class Operation {
  private readonly blackboard = new RunBlackboard();
  private readonly plugins = new Map<Provider, PluginProcess>();
  private readonly calls: Call[] = [];
  private readonly errors: unknown[] = [];
  private readonly deletedFirst = new Set<string>();
  private readonly before: Resource[];
  private legs = 0;
  private running = 0;
  private waiting: (() => void)[] = [];
  /** No further step begins. */
  private ends = false;
  private saves = true;
  private halted = false;

  constructor(
    private readonly world: World,
    private readonly stack: Stack,
    private readonly program: Program,
    private readonly command: Command,
    private readonly halt: Halt | undefined,
  ) {
    this.before = stack.copy();
  }

  async run(): Promise<Outcome> {
    const { command } = this;
    if (command.command === "refresh" || command.refresh) await this.refresh();
    if (command.command === "up") await this.up(command);
    if (command.command === "destroy") await this.delete(this.stack.resources);
    if (this.halted && this.halt?.how === "kill and forget") {
      this.stack.resources = this.before;
      for (const call of this.calls) if (call.end === "saved") call.end = "lost";
    }
    const { calls, deletedFirst, errors, halted } = this;
    return { ok: errors.length === 0 && !halted, errors, calls, deletedFirst, halted };
  }

  /** The engine starts a process for each provider that it needs. */
  private plugin(provider: Provider): PluginProcess {
    const running = this.plugins.get(provider);
    if (running) return running;
    const started = new PluginProcess(this.world, provider, this.blackboard, (its) => this.leg(its));
    this.plugins.set(provider, started);
    return started;
  }

  private leg(of: PluginProcess): void {
    this.legs += 1;
    if (!this.halt || this.halted || this.legs <= this.halt.legs) return;
    this.halted = true;
    this.ends = true;
    if (this.halt.how === "kill plugin") of.kill();
    if (this.halt.how === "cancel plugins") for (const plugin of this.plugins.values()) plugin.cancel();
    if (this.halt.how === "kill" || this.halt.how === "kill and forget") this.saves = false;
  }

  /** Also what waits for its deletion, but not what is deleted already. */
  private async refresh(): Promise<void> {
    await this.all(
      this.stack.resources.filter(({ pendingReplacement }) => !pendingReplacement),
      (resource) =>
        this.step(
          "read",
          resource,
          ({ read }) => read(resource.id, asOnTheWire(resource.outputs)),
          ({ id, props, inputs }) => {
            if (id !== resource.id) throw new Violation(`read answers with the id ${JSON.stringify(id)}`);
            if (!props) throw new Violation("read answers without properties");
            checkOutputs(props);
            if (inputs) checkOutputs(inputs);
            Object.assign(resource, { outputs: props, inputs: inputs ?? resource.inputs, hasInitErrors: false });
          },
        ),
    );
  }

  /** Registrations one after the other, steps side by side, deletions last and only after no failure. */
  private async up({ chained, replace }: { chained: boolean; replace: readonly string[] }): Promise<void> {
    const steps: Promise<void>[] = [];
    for (const [name, declared] of this.program) {
      if (this.ends) break;
      const step = this.register(name, declared, replace.includes(name));
      const settled = step.then(({ done }) => done);
      settled.catch(() => {});
      steps.push(settled);
      await (chained ? settled : step);
      await this.world.time.sleep(this.world.time.random() * 300);
    }
    await Promise.all(steps);
    if (!this.ends) await this.delete(this.stack.resources.filter((r) => r.doomed || !this.program.has(r.name)));
  }

  /** What the step generator decides; `done` when the steps are. */
  private async register(name: string, declared: Declared, replace: boolean): Promise<{ done: Promise<void> }> {
    const old = this.stack.named(name);
    const { provider } = declared;
    const { methods } = this.plugin(provider);
    const news = argumentsOf(declared);
    const inputs = await this.check(provider, old?.inputs ?? {}, news);
    if (!old) return { done: this.create({ name, provider }, inputs) };
    if (!replace) {
      const { changes, replaces } = await methods.diff(old.id, asOnTheWire(old.outputs), inputs);
      const differs = changes ?? !isDeepStrictEqual(asOnTheWire(old.inputs), asOnTheWire(inputs));
      const isReplacement = old.pendingReplacement || (differs && replaces.length > 0);
      if (!isReplacement) {
        if (differs || old.hasInitErrors) return { done: this.update(old, provider, inputs) };
        // Another provider alone is no difference.
        if (this.saves) old.provider = provider;
        return { done: Promise.resolve() };
      }
    }
    const fresh = await this.check(provider, {}, news);
    const first = old.pendingReplacement || declared.deleteBeforeReplace;
    const made = { name, provider };
    return { done: first ? this.replaceAfterDelete(old, made, fresh) : this.create(made, fresh, old) };
  }

  private async check(provider: Provider, olds: object, news: Record<string, unknown>): Promise<Inputs> {
    const { inputs, failures } = await this.plugin(provider).methods.check(asOnTheWire({ ...olds }), news);
    if (failures.length > 0) throw new Violation(`check refuses ${JSON.stringify(failures)}`);
    checkOutputs(inputs);
    return inputs as unknown as Inputs;
  }

  private async create({ name, provider }: Named, inputs: Inputs, replaced?: Resource): Promise<void> {
    const id = `${inputs.publishDomain}/${inputs.app}/${inputs.stream}`;
    const save = (outputs: Resource["outputs"], hasInitErrors: boolean) => {
      this.stack.add({ name, provider, id, inputs, outputs, hasInitErrors });
      if (replaced?.pendingReplacement) this.stack.remove(replaced);
      else if (replaced) replaced.doomed = true;
    };
    await this.step(
      "create",
      { name, provider, id },
      ({ create }) => create(asOnTheWire(inputs)),
      (created) => {
        if (created.id !== id) throw new Violation(`create answers with the id ${JSON.stringify(created.id)}`);
        checkOutputs(created.outs);
        save(created.outs, false);
      },
      (error) => save(error.properties, true),
    );
  }

  private async update(old: Resource, provider: Provider, inputs: Inputs): Promise<void> {
    await this.step(
      "update",
      { ...old, provider },
      ({ update }) => update(old.id, asOnTheWire(old.outputs), asOnTheWire(inputs)),
      ({ outs }) => {
        checkOutputs(outs);
        Object.assign(old, { provider, inputs, outputs: outs, hasInitErrors: false });
      },
      ({ properties }) => Object.assign(old, { provider, inputs, outputs: properties, hasInitErrors: true }),
    );
  }

  private async replaceAfterDelete(old: Resource, made: Named, inputs: Inputs): Promise<void> {
    if (!old.pendingReplacement) {
      this.deletedFirst.add(old.id);
      await this.step(
        "delete",
        old,
        (methods) => methods.delete(old.id, asOnTheWire(old.outputs)),
        () => {
          old.pendingReplacement = true;
        },
      );
    }
    if (old.pendingReplacement) await this.create(made, inputs, old);
  }

  private async delete(resources: readonly Resource[]): Promise<void> {
    await this.all(resources, async (resource) => {
      if (resource.pendingReplacement) return this.stack.remove(resource);
      await this.step(
        "delete",
        resource,
        (methods) => methods.delete(resource.id, asOnTheWire(resource.outputs)),
        () => this.stack.remove(resource),
      );
    });
  }

  private async all(resources: readonly Resource[], step: (resource: Resource) => Promise<void>): Promise<void> {
    await Promise.all([...resources].map(step));
  }

  private async step<T>(
    method: Call["method"],
    { name, provider, id }: Pick<Resource, "name" | "provider" | "id">,
    work: (methods: PluginProcess["methods"]) => Promise<T>,
    save: (result: T) => void,
    savePartly?: (error: UnsettledError<State>) => void,
  ): Promise<void> {
    while (this.running >= this.command.parallel) await new Promise<void>((go) => this.waiting.push(go));
    if (this.ends) return this.waiting.shift()?.();
    this.running += 1;
    const call: Call = { method, name, stream: id, end: "running" };
    this.calls.push(call);
    try {
      const { methods, died } = this.plugin(provider);
      const result = await Promise.race([work(methods), died]);
      call.end = this.saves ? "saved" : "lost";
      if (this.saves) save(result);
    } catch (error) {
      this.fail(call, error, savePartly);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private fail(call: Call, error: unknown, savePartly: ((error: UnsettledError<State>) => void) | undefined): void {
    this.ends = true;
    if (error instanceof Violation) throw error;
    if (error instanceof PluginDied) {
      call.end = "lost";
      return;
    }
    checkError(error);
    this.errors.push(error);
    if (call.method === "read") throw new Violation(`a refresh fails: ${error}`);
    call.end = this.saves ? "failed" : "lost";
    if (!(error instanceof UnsettledError)) return;
    checkOutputs(error.properties);
    if (error.id !== call.stream || !savePartly) throw new Violation(`${call.method} is half done: ${error}`);
    if (this.saves) savePartly(error);
    if (this.saves) call.end = "saved";
  }
}

/** What the other side of gRPC gets: a copy without `undefined`. */
function asOnTheWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
