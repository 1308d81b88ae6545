import type { Operation } from "./command-audit";
import { Violation } from "./contract";
import type { Stack } from "./stack";
import type { StreamEvent, World } from "./world";

/**
 * Compares what the state says with what is being recorded, after each operation, except where no client can know
 * (design, section 3):
 *
 * - `drifted`: something happened to the push, and no refresh has looked since
 * - `stoppedElsewhere`: somebody has sent STOP, which no refresh can see, and no command has had an answer since
 * - `doubtful`: a command that may have been executed never made it into the state, since the engine or the plugin died,
 *   or a delete failed, which can leave no note. It ends with the next `create` or command whose outcome is in
 *   the state and is not `unknown`
 */
export class Knowledge {
  private readonly drifted = new Set<string>();
  private readonly stoppedElsewhere = new Set<string>();
  private readonly doubtful = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly stack: Stack,
  ) {}

  happened({ stream, push }: StreamEvent): void {
    (push === "goes on" ? this.stoppedElsewhere : this.drifted).add(stream);
  }

  learn(operation: Operation): void {
    const { command, outcome, requests } = operation;
    const looked = requests.filter(({ operation }) => operation === "streams");
    const refreshed = command.command === "refresh" || command.refresh;
    if (refreshed && !outcome.halted && looked.every(({ status }) => status === 200)) {
      for (const stream of this.drifted) if (this.world.isPushed(stream)) this.drifted.delete(stream);
    }
    const touched = new Set([
      ...requests.filter(({ operation }) => operation === "START" || operation === "STOP").map((r) => r.stream ?? ""),
      ...outcome.calls.filter(({ method }) => method === "create").map(({ stream }) => stream),
    ]);
    for (const stream of touched) {
      const calls = outcome.calls.filter((call) => call.stream === stream && call.method !== "read");
      const isLost = calls.some(({ end, method }) => end === "lost" || (end === "failed" && method === "delete"));
      if (isLost || this.isStale(stream, operation)) this.doubtful.add(stream);
      else if (calls.some(({ end }) => end === "saved") && this.isSettled(stream)) {
        for (const doubt of [this.doubtful, this.drifted, this.stoppedElsewhere]) doubt.delete(stream);
      }
    }
  }

  /** An answer that stayed away says nothing of what happened before. */
  private isSettled(stream: string): boolean {
    return this.stack.of(stream).every(({ outputs }) => outputs.status !== "unknown");
  }

  /**
   * Two resources had one stream, after half of a rename; one was deleted or declared stopped, with STOP, and the
   * operation has ended before the other was deleted. Or one was deleted before its replacement, when the provider had
   * not been told yet that the other stays.
   */
  private isStale(stream: string, { before, command, outcome, program, requests }: Operation): boolean {
    const last = requests.filter((request) => request.stream === stream).at(-1);
    const left = this.stack.of(stream).filter(({ name, doomed, outputs, pendingReplacement }) => {
      const stays = command.command === "up" && !doomed && program.get(name)?.stream === stream;
      const untouched = before.some(
        ({ id, outputs: { requestId } }) => id === stream && requestId === outputs.requestId,
      );
      const untold = outcome.deletedFirst.has(stream) && untouched;
      return (!stays || untold) && !pendingReplacement && outputs.status !== "stopped";
    });
    return last?.operation === "STOP" && left.length > 0;
  }

  check(operation: Operation): void {
    const recorded = new Set(this.world.recorded());
    for (const stream of recorded) {
      const known = this.stack
        .of(stream)
        .some(({ outputs, pendingReplacement }) => outputs.status !== "stopped" && !pendingReplacement);
      if (!known && !this.doubtful.has(stream)) throw new Violation(`${stream} is recorded, and no state knows of it`);
    }
    for (const { id, name, outputs, doomed, pendingReplacement } of this.stack.resources) {
      const says = outputs.recording && outputs.status === "recording" && !doomed && !pendingReplacement;
      if (says && this.isCertain(id) && !recorded.has(id)) throw new Violation(`${name} says that ${id} is recorded`);
    }
    if (operation.outcome.ok && operation.command.command === "up") this.checkDeclared(operation, recorded);
    if (operation.outcome.ok && operation.command.command === "destroy" && this.stack.resources.length > 0) {
      throw new Violation("the destroy has left something in the state");
    }
  }

  /** What is declared is so after an `up` that has succeeded. */
  private checkDeclared({ program }: Operation, recorded: ReadonlySet<string>): void {
    for (const [name, { stream, recording }] of program) {
      const resource = this.stack.named(name);
      if (resource?.id !== stream || resource.hasInitErrors || resource.outputs.recording !== recording) {
        throw new Violation(`${name} is not in the state as declared`);
      }
      if (recording && this.isCertain(stream) && !recorded.has(stream)) {
        throw new Violation(`${stream} is declared to be recorded, and silently is not`);
      }
      if (!recording && !this.doubtful.has(stream) && recorded.has(stream)) {
        throw new Violation(`${stream} is declared to be stopped, and is recorded`);
      }
    }
    if (this.stack.resources.length > program.size) throw new Violation("the up has left something in the state");
  }

  private isCertain(stream: string): boolean {
    const doubts = [this.doubtful, this.drifted, this.stoppedElsewhere];
    return this.world.isPushed(stream) && doubts.every((doubt) => !doubt.has(stream));
  }
}
