import { Budget } from "../live/budget";
import { type Stream, streamId } from "../live/stream";
import { type Context, type Place, streamKey } from "./context";
import { RecordingError } from "./errors";
import { LOOK_TIMEOUT, look } from "./look";
import { reasonFor, type View } from "./refusal";

/** How often the list is read while streams are waited for. */
const LOOK_EVERY_MS = 5_000;

/**
 * The list may lag by minutes, so START is also tried without it: for each stream this often, and for no more than this
 * many streams each time the list is read, which is 24 a minute in all.
 */
const TRY_EVERY_MS = 30_000;
const FIRST_TRY_MS = 10_000;
const TRIES_AT_A_TIME = 2;

/** What `waitForStream` waits with. */
export interface Wait {
  /**
   * Resolves when a START is worth trying: the push is in the list, or it is time to try without it, or to try for the
   * last time.
   *
   * @throws {RecordingError} at once where no push would help
   */
  untilWorthTrying(): Promise<void>;
  /** There is time left. */
  goesOn(): boolean;
}

interface Waiter {
  readonly place: Place;
  readonly stream: Stream;
  readonly until: number;
  view: View;
  /** When START was last tried without the list; set back so that the first try comes sooner. */
  triedAt: number;
  /** The push for which START was tried already. */
  triedPush?: number | undefined;
  go: () => void;
}

/** Waits for pushes: one listing per domain for all that wait, however many they are. */
export class PushWatch {
  private readonly waiters = new Set<Waiter>();
  private watching = false;

  constructor(private readonly context: () => Context) {}

  begin(place: Place, stream: Stream, seconds: number): Wait {
    const { clock, say } = this.context();
    const now = clock.now();
    const until = now + seconds * 1000;
    const waiter: Waiter = { place, stream, until, view: {}, triedAt: now + FIRST_TRY_MS - TRY_EVERY_MS, go: () => {} };
    let looked = false;
    const goesOn = () => clock.now() < until;
    return {
      goesOn,
      untilWorthTrying: async () => {
        if (seconds === 0) return;
        if (!looked) {
          looked = true;
          waiter.view = await look(this.context(), place, stream.publishDomain);
          // Without the list there is nothing else to go by, so the first turn comes soon.
          if (!waiter.view.pushes) waiter.triedAt = Number.NEGATIVE_INFINITY;
          if (this.isWorthTrying(waiter)) return;
          say(`START of ${streamId(stream)} waits for its push, for up to ${seconds} s`);
        }
        if (!goesOn()) return;
        await new Promise<void>((resolve) => {
          waiter.go = resolve;
          this.waiters.add(waiter);
          if (!this.watching) void this.watch();
        });
      },
    };
  }

  private async watch(): Promise<void> {
    const { clock } = this.context();
    this.watching = true;
    while (this.waiters.size > 0) {
      const nearest = Math.min(...[...this.waiters].map(({ until }) => until)) - clock.now();
      await clock.sleep(Math.max(0, Math.min(LOOK_EVERY_MS, nearest)));
      await this.lookAgain();
      for (const waiter of [...this.waiters]) {
        if (waiter.until <= clock.now() || this.isWorthTrying(waiter)) this.release(waiter);
      }
      this.tryBlindly(clock.now());
    }
    this.watching = false;
  }

  /** Reads the list of each domain once. */
  private async lookAgain(): Promise<void> {
    const { clock, live } = this.context();
    const domains = new Map<string, Waiter[]>();
    for (const waiter of this.waiters) {
      const domain = streamKey(waiter.place, { ...waiter.stream, app: "", stream: "" });
      domains.set(domain, [...(domains.get(domain) ?? []), waiter]);
    }
    await Promise.all(
      [...domains.values()].map(async (waiters) => {
        const { place, stream } = waiters[0] as Waiter;
        const listing = live.pushes(live.connect(place), stream.publishDomain, new Budget(LOOK_TIMEOUT, clock));
        const pushes = await listing.catch(() => undefined);
        for (const waiter of waiters) waiter.view = { ...waiter.view, pushes };
      }),
    );
  }

  private isWorthTrying(waiter: Waiter): boolean {
    const reason = reasonFor(waiter.stream, waiter.view);
    if (!reason.passes) {
      throw new RecordingError(reason.code, `${streamId(waiter.stream)} is not being recorded: ${reason.text}`);
    }
    if (reason.code !== "START_REFUSED") return false;
    const push = waiter.view.pushes?.find((p) => p.app === waiter.stream.app && p.stream === waiter.stream.stream);
    if (!push || push.since === waiter.triedPush) return false;
    waiter.triedPush = push.since;
    return true;
  }

  private tryBlindly(now: number): void {
    const due = [...this.waiters].filter(({ triedAt }) => now - triedAt >= TRY_EVERY_MS);
    for (const waiter of due.sort((a, b) => a.triedAt - b.triedAt).slice(0, TRIES_AT_A_TIME)) {
      waiter.triedAt = now;
      this.release(waiter);
    }
  }

  private release(waiter: Waiter): void {
    this.waiters.delete(waiter);
    waiter.go();
  }
}
