import { isDeepStrictEqual } from "node:util";
import { LifecycleError, UnsettledError } from "../../../../provider/lifecycle/errors";
import type { RuleInputs, RuleState } from "../../../../provider/lifecycle/rule/rule";
import { Violation } from "../contract";
import type { Halt } from "../engine-model";
import { PluginDied, PluginProcess } from "../plugin-process";
import { RunBlackboard } from "../run-blackboard";
import type { Provider } from "../stack";
import type { World } from "../world";

/** What a program says about one rule. */
export interface DeclaredRule {
  readonly app: string;
  readonly type: "COMMAND_RECORD" | "CONTINUOUS_RECORD";
  readonly cycle: number;
  readonly provider: Provider;
}

export type RuleProgram = ReadonlyMap<string, DeclaredRule>;

export const RULE_DOMAIN = "rules.example.com";

/** One rule in the state file. */
export interface RuleResource {
  readonly name: string;
  readonly id: string;
  provider: Provider;
  inputs: RuleInputs;
  outputs: RuleState;
  hasInitErrors: boolean;
  doomed: boolean;
  pendingReplacement: boolean;
}

/** One call that may have sent something. */
export interface RuleCall {
  readonly method: "create" | "update" | "delete" | "read";
  /** Absent for a create. */
  readonly id?: string;
  /** What it is declared to have after the call. */
  readonly app: string;
  end: "running" | "saved" | "failed" | "lost";
}

export interface RuleOutcome {
  readonly ok: boolean;
  readonly halted: boolean;
  readonly errors: readonly unknown[];
  readonly calls: readonly RuleCall[];
}

/** One command line, as the engine does it: see engine-model.ts, which has the same for recordings. */
export class RuleOperation {
  readonly calls: RuleCall[] = [];
  readonly errors: unknown[] = [];
  private readonly blackboard = new RunBlackboard();
  private readonly plugins = new Map<Provider, PluginProcess>();
  private legs = 0;
  private ends = false;
  private saves = true;
  private halted = false;

  constructor(
    private readonly world: World,
    private resources: RuleResource[],
    private readonly halt: Halt | undefined,
  ) {}

  /** Returns what came of it, and the state after it. */
  async run(
    command: "up" | "refresh" | "destroy",
    program: RuleProgram,
    refresh: boolean,
    replace: string | undefined,
  ): Promise<{ outcome: RuleOutcome; resources: RuleResource[] }> {
    const before = this.resources.map((resource) => ({ ...resource }));
    if (refresh || command === "refresh") await this.refresh();
    if (command === "up") await this.up(program, replace);
    if (command === "destroy") await this.delete(this.resources);
    const forgets = this.halted && this.halt?.how === "kill and forget";
    if (forgets) for (const call of this.calls) if (call.end === "saved") call.end = "lost";
    const { calls, errors, halted } = this;
    const outcome = { ok: errors.length === 0 && !halted, halted, errors, calls };
    return { outcome, resources: forgets ? before : this.resources };
  }

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
    if (this.halt.how === "kill" || this.halt.how === "kill and forget") this.saves = false;
  }

  private async refresh(): Promise<void> {
    const there = this.resources.filter(({ pendingReplacement }) => !pendingReplacement);
    await Promise.all(
      there.map((resource) =>
        this.step(
          { method: "read", id: resource.id, app: resource.outputs.app },
          resource.provider,
          ({ read }) => read(resource.id, copy(resource.outputs)),
          ({ id, props, inputs }) => {
            if (id === "") return this.remove(resource);
            if (id !== resource.id || !props) throw new Violation(`read answers with the id ${JSON.stringify(id)}`);
            Object.assign(resource, { outputs: props, inputs: inputs ?? resource.inputs, hasInitErrors: false });
          },
        ),
      ),
    );
  }

  private async up(program: RuleProgram, replace: string | undefined): Promise<void> {
    const steps: Promise<void>[] = [];
    for (const [name, declared] of program) {
      if (this.ends) break;
      const { done } = await this.register(name, declared, name === replace);
      done.catch(() => {});
      steps.push(done);
      await this.world.time.sleep(this.world.time.random() * 300);
    }
    await Promise.all(steps);
    if (!this.ends) await this.delete(this.resources.filter((r) => r.doomed || !program.has(r.name)));
  }

  private async register(name: string, declared: DeclaredRule, replace: boolean): Promise<{ done: Promise<void> }> {
    const { provider } = declared;
    const old = this.resources.find((resource) => resource.name === name && !resource.doomed);
    const inputs = await this.check(provider, old?.inputs ?? {}, declared);
    if (!old) return { done: this.create(name, provider, inputs) };
    let first = old.pendingReplacement;
    if (!replace) {
      const { rules } = this.plugin(provider);
      const {
        changes,
        replaces,
        deleteBeforeReplace = false,
      } = (await rules.diff(old.id, copy(old.outputs), inputs)) as {
        changes?: boolean;
        replaces: string[];
        deleteBeforeReplace?: boolean;
      };
      const differs = changes ?? !isDeepStrictEqual(copy(old.inputs), copy(inputs));
      if (!(old.pendingReplacement || (differs && replaces.length > 0))) {
        if (differs || old.hasInitErrors) return { done: this.update(old, provider, inputs) };
        if (this.saves) old.provider = provider;
        return { done: Promise.resolve() };
      }
      first ||= deleteBeforeReplace;
    }
    const fresh = await this.check(provider, {}, declared);
    return { done: first ? this.replaceAfterDelete(old, provider, fresh) : this.create(name, provider, fresh, old) };
  }

  private async check(provider: Provider, olds: object, { app, type, cycle }: DeclaredRule): Promise<RuleInputs> {
    const news = {
      publishDomain: RULE_DOMAIN,
      app,
      type,
      storage: { bucket: "recordings" },
      hls: { cycle },
      adopt: true,
      timeout: 15,
    };
    const { inputs, failures } = await this.plugin(provider).rules.check(copy({ ...olds }), news);
    if (failures.length > 0) throw new Violation(`check refuses ${JSON.stringify(failures)}`);
    return inputs as unknown as RuleInputs;
  }

  private create(name: string, provider: Provider, inputs: RuleInputs, replaced?: RuleResource): Promise<void> {
    return this.step(
      { method: "create", app: inputs.app },
      provider,
      ({ create }) => create(copy(inputs)),
      ({ id, outs }) => {
        const state = { hasInitErrors: false, doomed: false, pendingReplacement: false };
        this.resources.push({ name, id, provider, inputs, outputs: outs, ...state });
        if (replaced?.pendingReplacement) this.remove(replaced);
        else if (replaced) replaced.doomed = true;
      },
      ({ id, properties }) => {
        const state = { hasInitErrors: true, doomed: false, pendingReplacement: false };
        this.resources.push({ name, id, provider, inputs, outputs: properties, ...state });
        if (replaced?.pendingReplacement) this.remove(replaced);
        else if (replaced) replaced.doomed = true;
      },
    );
  }

  private update(old: RuleResource, provider: Provider, inputs: RuleInputs): Promise<void> {
    return this.step(
      { method: "update", id: old.id, app: inputs.app },
      provider,
      ({ update }) => update(old.id, copy(old.outputs), copy(inputs)),
      ({ outs }) => Object.assign(old, { provider, inputs, outputs: outs, hasInitErrors: false }),
      ({ properties }) => Object.assign(old, { provider, inputs, outputs: properties, hasInitErrors: true }),
    );
  }

  private async replaceAfterDelete(old: RuleResource, provider: Provider, inputs: RuleInputs): Promise<void> {
    if (!old.pendingReplacement) {
      await this.deleteOne(old, () => {
        old.pendingReplacement = true;
      });
    }
    if (old.pendingReplacement) await this.create(old.name, provider, inputs, old);
  }

  private async delete(resources: readonly RuleResource[]): Promise<void> {
    await Promise.all(
      [...resources].map(async (resource) => {
        if (resource.pendingReplacement) this.remove(resource);
        else await this.deleteOne(resource, () => this.remove(resource));
      }),
    );
  }

  private deleteOne(resource: RuleResource, save: () => void): Promise<void> {
    const { id, outputs, provider } = resource;
    const call = { method: "delete", id, app: outputs.app } as const;
    return this.step(call, provider, (rules) => rules.delete(id, copy(outputs)), save);
  }

  private remove(resource: RuleResource): void {
    this.resources = this.resources.filter((other) => other !== resource);
  }

  private async step<T>(
    its: Omit<RuleCall, "end">,
    provider: Provider,
    work: (rules: PluginProcess["rules"]) => Promise<T>,
    save: (result: T) => unknown,
    savePartly?: (kept: { id: string; properties: RuleState }) => unknown,
  ): Promise<void> {
    if (this.ends) return;
    const call: RuleCall = { ...its, end: "running" };
    this.calls.push(call);
    try {
      const { rules, died } = this.plugin(provider);
      const result = await Promise.race([work(rules), died]);
      call.end = this.saves ? "saved" : "lost";
      if (this.saves) save(result);
    } catch (error) {
      this.ends = true;
      if (error instanceof Violation) throw error;
      call.end = error instanceof PluginDied || !this.saves ? "lost" : "failed";
      if (error instanceof PluginDied) return;
      if (!(error instanceof LifecycleError)) throw new Violation(`not a typed error: ${(error as Error).stack}`);
      if (its.method === "read") throw new Violation(`a refresh fails: ${error}`);
      this.errors.push(error);
      if (!(error instanceof UnsettledError)) return;
      if (!savePartly) throw new Violation(`${its.method} is half done: ${error}`);
      if (this.saves) savePartly({ id: error.id, properties: error.properties as unknown as RuleState });
      if (this.saves && its.method === "create") call.end = "saved";
    }
  }
}

/** What the other side of gRPC gets. */
function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
