import { Budget } from "../live/budget";
import { pushOf } from "../live/online-streams";
import { type Stream, streamId } from "../live/stream";
import { LifecycleError } from "./errors";
import { LOOK_TIMEOUT, type Lookout, look } from "./look";
import { type Place, streamKey } from "./place";
import { type Reason, reasonFor, type View } from "./reason";

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
   * Resolves with true when a START is worth trying: the push is in the list, or it is time to try without it. With
   * false when the time is over.
   *
   * @throws {LifecycleError} at once where no push would help
   */
  untilWorthTrying(): Promise<boolean>;
  /** There is time left. */
  goesOn(): boolean;
  /** Why the stream cannot be recorded, as far as was seen last. */
  reason(): Reason;
}

interface Waiter {
  readonly place: Place;
  readonly stream: Stream;
  readonly until: number;
  view: View;
  /** How often START was tried so far. */
  tries: number;
  /** When START was last tried without the list; set back at first, so that the first try comes sooner. */
  triedAt: number;
  /** The push for which START was tried already. */
  triedPush?: number;
  go: (worthTrying: boolean) => void;
}

/** Waits for pushes: one listing per domain for all that wait, however many they are. */
export class PushWatch {
  private readonly waiters = new Set<Waiter>();
  private watching = false;

  constructor(private readonly lookout: Lookout) {}

  begin(place: Place, stream: Stream, seconds: number): Wait {
    const { clock, say } = this.lookout;
    const now = clock.now();
    const triedAt = now + FIRST_TRY_MS - TRY_EVERY_MS;
    const waiter: Waiter = { place, stream, until: now + seconds * 1000, view: {}, tries: 0, triedAt, go: () => {} };
    let looked = false;
    return {
      goesOn: () => clock.now() < waiter.until,
      reason: () => reasonFor(waiter.stream, waiter.view),
      untilWorthTrying: async () => {
        if (seconds === 0) return true;
        const first = !looked;
        looked = true;
        if (first) {
          if (await this.isPushed(waiter)) return true;
          const { code, text } = reasonFor(stream, waiter.view);
          const why = code === "RULE_NEWER_THAN_PUSH" ? `: ${text}` : "";
          say(`START of ${streamId(stream)} waits for its push, for up to ${seconds} s${why}`);
        }
        return this.join(waiter);
      },
    };
  }

  /** The first look, with the rules: where they do not allow a recording, there is nothing to wait for. */
  private async isPushed(waiter: Waiter): Promise<boolean> {
    const { place, stream } = waiter;
    waiter.view = await look(this.lookout, place, stream.publishDomain);
    // Without the list there is nothing to wait for, so the first try comes soon.
    if (!waiter.view.pushes) waiter.triedAt = Number.NEGATIVE_INFINITY;
    const reason = reasonFor(stream, waiter.view);
    if (!reason.passes) {
      throw new LifecycleError(reason.code, `${streamId(stream)} is not being recorded: ${reason.text}`);
    }
    const pushed = this.hasNewPush(waiter);
    if (pushed) waiter.tries += 1;
    return pushed;
  }

  private join(waiter: Waiter): Promise<boolean> {
    return new Promise((go) => {
      this.waiters.add(Object.assign(waiter, { go }));
      if (!this.watching) void this.watch();
    });
  }

  private async watch(): Promise<void> {
    const { clock } = this.lookout;
    this.watching = true;
    while (this.waiters.size > 0) {
      const nearest = Math.min(...[...this.waiters].map(({ until }) => until)) - clock.now();
      await clock.sleep(Math.max(0, Math.min(LOOK_EVERY_MS, nearest)));
      await this.lookAgain();
      for (const waiter of [...this.waiters]) {
        if (this.hasNewPush(waiter)) this.release(waiter);
      }
      this.tryBlindly(clock.now());
      for (const waiter of [...this.waiters]) {
        if (waiter.until <= clock.now()) this.giveUp(waiter);
      }
    }
    this.watching = false;
  }

  /** Reads the list of each domain once. */
  private async lookAgain(): Promise<void> {
    const { clock, live } = this.lookout;
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

  /** The list shows a push that a rule covers, and for which START has not been tried. */
  private hasNewPush(waiter: Waiter): boolean {
    if (reasonFor(waiter.stream, waiter.view).code !== "START_REFUSED") return false;
    const push = waiter.view.pushes && pushOf(waiter.view.pushes, waiter.stream);
    // Not `===`: a time that cannot be read is NaN.
    if (!push || Object.is(push.since, waiter.triedPush)) return false;
    waiter.triedPush = push.since;
    return true;
  }

  private tryBlindly(now: number): void {
    // A stream that was never tried is due when its time is over, since the list may lag.
    const due = [...this.waiters].filter(
      ({ triedAt, tries, until }) => now - triedAt >= TRY_EVERY_MS || (until <= now && tries === 0),
    );
    for (const waiter of due.sort((a, b) => a.triedAt - b.triedAt).slice(0, TRIES_AT_A_TIME)) {
      waiter.triedAt = now;
      this.release(waiter);
    }
  }

  private release(waiter: Waiter): void {
    this.waiters.delete(waiter);
    waiter.tries += 1;
    waiter.go(true);
  }

  private giveUp(waiter: Waiter): void {
    this.waiters.delete(waiter);
    waiter.go(false);
  }
}
