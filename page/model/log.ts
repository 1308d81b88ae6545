import type { MarkKind } from "../facts";
import type { Row } from "./row";
import { firstIndex } from "./spans";
import { duration } from "./text";

/** A line of the log: a mark, or where a push or a gap begins or ends. */
export interface Entry {
  readonly at: number;
  readonly id: string;
  readonly kind: MarkKind | "push" | "gap";
  readonly text: string;
}

/** What has happened to a stream by `now`, the newest first; at most `most`. */
export function entriesOf(row: Row, now: number, most: number): readonly Entry[] {
  const all = allOf(row);
  const first = firstIndex(all, ({ at }) => at <= now);
  return all.slice(first, first + most);
}

/** The same of all streams. */
export function latest(rows: readonly Row[], now: number, most: number): Entry[] {
  const lists = rows.map((row) => ({ all: allOf(row), next: firstIndex(allOf(row), ({ at }) => at <= now) }));
  const found: Entry[] = [];
  while (found.length < most) {
    let newest: { list: (typeof lists)[number]; entry: Entry } | undefined;
    for (const list of lists) {
      const entry = list.all[list.next];
      if (entry && (!newest || entry.at > newest.entry.at)) newest = { list, entry };
    }
    if (!newest) break;
    found.push(newest.entry);
    newest.list.next += 1;
  }
  return found;
}

/** A row does not change: another one takes its place. */
const made = new WeakMap<Row, readonly Entry[]>();

function allOf(row: Row): readonly Entry[] {
  const known = made.get(row);
  if (known) return known;
  const { id, marks, pushes, gaps } = row;
  const entry = (at: number, kind: Entry["kind"], text: string): Entry => ({ at, id, kind, text });
  const all = [
    // Of one moment, first what follows from the rest.
    ...gaps.flatMap(({ from, to }) => [
      entry(from, "gap", "Not recorded from here"),
      entry(to, "gap", `Gap is over: ${duration(to - from)} lost`),
    ]),
    ...marks.map(({ at, kind, text }) => entry(at, kind, text)),
    ...pushes.flatMap(({ from, to }) => [entry(from, "push", "Push begins"), entry(to, "push", "Push ends")]),
  ]
    .filter(({ at }) => Number.isFinite(at))
    .sort((one, other) => other.at - one.at);
  made.set(row, all);
  return all;
}
