import type { Clock } from "../../provider/http/clock";

/** 2026-01-02T03:04:05Z */
export const BEGIN = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Node fires a longer timer at once instead of late. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Turns of the event loop without a new sleeper after which nothing else can be pending but sleep. */
const QUIET_TURNS = 4;

export interface FakeTime {
  /** Time passes by itself. */
  readonly auto?: boolean;
  /** Where it begins, in milliseconds since the epoch. */
  readonly at?: number;
  readonly random?: () => number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time that passes without waiting: with `auto`, as soon as everybody sleeps, the clock jumps to where the first wakes up;
 * otherwise only `advance` moves it. Nothing may wait for the network meanwhile, since the clock does not notice.
 */
export class FakeClock implements Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly slept: number[] = [];
  readonly random: () => number;
  readonly cancelled = false;
  private time: number;
  private readonly auto: boolean;
  private sleepers: Sleeper[] = [];
  private asked = 0;
  private driving = false;

  constructor({ auto = true, at = BEGIN, random = () => 0.5 }: FakeTime = {}) {
    this.auto = auto;
    this.time = at;
    this.random = random;
  }

  now(): number {
    return this.time;
  }

  wall(): number {
    return this.time;
  }

  /** Seconds since the beginning. */
  get passed(): number {
    return (this.time - BEGIN) / 1000;
  }

  sleep(ms: number): Promise<void> {
    if (!(ms <= LONGEST_TIMER_MS)) return Promise.reject(new RangeError(`no timer waits ${ms} ms`));
    this.slept.push(ms);
    this.asked += 1;
    return new Promise((wake) => {
      this.sleepers.push({ at: this.time + Math.max(0, ms), wake });
      if (this.auto && !this.driving) void this.drive();
    });
  }

  /** Lets that much time pass, and everything happen that is due in it. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    while (this.wakeFirst(end)) await this.settle();
    this.time = end;
    await this.settle();
  }

  /** Until nothing but sleep is pending. */
  async settle(): Promise<void> {
    let asked = -1;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      if (asked !== this.asked) quiet = 0;
      asked = this.asked;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async drive(): Promise<void> {
    this.driving = true;
    do await this.settle();
    while (this.wakeFirst(Number.POSITIVE_INFINITY));
    this.driving = false;
  }

  private wakeFirst(notAfter: number): boolean {
    const at = Math.min(...this.sleepers.map((sleeper) => sleeper.at));
    if (this.sleepers.length === 0 || at > notAfter) return false;
    this.time = Math.max(this.time, at);
    const due = this.sleepers.find((sleeper) => sleeper.at === at);
    this.sleepers = this.sleepers.filter((sleeper) => sleeper !== due);
    due?.wake();
    return true;
  }
}
