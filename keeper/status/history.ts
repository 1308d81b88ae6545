import type { Mark, Span, StreamFacts } from "../../page/facts";
import { trimmed } from "../../page/model/row";
import type { Told } from "../keeper";
import type { Message } from "../notifications/message";
import type { KeptStream } from "../stream";

/** How far back the page looks, in ms. */
const KEPT_MS = 86_400_000;
/** A stream that flaps is told with its last marks. */
const MOST_MARKS = 1_000;

interface Known {
  facts: StreamFacts;
  isDeclared: boolean;
}

/** What has happened to the streams of a stack, for the page: pushes, recordings and marks over time. */
export class History {
  readonly #streams = new Map<string, Known>();
  readonly #changed = new Set<string>();

  take(told: Told, now: number): void {
    switch (told.type) {
      case "phase":
        this.#phase(told.stream, told.before, told.now, now);
        break;
      case "gone":
        this.#change(told.stream, now, ({ pushes, recordings, declared }) => ({
          pushes: closed(pushes, now),
          recordings: closed(recordings, now),
          declared: closed(declared, now),
        }));
        break;
      case "file": {
        const lastFile = told.file.url ?? told.file.name;
        this.#change(told.stream, now, () => ({ lastFile }));
        break;
      }
    }
  }

  /** Messages of the service about streams that are declared. */
  message({ stream, event, error, isProven }: Message, now: number): void {
    const text = [event, error].filter(Boolean).join(": ");
    const kind = event === "RECORD_FAILED" && isProven ? "failed" : "message";
    this.#mark(stream, { at: now, kind, text: isProven ? text : `${text} (not proven)` }, now);
  }

  all(now: number): StreamFacts[] {
    for (const [id, known] of this.#streams) {
      known.facts = trimmed(known.facts, now - KEPT_MS);
      const { pushes, recordings, declared, marks } = known.facts;
      if (!known.isDeclared && [pushes, recordings, declared, marks].every(({ length }) => length === 0)) {
        this.#streams.delete(id);
      }
    }
    return [...this.#streams.values()].map(({ facts }) => facts);
  }

  /** Those that are different since the last call. */
  changed(): StreamFacts[] {
    const facts = [...this.#changed].flatMap((id) => this.#streams.get(id)?.facts ?? []);
    this.#changed.clear();
    return facts;
  }

  #phase(id: string, before: KeptStream | undefined, stream: KeptStream, now: number): void {
    const { phase, pushedSince, startedAt, unrecordedSince } = stream;
    const known = this.#streams.get(id);
    // What the state declares has been declared before the keeper came to see it.
    const since = Math.min(now, startedAt ?? now, unrecordedSince ?? now);
    if (!known?.isDeclared) this.#change(id, now, ({ declared }) => ({ declared: [...declared, [since, null]] }));
    this.#change(id, now, ({ pushes, recordings }) => ({
      // The list does not say when a push ended that is back: a second before is long enough to be seen.
      pushes: pushedSince === undefined ? closed(pushes, now) : opened(pushes, pushedSince, pushedSince - 1_000),
      recordings:
        phase === "recording" && startedAt !== undefined
          ? opened(recordings, startedAt, startedAt)
          : closed(recordings, unrecordedSince ?? now),
    }));
    for (const mark of marksOf(before, stream, now)) this.#mark(id, mark, now);
  }

  #mark(id: string, mark: Mark, now: number): void {
    if (!this.#streams.has(id)) return;
    this.#change(id, now, ({ marks }) => ({ marks: [...marks, mark].slice(-MOST_MARKS) }));
  }

  #change(id: string, now: number, change: (facts: StreamFacts) => Partial<StreamFacts>): void {
    const facts = this.#streams.get(id)?.facts ?? { id, pushes: [], recordings: [], declared: [], marks: [] };
    const next = trimmed({ ...facts, ...change(facts) }, now - KEPT_MS);
    this.#streams.set(id, { facts: next, isDeclared: next.declared.at(-1)?.[1] === null });
    this.#changed.add(id);
  }
}

/** The last one ends. */
function closed(spans: readonly Span[], at: number): readonly Span[] {
  const last = spans.at(-1);
  if (!last || last[1] !== null) return spans;
  return [...spans.slice(0, -1), [last[0], Math.max(last[0], at)]];
}

/** The list of pushes has whole seconds: what began within so many ms is the same. */
const SAME_MS = 2_000;

/** One that began at `from` goes on: the last one, or a new one; what went on before has ended at `end`. */
function opened(spans: readonly Span[], from: number, end: number): readonly Span[] {
  const last = spans.at(-1);
  if (last && Math.abs(last[0] - from) <= SAME_MS) return [...spans.slice(0, -1), [last[0], null]];
  return [...closed(spans, end), [from, null]];
}

function marksOf(before: KeptStream | undefined, stream: KeptStream, now: number): Mark[] {
  const { phase, cause, startedAt, unrecordedSince, trouble } = stream;
  switch (phase) {
    case "recording":
      if (before === undefined || startedAt === undefined || startedAt === before.startedAt) return [];
      return [{ at: startedAt, kind: "start", text: before.phase === "starting" ? "START by the keeper" : "START" }];
    case "due": {
      if (before?.phase !== "recording" && before?.phase !== "offline") return [];
      const at = unrecordedSince ?? now;
      if (cause === "interrupted") return [{ at, kind: "interrupted", text: "Interrupted: the push is back" }];
      if (cause === "ended") return [{ at, kind: "interrupted", text: "Ended while the push goes on" }];
      return cause === "failed" ? [{ at, kind: "failed", text: "Recording failed" }] : [];
    }
    case "held":
      return [
        { at: now, kind: "refused", text: trouble ? `${trouble.code}: ${trouble.message}` : "START did not work" },
      ];
    default:
      return [];
  }
}
