import type { Fault } from "../../../emulator";
import { auditCommands, type Operation } from "./command-audit";
import { Violation } from "./contract";
import { type Command, type Halt, type Outcome, run } from "./engine-model";
import type { CommandWithNumbers, History } from "./history";
import { Knowledge } from "./knowledge";
import { edited, pick } from "./program-edits";
import { type Program, Stack } from "./stack";
import { STREAMS, type StreamEvent, World } from "./world";

/** A push that changes within seconds of a command cannot be told from the one before: clocks differ by as much. */
const CALM_SECONDS = 5;

/**
 * Plays a history to its end, which is an `up` after all faults are over, and a `destroy`.
 *
 * @throws {Violation} with the story, when something happened that must never happen
 */
export async function play(history: History): Promise<void> {
  await using world = await World.open(history.seed);
  const player = new Player(world);
  try {
    await player.play(history);
  } catch (error) {
    const what = error instanceof Violation ? error.message : (error as Error).stack;
    throw new Violation(`${what}\n\n${player.story.join("\n")}`);
  }
}

const UP = { command: "up", refresh: false, replace: [], chained: false, parallel: 10 } as const;

class Player {
  readonly story: string[] = [];
  private readonly stack = new Stack();
  private readonly knowledge: Knowledge;
  private program: Program = new Map();

  constructor(private readonly world: World) {
    this.knowledge = new Knowledge(world, this.stack);
  }

  async play({ chapters, deleteBeforeReplace, endsAbruptly }: History): Promise<void> {
    this.program = new Map([
      ["one", { stream: STREAMS[0], recording: true, deleteBeforeReplace, provider: "default" }],
      ["two", { stream: STREAMS[2], recording: true, deleteBeforeReplace: false, provider: "default" }],
    ]);
    for (const { edits, events, pause, command, faults, halt } of chapters) {
      this.program = edits.reduce(edited, this.program);
      await this.pass(pause);
      await this.happen(events);
      await this.operate(command, faults, halt);
    }
    if (!endsAbruptly) await this.settle();
    await this.operate({ command: "destroy", refresh: false, parallel: 10 });
  }

  /** What is declared is so in the end, and stays so without a further command. */
  private async settle(): Promise<void> {
    await this.happen(
      STREAMS.filter((s) => !this.world.isPushed(s)).map((stream) => ({ stream, push: "begins" as const })),
    );
    await this.operate(UP);
    await this.pass(CALM_SECONDS);
    await this.operate({ ...UP, refresh: true });
    const before = this.world.requests().length;
    await this.operate(UP);
    if (this.world.requests().length > before) throw new Violation("an up without a difference sends something");
  }

  private async pass(seconds: number): Promise<void> {
    if (seconds > 0) await this.world.time.sleep(seconds * 1000);
  }

  private async happen(events: readonly StreamEvent[]): Promise<void> {
    for (const event of events) {
      await this.pass(CALM_SECONDS);
      this.tell(JSON.stringify(event));
      await this.world.happens(event);
      this.knowledge.happened(event);
    }
  }

  private async operate(numbered: CommandWithNumbers, faults: readonly Fault[] = [], halt?: Halt): Promise<Outcome> {
    const { program, stack, world } = this;
    const command = this.named(numbered);
    this.tell(`${JSON.stringify(command)} of ${JSON.stringify([...program])}`);
    if (faults.length > 0 || halt) this.tell(`  with ${JSON.stringify({ faults, halt })}`);
    const before = stack.copy();
    const earlier = world.requests().length;
    world.setFaults(faults);
    const outcome = await run(world, stack, program, command, halt).finally(() => this.tellRequests(earlier));
    world.setFaults([]);
    for (const { method, name, stream, end } of outcome.calls) this.tell(`  ${method} ${name} (${stream}): ${end}`);
    for (const error of outcome.errors) this.tell(`  ${String(error).split("\n")[0]}`);
    this.tell(`  state: ${stack.resources.map((r) => `${r.name} (${r.id} ${r.outputs.status}${mark(r)})`).join(", ")}`);
    this.tell(`  recorded: ${world.recorded().join(", ")}`);
    const operation: Operation = { command, program, before, outcome, requests: world.requests().slice(earlier) };
    auditCommands(operation);
    this.knowledge.learn(operation);
    this.knowledge.check(operation);
    if (!outcome.ok && !outcome.halted && faults.length === 0 && !this.mayFail(command)) {
      throw new Violation(`without any fault: ${outcome.errors}`);
    }
    return outcome;
  }

  /** START of a stream that is not pushed. */
  private mayFail({ command }: Command): boolean {
    return command === "up" && [...this.program.values()].some((d) => d.recording && !this.world.isPushed(d.stream));
  }

  private named(command: CommandWithNumbers): Command {
    if (command.command !== "up") return command;
    const names = command.replace.map((number) => pick([...this.program.keys()], number) ?? "");
    return { ...command, replace: names };
  }

  private tellRequests(from: number): void {
    for (const { at, operation, stream = "", status, errorCode = "", executed, fault = "" } of this.world
      .requests()
      .slice(from)) {
      const what = executed && operation !== "streams" && operation !== "rules" ? "executed" : "";
      this.story.push(`  ${at.slice(11, 23)} ${operation} ${stream}: ${status} ${errorCode} ${fault} ${what}`);
    }
  }

  private tell(line: string): void {
    this.story.push(`${new Date(this.world.time.now()).toISOString().slice(11, 23)} ${line}`);
  }
}

function mark({ doomed, pendingReplacement }: { doomed: boolean; pendingReplacement: boolean }): string {
  return `${doomed ? ", to be deleted" : ""}${pendingReplacement ? ", deleted, to be replaced" : ""}`;
}
