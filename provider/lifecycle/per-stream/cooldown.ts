import type { Clock } from "../../http/clock";
import { type Blackboard, fingerprint } from "./blackboard";

/**
 * START of a stream is refused until more than 10 s have passed since its STOP
 * (https://support.huaweicloud.com/api-live/RunRecord.html). Counted from the answer, with a little on top for timers and
 * for answers that overtake each other.
 */
export const COOLDOWN_MS = 10_100;

/** The state keeps whole seconds: the STOP may have come up to one later. */
const COOLDOWN_FROM_STATE_MS = 11_000;

/** The last STOP of each stream that a process of this run has sent; the times are this machine's. */
export class StopTimes {
  private readonly times = new Map<string, number>();

  constructor(
    private readonly board: Blackboard,
    private readonly clock: Clock,
  ) {
    board.subscribe((note, author) => {
      if (note.note !== "stopped" || author === board.self) return;
      // Of another process only the clock on the wall is known, and that may have been set back since.
      const ago = Math.max(0, clock.wall() - note.at);
      this.times.set(note.stream, Math.max(this.times.get(note.stream) ?? 0, clock.now() - ago));
    });
  }

  /** A STOP was executed just now, or may have been: nobody records the stream any more. */
  note(stream: string): void {
    const its = fingerprint(stream);
    this.times.set(its, this.clock.now());
    this.board.pin({ note: "stopped", stream: its, at: this.clock.wall() });
  }

  get(stream: string): number | undefined {
    this.board.catchUp();
    return this.times.get(fingerprint(stream));
  }
}

/**
 * Milliseconds to wait before a START. `stopped` is the STOP that the processes of this run know of; without it `stoppedAt` from the
 * state counts, which is never waited for longer than the cooldown, however wrong the clocks are.
 */
export function cooldownLeft(now: number, stopped: number | undefined, stoppedAt: string | undefined): number {
  if (stopped !== undefined) return Math.max(0, stopped + COOLDOWN_MS - now);
  if (stoppedAt === undefined) return 0;
  const left = Date.parse(stoppedAt) + COOLDOWN_FROM_STATE_MS - now;
  return left > 0 ? Math.min(left, COOLDOWN_FROM_STATE_MS) : 0;
}
