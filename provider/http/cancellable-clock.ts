import type { Clock } from "./clock";
import { LiveError } from "./errors";

/**
 * A clock that can be told to wait no longer, when the user ends a run (Ctrl-C). Every sleep then ends at once, and
 * whoever has slept goes on to the next request, which is not sent any more: see `Pacer`. Nothing is rejected, so that a loop
 * that many wait for does not break for the sake of one.
 */
export class CancellableClock implements Clock {
  private readonly sleepers = new Set<() => void>();
  private over = false;

  constructor(private readonly clock: Clock) {}

  get cancelled(): boolean {
    return this.over;
  }

  now(): number {
    return this.clock.now();
  }

  wall(): number {
    return this.clock.wall();
  }

  random(): number {
    return this.clock.random();
  }

  async sleep(ms: number): Promise<void> {
    if (this.over) return;
    let wake = () => {};
    const cancelled = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.sleepers.add(wake);
    await Promise.race([this.clock.sleep(ms), cancelled]);
    this.sleepers.delete(wake);
  }

  /** Again and again does no harm. */
  cancel(): void {
    this.over = true;
    for (const wake of this.sleepers) wake();
  }
}

/** The request was not sent, because the run was cancelled before its turn. */
export class CancelledError extends LiveError {
  constructor() {
    super("CANCELLED", "the run was cancelled");
  }
}
