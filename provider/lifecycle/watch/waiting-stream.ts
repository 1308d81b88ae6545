import { pushOf } from "../../live/online-streams";
import type { Stream } from "../../live/stream";
import type { Place } from "../place";
import { type Reason, reasonFor, type View } from "./reason";

/**
 * The list may lag by minutes, so START is also tried without it: for each stream this often, and for no more than this
 * many streams each time the list is read, which is 24 a minute in all.
 */
const TRY_EVERY_MS = 30_000;
const FIRST_TRY_MS = 10_000;
const TRIES_AT_A_TIME = 2;

/** One stream that waits for its push: what was seen of it, and for what START was tried already. */
export class WaitingStream {
  private view: View = {};
  private tried = false;
  /** The push for which START was tried. */
  private triedPush: number | undefined;
  /** When START was last tried without the list; set back at first, so that the first try comes sooner. */
  private triedAt: number;

  constructor(
    readonly place: Place,
    readonly stream: Stream,
    begin: number,
    readonly until: number,
  ) {
    this.triedAt = begin + FIRST_TRY_MS - TRY_EVERY_MS;
  }

  /** Why it cannot be recorded, as far as was seen last. */
  get reason(): Reason {
    return reasonFor(this.stream, this.view);
  }

  sees(view: View): void {
    this.view = { ...this.view, ...view };
    // Without the list there is nothing to wait for, so the first try comes soon.
    if (!this.view.pushes && !this.tried) this.triedAt = Number.NEGATIVE_INFINITY;
  }

  /** Whether the list shows a push that a rule covers and that was not taken yet; START is tried once for each. */
  takePush(): boolean {
    if (this.reason.code !== "START_REFUSED") return false;
    const push = this.view.pushes && pushOf(this.view.pushes, this.stream);
    // Not `===`: a time that cannot be read is NaN.
    if (!push || Object.is(push.since, this.triedPush)) return false;
    this.triedPush = push.since;
    this.tried = true;
    return true;
  }

  /** Which of those that wait have their turn without the list: those whose last one is longest ago. */
  static takeTurns(waiting: readonly WaitingStream[], now: number): WaitingStream[] {
    const due = waiting.filter((one) => one.isDue(now)).sort((a, b) => a.triedAt - b.triedAt);
    const turns = due.slice(0, TRIES_AT_A_TIME);
    for (const one of turns) {
      one.triedAt = now;
      one.tried = true;
    }
    return turns;
  }

  private isDue(now: number): boolean {
    return now - this.triedAt >= TRY_EVERY_MS;
  }
}
