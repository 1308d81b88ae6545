import type { Budget } from "./budget";
import type { Clock } from "./clock";

/**
 * The service counts requests per user in any minute (https://support.huaweicloud.com/api-live/live_03_0053.html). The
 * half second on top is for requests that travel at different speeds.
 */
const WINDOW_MS = 60_500;

/** What the gateway's FAQ advises after a refusal for too many requests, in milliseconds; then longer each time. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Lets requests go in the order in which they came: at most `limit` in any minute, and none while the service has told
 * this process to slow down. After such a pause a single request tries the water before the others follow.
 */
export class Pacer {
  private readonly sentAt: number[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  private pausedUntil = 0;
  private refusals = 0;
  /** How long the limit has held requests back so far, in milliseconds. */
  private limited = 0;
  private probe: Promise<void> | undefined;

  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
    private readonly say: (line: string) => void,
  ) {}

  /** Milliseconds until the pause is over that the service asked for. */
  get pause(): number {
    return Math.max(0, this.pausedUntil - this.clock.now());
  }

  /**
   * Sends when it is this request's turn. Waiting for the limit costs no budget, and neither does a pause that other
   * commands were asked for: only those that the command of this `budget` was itself `refused` for.
   *
   * `throttled` tells which failure means that the service wants less.
   */
  async send<T>(
    budget: Budget,
    refused: boolean,
    request: () => Promise<T>,
    throttled: (error: unknown) => Throttle | undefined,
  ): Promise<T> {
    const arrived = this.clock.now();
    const limitedBefore = this.limited;
    const turn = this.queue.then(() => this.turn());
    this.queue = turn;
    const leave = await turn;
    const began = this.clock.now();
    budget.grant(refused ? this.limited - limitedBefore : began - arrived);
    try {
      const answer = await request();
      this.refusals = 0;
      return answer;
    } catch (error) {
      const wish = throttled(error);
      if (wish) this.slowDown(wish, began);
      else this.refusals = 0;
      throw error;
    } finally {
      leave();
    }
  }

  private async turn(): Promise<() => void> {
    while (this.pause > 0 || this.probe) {
      if (this.pause > 0) await this.clock.sleep(this.pause);
      else await this.probe;
    }
    await this.room();
    this.sentAt.push(this.clock.now());
    if (this.refusals === 0) return () => {};
    let done = () => {};
    this.probe = new Promise((resolve) => {
      done = resolve;
    });
    return () => {
      this.probe = undefined;
      done();
    };
  }

  /** Waits until fewer than `limit` requests have left in the minute before. */
  private async room(): Promise<void> {
    const forget = () => {
      while (this.sentAt.length > 0 && (this.sentAt[0] as number) <= this.clock.now() - WINDOW_MS) this.sentAt.shift();
    };
    forget();
    if (this.sentAt.length >= this.limit) {
      const wait = (this.sentAt[0] as number) + WINDOW_MS - this.clock.now();
      if (wait > 1000) {
        this.say(`the limit of ${this.limit} requests a minute is reached: waiting ${Math.ceil(wait / 1000)} s`);
      }
      await this.clock.sleep(wait);
      this.limited += wait;
      forget();
    }
  }

  private slowDown({ retryAfter, reason }: Throttle, sentAt: number): void {
    // Requests that left before the pause began say nothing new about it.
    if (this.pausedUntil > sentAt) return;
    this.refusals += 1;
    const longer = Math.min(FIRST_PAUSE_MS * 2 ** (this.refusals - 1), LONGEST_PAUSE_MS);
    const pause = retryAfter ?? longer * (1 + this.clock.random() / 4);
    this.pausedUntil = this.clock.now() + pause;
    this.say(`the service asks for fewer requests (${reason}): all commands wait ${(pause / 1000).toFixed(1)} s`);
  }
}

/** The service's wish for fewer requests. */
export interface Throttle {
  /** Milliseconds, where the service named a time. */
  readonly retryAfter?: number | undefined;
  readonly reason: string;
}
