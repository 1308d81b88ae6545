import type { Told } from "../keeper";
import type { Cause, KeptStream, Phase } from "../stream";
import { Alerts } from "./alerts";
import { Histogram } from "./histogram";
import { History } from "./history";
import { given, inSeconds, iso, ongoing, type StackStatus, type StreamStatus, streamStatus } from "./stack-status";
import type { Totals } from "./status";

/** Runs by how they ended, and how long a stream waited from when it was seen until START. */
export interface Heals {
  readonly byCause: ReadonlyMap<Cause, number>;
  readonly failed: ReadonlyMap<string, number>;
  readonly seconds: Histogram;
}

interface Known {
  stream: KeptStream;
  /** When it was seen to be due. */
  seenAt: number | undefined;
  lost: number;
  lastFile: string | undefined;
}

/** Follows what the keeper of one stack tells. */
export class StackBoard {
  readonly stack: string;
  readonly lookSeconds = new Histogram();
  readonly history = new History();
  readonly #streams = new Map<string, Known>();
  readonly #byCause = new Map<Cause, number>();
  readonly #failed = new Map<string, number>();
  readonly #alerts = new Alerts();
  readonly #seconds = new Histogram();
  #lookedAt: number | undefined;
  #running: readonly string[] = [];
  #lockedBy: string | undefined;
  #lost = 0;
  #locks = 0;

  constructor(stack: string) {
    this.stack = stack;
  }

  take(told: Told, now: number): void {
    this.#alerts.take(told, now);
    this.history.take(told, now);
    switch (told.type) {
      case "phase":
        this.#phase(told.stream, told.now, now);
        break;
      case "gone":
        this.#gone(told.stream, now);
        break;
      case "run":
        this.#running = told.streams;
        break;
      case "run-over":
        this.#running = [];
        this.#lockedBy = told.locked?.whose;
        if (told.locked) this.#locks += 1;
        break;
      case "looked":
        this.lookSeconds.observe(told.seconds);
        if (told.blind.length === 0) this.#lookedAt = now;
        break;
      case "file": {
        const known = this.#streams.get(told.stream);
        if (known) known.lastFile = told.file.url ?? told.file.name;
        break;
      }
    }
  }

  get heals(): Heals {
    return { byCause: this.#byCause, failed: this.#failed, seconds: this.#seconds };
  }

  get lockWaits(): number {
    return this.#locks;
  }

  /** When all lists of pushes were last read. */
  get lookedAt(): number | undefined {
    return this.#lookedAt;
  }

  alerts(now: number): string[] {
    return this.#alerts.at(now);
  }

  phases(): Map<Phase, number> {
    const counts = new Map<Phase, number>(
      (["recording", "offline", "due", "starting", "held"] as const).map((phase) => [phase, 0]),
    );
    for (const { stream } of this.#streams.values()) counts.set(stream.phase, (counts.get(stream.phase) ?? 0) + 1);
    return counts;
  }

  /** Milliseconds for which streams were pushed, declared and not recorded. */
  lost(now: number): number {
    let lost = this.#lost;
    for (const { stream } of this.#streams.values()) lost += ongoing(stream, now);
    return lost;
  }

  status(now: number): { status: StackStatus; totals: Totals; streams: StreamStatus[] } {
    const phases = this.phases();
    const count = (phase: Phase) => phases.get(phase) ?? 0;
    return {
      status: {
        stack: this.stack,
        ...given({ lookedAt: this.#lookedAt && iso(this.#lookedAt), lockedBy: this.#lockedBy }),
        running: this.#running,
        alerts: this.alerts(now),
      },
      totals: {
        declared: this.#streams.size,
        recording: count("recording"),
        unrecorded: count("due") + count("starting") + count("held"),
        unrecordedSeconds: inSeconds(this.lost(now)),
      },
      streams: [...this.#streams]
        .sort(([a], [b]) => a.localeCompare(b, "en"))
        .map(([id, known]) => streamStatus(this.stack, id, known, now)),
    };
  }

  /** What it has cost stays in the sum, which never becomes less. */
  #gone(id: string, now: number): void {
    const known = this.#streams.get(id);
    if (known) this.#lost += ongoing(known.stream, now);
    this.#streams.delete(id);
  }

  #phase(id: string, stream: KeptStream, now: number): void {
    const known = this.#streams.get(id) ?? { stream, seenAt: undefined, lost: 0, lastFile: undefined };
    const before = known.stream;
    if (stream.phase === "due" && before.phase !== "starting" && before.phase !== "held") known.seenAt = now;
    if (before.unrecordedSince !== undefined && stream.unrecordedSince === undefined) {
      const until = stream.phase === "recording" ? (stream.startedAt ?? now) : now;
      const lost = Math.max(0, until - before.unrecordedSince);
      known.lost += lost;
      this.#lost += lost;
    }
    if (before.phase === "starting" && stream.phase === "recording") {
      const cause = before.cause ?? "unknown";
      this.#byCause.set(cause, (this.#byCause.get(cause) ?? 0) + 1);
      if (known.seenAt !== undefined) this.#seconds.observe((now - known.seenAt) / 1_000);
    }
    if (stream.phase === "held" && stream.trouble) {
      const { code } = stream.trouble;
      this.#failed.set(code, (this.#failed.get(code) ?? 0) + 1);
    }
    known.stream = stream;
    this.#streams.set(id, known);
  }
}
