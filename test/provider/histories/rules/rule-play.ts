import { LifecycleError } from "../../../../provider/lifecycle/errors";
import { Violation } from "../contract";
import { pick } from "../program-edits";
import type { Provider } from "../stack";
import { World } from "../world";
import {
  type DeclaredRule,
  RULE_DOMAIN,
  RuleOperation,
  type RuleOutcome,
  type RuleProgram,
  type RuleResource,
} from "./rule-engine";
import type { RuleChapter, RuleEdit, RuleHistory } from "./rule-history";

const MOST_RULES = 4;
const UP: RuleChapter = { edits: [], command: "up", refresh: false, replace: undefined, faults: [], halt: undefined };

/**
 * Plays a history to its end, which is an `up` with a refresh after all faults are over, and a `destroy`.
 *
 * @throws {Violation} with the story, when something happened that must never happen
 */
export async function playRules(history: RuleHistory): Promise<void> {
  await using world = await World.open(history.seed);
  const player = new RulePlayer(world);
  try {
    for (const chapter of history.chapters) await player.operate(chapter);
    await player.operate({ ...UP, refresh: true });
    await player.operate(UP, { sendsNothing: true });
    await player.operate({ ...UP, command: "destroy" });
  } catch (error) {
    const what = error instanceof Violation ? error.message : (error as Error).stack;
    throw new Violation(`${what}\n\n${player.story.join("\n")}`);
  }
}

class RulePlayer {
  readonly story: string[] = [];
  private program: RuleProgram = new Map();
  private resources: RuleResource[] = [];
  /** No app is used again, so that a rule tells whose it is: the service has one rule for the same streams. */
  private apps = 0;
  /** Of these a create may have been executed that no state knows of: the next create of the same one adopts the rule. */
  private readonly doubtful = new Set<string>();
  /** Of these a change or a delete may have been executed that no state knows of: a refresh sees it. */
  private readonly stale = new Set<string>();

  constructor(private readonly world: World) {
    for (let i = 0; i < 2; i++) this.program = this.edited({ edit: "add" });
  }

  async operate(chapter: RuleChapter, { sendsNothing = false } = {}): Promise<void> {
    const { command, faults, halt, refresh } = chapter;
    for (const edit of chapter.edits) this.program = this.edited(edit);
    const replace = chapter.replace === undefined ? undefined : pick([...this.program.keys()], chapter.replace);
    this.story.push(
      `${command} of ${JSON.stringify([...this.program])}`,
      `  ${JSON.stringify({ ...chapter, replace })}`,
    );
    const existing = new Set((await this.world.rulesOf(RULE_DOMAIN)).map(({ id }) => id));
    const before = this.resources.filter(({ id }) => existing.has(id)).map((resource) => ({ ...resource }));
    const earlier = this.world.requests().length;
    this.world.setFaults(faults);
    const operation = new RuleOperation(this.world, this.resources, halt);
    const { outcome, resources } = await operation.run(command, this.program, refresh, replace).finally(() => {
      for (const { operation, status, executed, path } of this.world.requests().slice(earlier)) {
        this.story.push(`  ${operation} ${path}: ${status} ${executed ? "executed" : ""}`);
      }
      for (const { method, app, end } of operation.calls) this.story.push(`  ${method} ${app}: ${end}`);
      for (const error of operation.errors) this.story.push(`  ${String(error).split("\n")[0]}`);
    });
    this.world.setFaults([]);
    this.resources = resources;
    const requests = this.world.requests().slice(earlier);
    this.story.push(`  state: ${resources.map((r) => `${r.name} ${r.outputs.app} ${r.id}`).join(", ")}`);
    if (sendsNothing && requests.length > 0) throw new Violation("an up without a difference sends something");
    const isSeen = requests.every(
      ({ operation, status }) => operation !== "rule-show" || status === 200 || status === 404,
    );
    this.learn(outcome, (refresh || command === "refresh") && isSeen && !outcome.halted);
    this.audit(before, requests, command, replace);
    const unexpected = outcome.errors.filter((error) => !this.isForeseen(error));
    if (!outcome.halted && faults.length === 0 && unexpected.length > 0) {
      throw new Violation(`without any fault: ${unexpected}`);
    }
    await this.compare(outcome.ok && command === "up", outcome.ok && command === "destroy");
  }

  /** Where a delete was executed and the state does not know, an `up` without a refresh may find the rule gone. */
  private isForeseen(error: unknown): boolean {
    return error instanceof LifecycleError && error.code === "RULE_GONE" && this.stale.size > 0;
  }

  private learn({ calls }: RuleOutcome, isRefreshed: boolean): void {
    if (isRefreshed) this.stale.clear();
    for (const { method, app, end } of calls) {
      const isOver = end === "saved";
      if (method === "create") isOver ? this.doubtful.delete(app) : this.doubtful.add(app);
      if (method !== "read") isOver ? this.stale.delete(app) : this.stale.add(app);
    }
  }

  /** No rule of the service is deleted whose streams are still declared, however its name or provider has changed. */
  private audit(
    before: readonly RuleResource[],
    requests: ReturnType<World["requests"]>,
    command: RuleChapter["command"],
    replace: string | undefined,
  ): void {
    if (command !== "up") {
      const changed = requests.some(({ operation }) => /^rule-(create|update)$/.test(operation));
      const deleted = requests.some(({ operation }) => operation === "rule-delete");
      if (changed || (deleted && command === "refresh")) throw new Violation(`this is a ${command}`);
      return;
    }
    for (const { operation, path } of requests) {
      if (operation !== "rule-delete") continue;
      const its = before.filter(({ id }) => path.endsWith(`/${id}`));
      for (const [name, { app, type }] of this.program) {
        const old = before.find((resource) => resource.name === name && !resource.doomed);
        const isReplaced = name === replace || old?.pendingReplacement || (old && old.inputs.type !== type);
        if (its.some(({ outputs }) => outputs.app === app) && !isReplaced) {
          throw new Violation(`the rule of ${app} is deleted, and is declared`);
        }
      }
    }
  }

  private async compare(isUp: boolean, isDestroyed: boolean): Promise<void> {
    const rules = await this.world.rulesOf(RULE_DOMAIN);
    this.story.push(`  service: ${rules.map(({ app, id }) => `${app} ${id}`).join(", ")}`);
    for (const { id, app } of rules) {
      const known = this.resources.some((resource) => resource.id === id && !resource.pendingReplacement);
      if (!known && !this.doubtful.has(String(app)) && !this.stale.has(String(app))) {
        throw new Violation(`${app} has a rule, and no state knows of it`);
      }
    }
    if (isDestroyed && this.resources.length > 0) throw new Violation("the destroy has left something in the state");
    if (!isUp) return;
    for (const [name, { app, type, cycle }] of this.program) {
      const resource = this.resources.find((its) => its.name === name);
      if (!resource || resource.outputs.app !== app || resource.hasInitErrors) {
        throw new Violation(`${name} is not in the state as declared`);
      }
      if (this.stale.has(app)) continue;
      const rule = rules.find(({ id }) => id === resource.id);
      const config = rule?.default_record_config as { hls_config?: { record_cycle?: number } } | undefined;
      if (rule?.app !== app || rule.record_type !== type || config?.hls_config?.record_cycle !== cycle) {
        throw new Violation(`${name} is declared, and the service has ${JSON.stringify(rule)}`);
      }
    }
    if (this.resources.length > this.program.size) throw new Violation("the up has left something in the state");
  }

  private edited(edit: RuleEdit): RuleProgram {
    const { program } = this;
    if (edit.edit === "add") {
      if (program.size === MOST_RULES) return program;
      const app = this.newApp();
      return new Map([...program, [app, { app, type: "COMMAND_RECORD", cycle: 3600, provider: "default" }]]);
    }
    const [name, declared] = pick([...program], edit.rule) ?? [];
    if (name === undefined || !declared) return program;
    if (edit.edit === "remove") return new Map([...program].filter(([other]) => other !== name));
    const [newName, changed] = this.changed(edit, name, declared);
    return new Map([...program].map(([other, its]) => (other === name ? [newName, changed] : [other, its])));
  }

  private changed(edit: RuleEdit, name: string, declared: DeclaredRule): [string, DeclaredRule] {
    const provider: Provider = declared.provider === "default" ? "explicit" : "default";
    switch (edit.edit) {
      case "rename": {
        // There and back again. A name that stood for other streams would be a change of these in place, which the service
        // refuses while another resource has them.
        const newName = name === declared.app ? `${declared.app}, renamed` : declared.app;
        return [newName, edit.provider ? { ...declared, provider } : declared];
      }
      case "provider":
        return [name, { ...declared, provider }];
      case "type": {
        const type = declared.type === "COMMAND_RECORD" ? "CONTINUOUS_RECORD" : "COMMAND_RECORD";
        return [name, { ...declared, type }];
      }
      case "cycle":
        return [name, { ...declared, cycle: declared.cycle === 3600 ? 60 : 3600 }];
      default:
        return [name, { ...declared, app: this.newApp() }];
    }
  }

  private newApp(): string {
    this.apps += 1;
    return `app${this.apps}`;
  }
}
