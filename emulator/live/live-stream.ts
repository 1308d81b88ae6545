import { noCommandRule, noRecording, notPushed, recordTaskExists } from "../protocol/refusals";
import { mergeThreshold, type RecordConfig, type RecordType, type Rule, ruleFor } from "../rules";
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
export interface PushSpan {
  readonly startedAt: number;
  /** null: it goes on. */
  readonly endedAt: number | null;
}

/** Times in ms. */
export interface StreamRecord extends StreamName {
  readonly id: string;
  readonly startedAt: number;
  readonly recordType: RecordType;
  /** Of the rule when the recording started: edits of a rule do not touch streams that are being recorded. */
  readonly config: RecordConfig;
  stoppedAt: number | null;
  endedBy: null | "STOP" | "interruption" | "failure";
  /** What failed. */
  error?: string;
  /** Since when the push is away, while the recording may go on. */
  awaySince?: number | undefined;
}

/** One stream: its push, and the recording that goes with it. */
export class LiveStream {
  readonly name: StreamName;
  push: Push | undefined;
  /** All there were, in the order in which they began. */
  readonly pushes: PushSpan[] = [];
  private awaySince: number | undefined;
  private ongoing: StreamRecord | undefined;
  private lastStart = Number.NEGATIVE_INFINITY;
  private lastStop = Number.NEGATIVE_INFINITY;

  constructor(name: StreamName, push: Push | undefined) {
    this.name = name;
    this.push = push;
    if (push) this.pushes.push({ startedAt: push.startedAt, endedAt: null });
  }

  get recorded(): boolean {
    return this.ongoing !== undefined;
  }

  /**
   * @param cooldown ms that must be exceeded between STOP and START
   * @param id of the recording
   */
  start(now: number, cooldown: number, rules: readonly Rule[], id: string): StreamRecord {
    this.settle(now);
    if (this.ongoing) throw recordTaskExists();
    if (now - this.lastStop <= cooldown) throw recordTaskExists();
    if (!this.push) throw notPushed();
    const rule = ruleFor(this.name, this.push.startedAt, rules);
    if (rule?.recordType !== "COMMAND_RECORD") throw noCommandRule();

    const { recordType, config } = rule;
    const record = { ...this.name, id, startedAt: now, recordType, config, stoppedAt: null, endedBy: null };
    this.ongoing = record;
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

  /** What writes the recording breaks. */
  fail(now: number, error: string): void {
    this.settle(now);
    if (!this.ongoing) return;
    this.ongoing.error = error;
    this.end(now, "failure");
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
    if (this.push) this.pushes.pop();
    this.pushes.push({ startedAt: push.startedAt, endedAt: null });
    this.push = push;
    this.isBack();
  }

  pushEnds(now: number): void {
    if (!this.push) return;
    this.push = undefined;
    this.pushIsOver(now);
    this.awaySince = now;
    if (this.ongoing) this.ongoing.awaySince = now;
    this.settle(now);
  }

  /** The push was away for the `away` ms until now. */
  interrupt(away: number, now: number): void {
    this.settle(now);
    if (this.ongoing && !this.survives(away)) this.end(now - away, "interruption");
    if (this.push) this.pushIsOver(now - away);
    this.push = this.newPush(now);
    this.pushes.push({ startedAt: this.push.startedAt, endedAt: null });
    this.isBack();
  }

  /** Ends the recording if the push has been away for too long by now. */
  settle(now: number): void {
    if (this.awaySince === undefined || this.survives(now - this.awaySince)) return;
    if (this.ongoing) this.end(this.awaySince, "interruption");
  }

  private pushIsOver(at: number): void {
    const last = this.pushes.pop();
    if (last) this.pushes.push({ ...last, endedAt: Math.max(at, last.startedAt) });
  }

  private isBack(): void {
    this.awaySince = undefined;
    if (this.ongoing) this.ongoing.awaySince = undefined;
  }

  private survives(away: number): boolean {
    const threshold = this.ongoing ? mergeThreshold(this.ongoing.config) : 0;
    return threshold > 0 && away <= threshold;
  }

  private end(at: number, endedBy: "STOP" | "interruption" | "failure"): void {
    const record = this.ongoing;
    if (!record) return;
    record.stoppedAt = Math.max(at, record.startedAt);
    record.endedBy = endedBy;
    record.awaySince = undefined;
    this.ongoing = undefined;
  }
}
