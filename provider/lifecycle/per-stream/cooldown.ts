/**
 * START of a stream is refused until more than 10 s have passed since its STOP
 * (https://support.huaweicloud.com/api-live/RunRecord.html). Counted from the answer, with a little on top for timers and
 * for answers that overtake each other.
 */
export const GAP_MS = 10_100;

/** The state keeps whole seconds: the STOP may have come up to one later. */
const GAP_FROM_STATE_MS = 11_000;

/** The STOPs that this process has sent, by stream; the time is this machine's. */
export class StopTimes {
  private readonly times = new Map<string, number>();

  note(stream: string, at: number): void {
    this.times.set(stream, at);
  }

  get(stream: string): number | undefined {
    return this.times.get(stream);
  }
}

/**
 * Milliseconds to wait before a START. `stopped` is the STOP that this process knows of; without it `stoppedAt` from the
 * state counts, which is never waited for longer than the gap, however wrong the clocks are.
 */
export function gapLeft(now: number, stopped: number | undefined, stoppedAt: string | undefined): number {
  if (stopped !== undefined) return Math.max(0, stopped + GAP_MS - now);
  if (stoppedAt === undefined) return 0;
  const left = Date.parse(stoppedAt) + GAP_FROM_STATE_MS - now;
  return left > 0 ? Math.min(left, GAP_FROM_STATE_MS) : 0;
}
