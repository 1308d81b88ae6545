import type { Told } from "../keeper";
import type { Cause, KeptStream, Phase } from "../stream";
import { Histogram } from "./histogram";

/** What `/status.json` shows of the keeper. Times are ISO 8601, by this machine's clock. */
export interface Status {
  readonly stack: string;
  readonly startedAt: string;
  /** When the lists of pushes were last read whole. */
  readonly lookedAt?: string;
  /** The streams of the run that is under way. */
  readonly running: readonly string[];
  /** Whose run holds the lock that the last run met. */
  readonly lockedBy?: string;
  readonly alerts: readonly string[];
  readonly totals: Totals;
  readonly streams: readonly StreamStatus[];
}

export interface Totals {
  readonly declared: number;
  readonly recording: number;
  /** Pushed, declared and not recorded. */
  readonly unrecorded: number;
  /** Seconds for which streams were pushed, declared and not recorded, since the keeper began. */
  readonly unrecordedSeconds: number;
}

export interface StreamStatus {
  readonly stream: string;
  readonly phase: Phase;
  readonly pushedSince?: string;
  readonly startedAt?: string;
  readonly cause?: Cause;
  readonly unrecordedSince?: string;
  readonly unrecordedSeconds: number;
  readonly nextTry?: string;
  readonly endedAt?: string;
  readonly healedAt?: string;
  readonly trouble?: { readonly code: string; readonly message: string; readonly at: string };
  readonly lastFile?: string;
}

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

/** Follows what the keeper tells. */
export class StatusBoard {
  readonly #stack: string;
  readonly #startedAt: number;
  readonly #streams = new Map<string, Known>();
  readonly #byCause = new Map<Cause, number>();
  readonly #failed = new Map<string, number>();
  readonly #alerts = new Map<string, string>();
  readonly #seconds = new Histogram();
  readonly #messages = new Map<string, number>();
  #lookedAt: number | undefined;
  #running: readonly string[] = [];
  #lockedBy: string | undefined;
  #lost = 0;
  #locks = 0;

  constructor(stack: string, now: number) {
    this.#stack = stack;
    this.#startedAt = now;
  }

  /** Counts a message of the service. */
  count(result: string): void {
    this.#messages.set(result, (this.#messages.get(result) ?? 0) + 1);
  }

  get messages(): ReadonlyMap<string, number> {
    return this.#messages;
  }

  take(told: Told, now: number): void {
    switch (told.type) {
      case "phase":
        this.#phase(told.stream, told.now, now);
        break;
      case "gone":
        this.#streams.delete(told.stream);
        this.#alerts.delete(told.stream);
        break;
      case "run":
        this.#running = told.streams;
        this.#lockedBy = undefined;
        break;
      case "run-over":
        this.#running = [];
        break;
      case "locked":
        this.#lockedBy = told.whose;
        this.#locks += 1;
        break;
      case "looked":
        this.#lookedAt = now;
        this.#alerts.delete("look");
        break;
      case "blind":
        this.#alerts.set("look", `${told.code}: ${told.message}`);
        break;
      case "trouble":
        this.#alerts.set("backend", told.message);
        break;
      case "declared":
        this.#alerts.delete("backend");
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

  /** When the lists of pushes were last read whole. */
  get lookedAt(): number | undefined {
    return this.#lookedAt;
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

  status(now: number): Status {
    const phases = this.phases();
    return {
      stack: this.#stack,
      startedAt: iso(this.#startedAt),
      ...given({ lookedAt: this.#lookedAt && iso(this.#lookedAt), lockedBy: this.#lockedBy }),
      running: this.#running,
      alerts: [...this.#alerts.values()],
      totals: {
        declared: this.#streams.size,
        recording: phases.get("recording") ?? 0,
        unrecorded: (phases.get("due") ?? 0) + (phases.get("starting") ?? 0) + (phases.get("held") ?? 0),
        unrecordedSeconds: seconds(this.lost(now)),
      },
      streams: [...this.#streams]
        .sort(([a], [b]) => a.localeCompare(b, "en"))
        .map(([stream, known]) => streamStatus(stream, known, now)),
    };
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
      const { code, message } = stream.trouble;
      this.#failed.set(code, (this.#failed.get(code) ?? 0) + 1);
      this.#alerts.set(id, message);
    } else if (stream.phase === "recording") this.#alerts.delete(id);
    known.stream = stream;
    this.#streams.set(id, known);
  }
}

function streamStatus(id: string, { stream, lost, lastFile }: Known, now: number): StreamStatus {
  const { phase, pushedSince, startedAt, cause, unrecordedSince, nextTry, endedAt, healedAt, trouble } = stream;
  return {
    stream: id,
    phase,
    unrecordedSeconds: seconds(lost + ongoing(stream, now)),
    ...given({
      pushedSince: pushedSince && iso(pushedSince),
      startedAt: startedAt && iso(startedAt),
      cause,
      unrecordedSince: unrecordedSince && iso(unrecordedSince),
      nextTry: nextTry && iso(nextTry),
      endedAt: endedAt && iso(endedAt),
      healedAt: healedAt && iso(healedAt),
      trouble: trouble && { ...trouble, at: iso(trouble.at) },
      lastFile,
    }),
  };
}

function ongoing({ unrecordedSince }: KeptStream, now: number): number {
  return unrecordedSince === undefined ? 0 : Math.max(0, now - unrecordedSince);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined | 0 | ""> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Given<T>;
}
