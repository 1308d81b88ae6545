import type { Clock } from "../../../provider/http/clock";

/** Turns of the event loop without anything new, after which everybody sleeps. */
const QUIET_TURNS = 4;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time and chance of a whole history: the provider, the service and the network between them. It jumps to where the
 * first wakes up as soon as everybody sleeps, which nobody does while a request is on its way. Only one wakes up at a
 * time, so the same seed gives the same history.
 */
export class SimulatedTime implements Clock {
  readonly cancelled = false;
  private time = Date.UTC(2026, 0, 2, 3, 4, 5);
  private sleepers: Sleeper[] = [];
  private onTheirWay = 0;
  /** Goes on when nothing is on its way any longer. */
  private goOn = () => {};
  private happened = 0;
  private driving = false;
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  now(): number {
    return this.time;
  }

  wall(): number {
    return this.time;
  }

  /** mulberry32 */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  sleep(ms: number): Promise<void> {
    this.happened += 1;
    return new Promise((wake) => {
      this.sleepers.push({ at: this.time + Math.max(0, ms), wake });
      if (!this.driving) void this.drive();
    });
  }

  /** Time stands still until that is done, which is real work. */
  async standStill<T>(work: () => Promise<T>): Promise<T> {
    this.onTheirWay += 1;
    try {
      return await work();
    } finally {
      this.onTheirWay -= 1;
      this.happened += 1;
      if (this.onTheirWay === 0) this.goOn();
    }
  }

  private async drive(): Promise<void> {
    this.driving = true;
    do await this.quiet();
    while (this.wakeFirst());
    this.driving = false;
  }

  private async quiet(): Promise<void> {
    let seen = -1;
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      // Without turning the event loop meanwhile: whoever is waited for needs the processor.
      if (this.onTheirWay > 0) await new Promise<void>((resolve) => (this.goOn = resolve));
      if (seen !== this.happened) turns = 0;
      seen = this.happened;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private wakeFirst(): boolean {
    const at = Math.min(...this.sleepers.map((sleeper) => sleeper.at));
    const first = this.sleepers.find((sleeper) => sleeper.at === at);
    if (!first) return false;
    this.sleepers = this.sleepers.filter((sleeper) => sleeper !== first);
    this.time = Math.max(this.time, at);
    first.wake();
    return true;
  }
}
