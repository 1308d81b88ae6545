import type { Budget } from "./budget";
import { CancelledError } from "./cancellable-clock";
import type { Clock } from "./clock";
import { LiveError } from "./errors";

/**
 * The service counts requests per user in any minute (https://support.huaweicloud.com/api-live/live_03_0053.html). The
 * half second on top is for requests that travel at different speeds.
 */
const WINDOW_MS = 60_500;

/** What the gateway's FAQ advises after a refusal for too many requests, in milliseconds; then longer each time. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;

/** A `Retry-After` beyond this is taken for a mistake. Milliseconds. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/**
 * How many requests are on their way at once. The service locks a key pair after five failures in a row, or after more
 * (https://support.huaweicloud.com/ocr_faq/ocr_01_0063.html): a key that is revoked in the middle of a run then fails
 * four times at the most. At 0.8 s per answer, four are still the 300 commands a minute that are allowed.
 */
const UNDER_WAY = 4;

/**
 * Lets requests go in the order in which they came: at most `limit` in any minute, and none while the service has told
 * this process to slow down. After such a pause a single request tries the water before the others follow.
 */
export class Pacer {
  /** When the last requests left: no more than `limit` of them are kept. */
  private readonly sentAt: number[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private queue: Promise<unknown> = Promise.resolve();
  private pausedUntil = 0;
  /** When this process's own share of the minute in which the service began to refuse is over. */
  private released = 0;
  private refusals = 0;
  /** How long the limit has held requests back so far, in milliseconds. */
  private limited = 0;
  /** And how long the pauses that the service asked for. */
  private paused = 0;

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
   * Sends when it is this request's turn. Waiting for the limit costs no budget, and neither do the pauses that other
   * commands were asked for, up to as much as the budget itself: only those count that the command of this `budget` was
   * itself `refused` for.
   *
   * @throws {TooBusyError} when the service has wanted less for too long
   * @throws {CancelledError} when the run was cancelled before the turn came
   */
  async send<T>({ budget, refused, look, request, throttled }: Paced<T>): Promise<T> {
    const arrived = this.clock.now();
    const { limited, paused } = this;
    const turn = this.queue.then(() => this.turn());
    this.queue = turn;
    const leave = await turn;
    try {
      if (this.clock.cancelled) throw new CancelledError();
      const began = this.clock.now();
      const tooLong = Math.max(0, this.paused - paused - budget.seconds * 1000);
      budget.grant(refused ? this.limited - limited : began - arrived - tooLong);
      if (tooLong > 0 && budget.left <= 0 && !refused) throw new TooBusyError();
      look();
      return await this.sent(began, request, throttled);
    } finally {
      leave();
    }
  }

  /** Counts a request, at once, so that whoever comes next knows of it; and heeds what is answered. */
  private async sent<T>(at: number, request: Paced<T>["request"], throttled: Paced<T>["throttled"]): Promise<T> {
    this.sentAt.push(at);
    if (this.sentAt.length > this.limit) this.sentAt.shift();
    let wish: Throttle | undefined;
    try {
      return await request();
    } catch (error) {
      wish = throttled(error);
      throw error;
    } finally {
      // What left before the pause began says nothing new about it.
      if (at >= this.pausedUntil) this.heed(wish);
    }
  }

  /** Waits for everything that can hold a request back. Returns what to call when it is done. */
  private async turn(): Promise<() => void> {
    for (;;) {
      if (this.clock.cancelled) break;
      if (this.underWay.size >= UNDER_WAY) await Promise.race(this.underWay);
      else if (this.pause > 0) await this.waitForPause();
      // After a pause a single request tries the water.
      else if (this.refusals > 0 && this.underWay.size > 0) await Promise.race(this.underWay);
      else if (this.limitLeft() > 0) await this.waitForLimit();
      else break;
    }
    let leave = () => {};
    const request = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.underWay.add(request);
    return () => {
      this.underWay.delete(request);
      leave();
    };
  }

  /** Milliseconds until fewer than `limit` requests have left in the minute before. */
  private limitLeft(): number {
    const [earliest] = this.sentAt;
    if (earliest === undefined || this.sentAt.length < this.limit) return 0;
    return earliest + WINDOW_MS - this.clock.now();
  }

  private async waitForPause(): Promise<void> {
    const { pause } = this;
    await this.clock.sleep(pause);
    this.paused += pause;
  }

  private async waitForLimit(): Promise<void> {
    const wait = this.limitLeft();
    if (wait > 1000) {
      this.say(`the limit of ${this.limit} requests a minute is reached: waiting ${Math.ceil(wait / 1000)} s`);
    }
    await this.clock.sleep(wait);
    this.limited += wait;
  }

  private heed(wish: Throttle | undefined): void {
    if (!wish) {
      this.refusals = 0;
      return;
    }
    const { retryAfter, reason } = wish;
    this.refusals += 1;
    const now = this.clock.now();
    if (this.refusals === 1) this.released = (this.sentAt.find((at) => at + WINDOW_MS > now) ?? now) + WINDOW_MS;
    const longer = Math.min(FIRST_PAUSE_MS * 2 ** (this.refusals - 1), LONGEST_PAUSE_MS);
    const patient = longer * (1 + this.clock.random() / 4);
    const pause =
      retryAfter === undefined
        ? Math.min(patient, ...this.openings(now).filter((opening) => opening >= FIRST_PAUSE_MS))
        : Math.min(Math.max(retryAfter, patient), LONGEST_RETRY_AFTER_MS);
    this.pausedUntil = now + pause;
    this.say(`the service asks for fewer requests (${reason}): all commands wait ${(pause / 1000).toFixed(1)} s`);
  }

  /**
   * In how many milliseconds the service is likely to take requests again. It counts either any 60 seconds, and then
   * those of this process first, or each minute of the clock; the pages do not say. Trying just then costs one request
   * and saves up to a whole pause, where several processes share the limit.
   */
  private openings(now: number): number[] {
    return [this.released - now, WINDOW_MS - (this.clock.wall() % 60_000)];
  }
}

/** The service wants fewer requests for longer than a command can wait. */
export class TooBusyError extends LiveError {
  constructor() {
    super("TOO_MANY_REQUESTS", "the service has asked for fewer requests for too long");
  }
}

/** A request that waits for its turn. */
export interface Paced<T> {
  readonly budget: Budget;
  /** The service has refused it before, wanting fewer requests. */
  readonly refused: boolean;
  /** A last look before it leaves. What throws here does not leave, and counts for nothing. */
  readonly look: () => void;
  readonly request: () => Promise<T>;
  /** Tells which failure means that the service wants less. */
  readonly throttled: (error: unknown) => Throttle | undefined;
}

/** The service's wish for fewer requests. */
export interface Throttle {
  /** Milliseconds, where the service named a time. */
  readonly retryAfter?: number | undefined;
  readonly reason: string;
}
