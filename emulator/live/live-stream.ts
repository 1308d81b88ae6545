import { noCommandRule, noRecording, notPushed, recordTaskExists } from "../protocol/refusals";
import { mergeThreshold, type Rule, ruleFor } from "../rules";
import type { StreamName } from "../stream-name";

/** Times in ms. */
export interface Push {
  readonly startedAt: number;
  /** The start that the list of online streams shows. */
  readonly listedStart: number;
  /** When the list begins to show the push; Infinity: never. */
  readonly listedFrom: number;
}

/** Times in ms. */
export interface StreamRecord extends StreamName {
  readonly startedAt: number;
  stoppedAt: number | null;
  endedBy: null | "STOP" | "interruption";
}

interface Ongoing {
  readonly record: StreamRecord;
  /** Taken when the recording starts: edits of a rule do not touch streams that are being recorded. */
  readonly mergeThreshold: number;
}

/** One stream: its push, and the recording that goes with it. */
export class LiveStream {
  readonly name: StreamName;
  push: Push | undefined;
  private awaySince: number | undefined;
  private ongoing: Ongoing | undefined;
  private lastStart = Number.NEGATIVE_INFINITY;
  private lastStop = Number.NEGATIVE_INFINITY;

  constructor(name: StreamName, push: Push | undefined) {
    this.name = name;
    this.push = push;
  }

  get recorded(): boolean {
    return this.ongoing !== undefined;
  }

  /** `cooldown`: ms that must be exceeded between STOP and START. */
  start(now: number, cooldown: number, rules: readonly Rule[]): StreamRecord {
    this.settle(now);
    if (this.ongoing) throw recordTaskExists();
    if (now - this.lastStop <= cooldown) throw recordTaskExists();
    if (!this.push) throw notPushed();
    const rule = ruleFor(this.name, this.push.startedAt, rules);
    if (rule?.recordType !== "COMMAND_RECORD") throw noCommandRule();

    const record: StreamRecord = { ...this.name, startedAt: now, stoppedAt: null, endedBy: null };
    this.ongoing = { record, mergeThreshold: mergeThreshold(rule.config) };
    this.lastStart = now;
    // What is being recorded was pushed before, although `newPush` may have listed it later.
    if (this.push.listedStart > now) this.push = { ...this.push, listedStart: now };
    return record;
  }

  stop(now: number): void {
    this.settle(now);
    if (!this.ongoing) throw noRecording();
    this.end(now, "STOP");
    this.lastStop = now;
  }

  /**
   * A push that begins now. The list knows whole seconds only, and clients allow for a second or two between the
   * clocks: a push that is back right after START would look like the one before. So it is listed at least 3 s after
   * the last START.
   */
  newPush(now: number): Push {
    const distinct = Math.ceil(this.lastStart / 1000 + 3) * 1000;
    return { startedAt: now, listedStart: Math.max(now, distinct), listedFrom: now };
  }

  pushBegins(push: Push, now: number): void {
    this.settle(now);
    this.push = push;
    this.awaySince = undefined;
  }

  pushEnds(now: number): void {
    if (!this.push) return;
    this.push = undefined;
    this.awaySince = now;
    this.settle(now);
  }

  /** The push was away for the `away` ms until now. */
  interrupt(away: number, now: number): void {
    this.settle(now);
    if (this.ongoing && !this.survives(away)) this.end(now - away, "interruption");
    this.push = this.newPush(now);
    this.awaySince = undefined;
  }

  /** Ends the recording if the push has been away for too long by now. */
  settle(now: number): void {
    if (this.awaySince === undefined || this.survives(now - this.awaySince)) return;
    if (this.ongoing) this.end(this.awaySince, "interruption");
  }

  private survives(away: number): boolean {
    const threshold = this.ongoing?.mergeThreshold ?? 0;
    return threshold > 0 && away <= threshold;
  }

  private end(at: number, endedBy: "STOP" | "interruption"): void {
    if (!this.ongoing) return;
    const { record } = this.ongoing;
    record.stoppedAt = Math.max(at, record.startedAt);
    record.endedBy = endedBy;
    this.ongoing = undefined;
  }
}
