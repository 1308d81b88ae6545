import type { Mark, Span, StreamFacts } from "../facts";
import { both, type Interval, intervals, without } from "./spans";

/** A command takes a moment to be carried out: that is no gap. */
export const SHORTEST_GAP_MS = 100;

/** How a stream is at a moment. */
export type State =
  /** On tape. */
  | "recorded"
  /** Declared and pushed, and not on tape. */
  | "missing"
  /** Declared, and there is no push. */
  | "waiting"
  /** Pushed, and nobody wants it on tape. */
  | "pushed"
  | "idle";

/** One stream, ready to be drawn. */
export interface Row {
  readonly id: string;
  readonly pushes: readonly Interval[];
  readonly recordings: readonly Interval[];
  readonly declared: readonly Interval[];
  /** Declared and pushed, and not recorded. */
  readonly gaps: readonly Interval[];
  /** In the order of time. */
  readonly marks: readonly Mark[];
  readonly lostBefore: number;
  readonly lastFile: string | undefined;
}

export function rowOf(facts: StreamFacts): Row {
  const pushes = intervals(facts.pushes);
  const recordings = intervals(facts.recordings);
  const declared = intervals(facts.declared);
  return {
    id: facts.id,
    pushes,
    recordings,
    declared,
    gaps: gapsOf(pushes, recordings, declared),
    marks: [...facts.marks].sort((one, other) => one.at - other.at),
    lostBefore: facts.lostBefore ?? 0,
    lastFile: facts.lastFile,
  };
}

function gapsOf(pushes: readonly Interval[], recordings: readonly Interval[], declared: readonly Interval[]) {
  return without(both(declared, pushes), recordings).filter(({ from, to }) => to - from >= SHORTEST_GAP_MS);
}

/** Milliseconds for which it was declared and pushed and not recorded, by `now`. */
export function lost({ gaps, lostBefore }: Pick<Row, "gaps" | "lostBefore">, now: number): number {
  return gaps.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - from), lostBefore);
}

export function stateAt({ pushes, recordings, declared }: Row, now: number): State {
  if (holds(recordings, now)) return "recorded";
  if (holds(declared, now)) return holds(pushes, now) ? "missing" : "waiting";
  return holds(pushes, now) ? "pushed" : "idle";
}

/** Since when it has been so. */
export function stateSince(row: Row, state: State): number | undefined {
  const spans = { recorded: row.recordings, missing: row.gaps, waiting: row.declared, pushed: row.pushes, idle: [] };
  const last = spans[state].at(-1);
  if (!last) return undefined;
  if (state !== "waiting") return last.from;
  return Math.max(last.from, row.pushes.at(-1)?.to ?? last.from);
}

export const isDeclared = ({ declared }: Row, now: number): boolean => holds(declared, now);

function holds(all: readonly Interval[], now: number): boolean {
  // A clock may be a little behind what goes on: its beginning counts as passed.
  const last = all.at(-1);
  return last !== undefined && last.to > now && (last.to === Number.POSITIVE_INFINITY || last.from <= now);
}

/** Without what was over before `before`; what was lost until then is kept as a sum. */
export function trimmed(facts: StreamFacts, before: number): StreamFacts {
  const row = rowOf(facts);
  // A gap is kept whole.
  const cut = row.gaps.find(({ from, to }) => from < before && to >= before)?.from ?? before;
  const lately = (all: readonly Interval[]) => all.filter(({ to }) => to >= cut);
  return {
    ...facts,
    pushes: lately(row.pushes).map(spanOf),
    recordings: lately(row.recordings).map(spanOf),
    // Nothing is missing where nothing was declared: so the recordings before may go.
    declared: both(row.declared, [{ from: cut, to: Number.POSITIVE_INFINITY }]).map(spanOf),
    marks: row.marks.filter(({ at }) => at >= cut),
    lostBefore: lost({ gaps: row.gaps.filter(({ to }) => to < cut), lostBefore: row.lostBefore }, cut),
  };
}

const spanOf = ({ from, to }: Interval): Span => [from, to === Number.POSITIVE_INFINITY ? null : to];
