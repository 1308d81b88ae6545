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

/** Few names and applications, so that one is used again. */
const NAMES = ["one", "two", "three", "four", "five"];
const APPS = ["a", "b", "c", "d", "e", "f"];
const MOST_RULES = 4;

/** So many times an `up` may find that another rule is just being changed, or that it is to be adopted. */
const MOST_UPS = 5;

const UP: RuleChapter = { edits: [], command: "up", refresh: false, replace: undefined, faults: [], halt: undefined };

/**
 * Plays a history to its end, which is an `up` with a refresh after all faults are over, until nothing is left to do, and a
 * `destroy`.
 *
 * @throws {Violation} with the story, when something happened that must never happen
 */
export async function playRules(history: RuleHistory): Promise<void> {
  await using world = await World.open(history.seed);
  const player = new RulePlayer(world);
  try {
    for (const chapter of history.chapters) await player.operate(chapter);
    await player.settle();
    await player.operate({ ...UP, command: "destroy" });
  } catch (error) {
    const what = error instanceof Violation ? error.message : (error as Error).stack;
    throw new Violation(`${what}\n\n${player.story.join("\n")}`);
  }
}

type Requests = ReturnType<World["requests"]>;
type Rules = readonly Record<string, unknown>[];

class RulePlayer {
  readonly story: string[] = [];
  private program: RuleProgram = new Map();
  private resources: RuleResource[] = [];
  /** Of these a create may have been executed that no state knows of: the next one of the same streams meets the rule. */
  private readonly doubtful = new Set<string>();
  /** Rules of the state that may have been changed or deleted without its knowledge: a refresh sees it. By their ids. */
  private readonly stale = new Set<string>();

  constructor(private readonly world: World) {
    for (let i = 0; i < 2; i++) this.program = this.edited(this.program, { edit: "add", app: 0 });
  }

  /** Without a fault, all is as declared after a few runs at most, with what their errors say to do. */
  async settle(): Promise<void> {
    let replace: string | undefined;
    for (let i = 0; ; i++) {
      const { errors, requests } = await this.operate({ ...UP, refresh: true }, replace);
      if (errors.length === 0 && requests.every(({ operation }) => operation === "rule-show")) break;
      if (i === MOST_UPS) throw new Violation("without any fault, there is no end to it");
      replace = this.toReplace(errors);
    }
    const { requests } = await this.operate(UP);
    if (requests.length > 0) throw new Violation("an up without a difference sends something");
  }

  /** `pulumi up --replace` is what an error says that cannot adopt a rule that says something else. */
  private toReplace(errors: readonly unknown[]): string | undefined {
    const [apps] = errors.filter(isRuleExists).map(({ message }) => /rules\.example\.com\/(\w+)\//.exec(message)?.[1]);
    return [...this.program].find(([, { app }]) => app === apps)?.[0];
  }

  async operate(
    chapter: RuleChapter,
    replace: string | undefined = undefined,
  ): Promise<{ errors: readonly unknown[]; requests: Requests }> {
    const { command, faults, halt, refresh } = chapter;
    await this.edit(chapter.edits);
    if (chapter.replace !== undefined) replace = pick([...this.program.keys()], chapter.replace);
    this.story.push(
      `${command} of ${JSON.stringify([...this.program])}`,
      `  ${JSON.stringify({ ...chapter, replace })}`,
    );
    const rules = await this.world.rulesOf(RULE_DOMAIN);
    const before = this.resources.map((resource) => ({ ...resource }));
    const isMoving = this.isMoving(rules);
    // A rename was interrupted: what changes the rule of one of its names changes that of the other, unless a refresh
    // has seen both.
    const shared = this.resources.filter(({ name, id }) => this.resources.some((r) => r.id === id && r.name !== name));
    const earlier = this.world.requests().length;
    this.world.setFaults(faults);
    const operation = new RuleOperation(this.world, this.resources, halt);
    const { outcome, resources } = await operation.run(command, this.program, refresh, replace).finally(() => {
      for (const { operation, status, executed, path } of this.world.requests().slice(earlier)) {
        this.story.push(`  ${operation} ${path.split("/").pop()}: ${status} ${executed ? "executed" : ""}`);
      }
      for (const { method, app, end } of operation.calls) this.story.push(`  ${method} ${app}: ${end}`);
      for (const error of operation.errors) this.story.push(`  ${String(error).split("\n")[0]}`);
    });
    this.world.setFaults([]);
    this.resources = resources;
    const requests = this.world.requests().slice(earlier);
    this.story.push(`  state: ${resources.map((r) => `${r.name} ${r.outputs.app} ${r.id}`).join(", ")}`);
    const isSeen = requests.every(
      ({ operation, status }) => operation !== "rule-show" || status === 200 || status === 404,
    );
    const wasStale = this.stale.size > 0;
    this.learn(outcome, requests, (refresh || command === "refresh") && isSeen && !outcome.halted);
    if (!refresh) for (const { id } of shared) this.stale.add(id);
    this.audit({ before, rules }, requests, command, replace);
    const unexpected = outcome.errors.filter((error) => !isForeseen(error, { wasStale, isMoving }));
    if (!outcome.halted && faults.length === 0 && unexpected.length > 0) {
      throw new Violation(`without any fault: ${unexpected}`);
    }
    await this.compare(outcome.ok && command === "up", outcome.ok && command === "destroy");
    return { errors: outcome.errors, requests };
  }

  /** Not so that two rules would exchange their streams, which the service does not let them do in place. */
  private async edit(edits: readonly RuleEdit[]): Promise<void> {
    const rules = await this.world.rulesOf(RULE_DOMAIN);
    for (const edit of edits) {
      const program = this.edited(this.program, edit);
      if (!this.isExchange(program, rules)) this.program = program;
    }
  }

  /** A rule is to get streams whose rule is to get others, and so on, until the first one is met again. */
  private isExchange(program: RuleProgram, rules: Rules): boolean {
    const holder = (app: string) => {
      const id = rules.find((rule) => rule.app === app)?.id;
      return this.resources.find((resource) => resource.id === id && !resource.doomed)?.name;
    };
    return [...program.keys()].some((first) => {
      let [name, steps]: [string | undefined, number] = [first, 0];
      do {
        const declared: DeclaredRule | undefined = program.get(String(name));
        const next: string | undefined = declared && holder(declared.app);
        if (next === name) return false;
        name = next;
        steps += 1;
      } while (name !== undefined && name !== first && steps <= NAMES.length);
      return name !== undefined;
    });
  }

  /** A rule has other streams than its resource is declared to have. */
  private isMoving(rules: Rules): boolean {
    return this.resources.some(({ name, id }) => {
      const rule = rules.find((rule) => rule.id === id);
      return rule !== undefined && rule.app !== this.program.get(name)?.app;
    });
  }

  private learn({ calls }: RuleOutcome, requests: Requests, isRefreshed: boolean): void {
    if (isRefreshed) this.stale.clear();
    for (const { method, id, app, end } of calls) {
      const isOver = end === "saved";
      if (method === "create" && !isOver) this.doubtful.add(app);
      // There is one rule for the same streams: the one that no state knew of has been adopted, or has made room.
      if (method !== "delete" && method !== "read" && isOver) this.doubtful.delete(app);
      if (id !== undefined && method !== "read") isOver ? this.stale.delete(id) : this.stale.add(id);
    }
    for (const { operation, executed, path } of requests) {
      if (operation === "rule-delete" && executed) this.stale.add(String(path.split("/").pop()));
    }
  }

  /**
   * No rule of the service is deleted whose streams are still declared, however its name or provider has changed: except
   * to be made again, or where the rule of another resource takes its place.
   */
  private audit(
    { before, rules }: { before: readonly RuleResource[]; rules: Rules },
    requests: Requests,
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
      const rule = rules.find(({ id }) => path.endsWith(`/${id}`));
      for (const [name, { app, type }] of this.program) {
        const old = before.find((resource) => resource.name === name && !resource.doomed);
        const isReplaced =
          name === replace ||
          old?.pendingReplacement ||
          (old && [old.inputs.type, rule?.record_type].some((is) => is !== type));
        const takesItsPlace = old && rules.find(({ id }) => id === old.id)?.app !== app;
        if (rule?.app === app && !isReplaced && !takesItsPlace) {
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
      if (!known && !this.doubtful.has(String(app))) {
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
      if (this.stale.has(resource.id)) continue;
      const rule = rules.find(({ id }) => id === resource.id);
      const config = rule?.default_record_config as { hls_config?: { record_cycle?: number } } | undefined;
      if (rule?.app !== app || rule.record_type !== type || config?.hls_config?.record_cycle !== cycle) {
        throw new Violation(`${name} is declared, and the service has ${JSON.stringify(rule)}`);
      }
    }
    if (this.resources.length > this.program.size) throw new Violation("the up has left something in the state");
  }

  /** Where an edit makes no sense, such as a second rule for the same streams, the program stays as it is. */
  private edited(program: RuleProgram, edit: RuleEdit): RuleProgram {
    const names = NAMES.filter((name) => !program.has(name));
    const apps = APPS.filter((app) => ![...program.values()].some((declared) => declared.app === app));
    if (edit.edit === "add") {
      const [name, app] = [names[0], pick(apps, edit.app)];
      if (program.size === MOST_RULES || name === undefined || app === undefined) return program;
      return new Map([...program, [name, { app, type: "COMMAND_RECORD", cycle: 3600, provider: "default" }]]);
    }
    const [name, declared] = pick([...program], edit.rule) ?? [];
    if (name === undefined || !declared) return program;
    if (edit.edit === "remove") return new Map([...program].filter(([other]) => other !== name));
    const newName = edit.edit === "rename" ? (pick(names, edit.name) ?? name) : name;
    const its = changed(declared, edit, apps);
    return new Map([...program].map(([other, rule]) => (other === name ? [newName, its] : [other, rule])));
  }
}

function changed(declared: DeclaredRule, edit: RuleEdit, apps: readonly string[]): DeclaredRule {
  const provider: Provider = declared.provider === "default" ? "explicit" : "default";
  switch (edit.edit) {
    case "rename":
      return edit.provider ? { ...declared, provider } : declared;
    case "provider":
      return { ...declared, provider };
    case "type":
      return { ...declared, type: declared.type === "COMMAND_RECORD" ? "CONTINUOUS_RECORD" : "COMMAND_RECORD" };
    case "cycle":
      return { ...declared, cycle: declared.cycle === 3600 ? 60 : 3600 };
    case "streams":
      return { ...declared, app: pick(apps, edit.app) ?? declared.app };
    default:
      return declared;
  }
}

/** The state, or the program, has something that an `up` without a refresh, or a single one, cannot know. */
function isForeseen(error: unknown, { wasStale, isMoving }: { wasStale: boolean; isMoving: boolean }): boolean {
  if (!(error instanceof LifecycleError)) return false;
  if (error.code === "RULE_GONE") return wasStale;
  if (error.code === "RULE_DECLARED_TWICE") return isMoving;
  return isRuleExists(error) && isMoving;
}

function isRuleExists(error: unknown): error is LifecycleError {
  return error instanceof LifecycleError && error.code === "RULE_EXISTS";
}
