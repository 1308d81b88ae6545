import type { Clock } from "../../http/clock";
import { LifecycleError } from "../errors";
import { type Blackboard, fingerprint, type Note } from "./blackboard";

/** How often a command looks whether another process is done with its stream, in milliseconds. */
const LOOK_EVERY_MS = 100;

/**
 * Lets the commands for one stream, or for one rule, go one at a time, in the order in which they came: also those of other
 * processes of this run. What stands for the stream may take a moment to be known (the project is looked up): a command
 * that came later does not overtake it then.
 */
export class StreamQueue {
  private readonly last = new Map<string, Promise<unknown>>();
  private arrival: Promise<unknown> = Promise.resolve();
  /** The processes whose turn it is or will be, by stream. */
  private readonly turns = new Map<string, string[]>();

  constructor(
    private readonly board: Blackboard,
    private readonly clock: Clock,
  ) {
    board.subscribe((note, author) => this.hear(note, author));
  }

  /** @throws {LifecycleError} when the run is cancelled while another process has its turn */
  async run<T>(stream: string | Promise<string>, command: () => Promise<T>): Promise<T> {
    const arrived = this.arrival.then(() => stream);
    this.arrival = arrived.catch(() => {});
    // A stream that cannot be known may say so before its turn to be waited for, which must not end the process.
    if (typeof stream !== "string") stream.catch(() => {});
    const key = await arrived;
    const go = () => this.amongProcesses(fingerprint(key), command);
    const before = this.last.get(key);
    const result = before ? before.then(go, go) : go();
    this.last.set(key, result);
    try {
      return await result;
    } finally {
      if (this.last.get(key) === result) this.last.delete(key);
    }
  }

  private async amongProcesses<T>(stream: string, command: () => Promise<T>): Promise<T> {
    this.board.pin({ note: "turn begins", stream });
    try {
      while (this.isAnothersTurn(stream)) {
        if (this.clock.cancelled) throw cancelled();
        await this.clock.sleep(LOOK_EVERY_MS);
      }
      return await command();
    } finally {
      this.board.pin({ note: "turn ends", stream });
    }
  }

  private isAnothersTurn(stream: string): boolean {
    this.board.catchUp();
    const turns = this.turns.get(stream) ?? [];
    return turns.slice(0, turns.indexOf(this.board.self)).some((author) => this.board.isAlive(author));
  }

  private hear({ note, stream }: Note, author: string): void {
    const turns = this.turns.get(stream) ?? [];
    if (note === "turn begins") this.turns.set(stream, [...turns, author]);
    // A process has one turn at a time for a stream.
    if (note === "turn ends")
      this.turns.set(
        stream,
        turns.filter((other) => other !== author),
      );
    if (this.turns.get(stream)?.length === 0) this.turns.delete(stream);
  }
}

/** Without what the other process comes to, nobody can say whether a STOP would be right. */
function cancelled(): LifecycleError {
  const message =
    "nothing was sent: the run was cancelled while another provider of the run sent a command for the same stream.";
  return new LifecycleError("CANCELLED", message);
}
