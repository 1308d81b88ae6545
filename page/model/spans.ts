import type { Span } from "../facts";

/** From when to when, in ms; Infinity: it goes on. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** In order, without overlaps and without empty ones, whatever order they came in. */
export function intervals(spans: readonly Span[]): Interval[] {
  const all = spans
    .map(([from, to]) => ({ from, to: to ?? Number.POSITIVE_INFINITY }))
    .filter(({ from, to }) => to > from)
    .sort((one, other) => one.from - other.from);
  const joined: Interval[] = [];
  for (const next of all) {
    const last = joined.at(-1);
    if (last && next.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else joined.push(next);
  }
  return joined;
}

/** When both hold. */
export function both(ones: readonly Interval[], others: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  for (let i = 0, j = 0; ; ) {
    const one = ones[i];
    const other = others[j];
    if (!one || !other) return found;
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (to > from) found.push({ from, to });
    if (one.to < other.to) i += 1;
    else j += 1;
  }
}

/** When the first holds and the second does not. */
export function without(ones: readonly Interval[], others: readonly Interval[]): Interval[] {
  return both(ones, complement(others));
}

function complement(all: readonly Interval[]): Interval[] {
  const ends = [Number.NEGATIVE_INFINITY, ...all.flatMap(({ from, to }) => [from, to]), Number.POSITIVE_INFINITY];
  const found: Interval[] = [];
  for (let i = 0; i < ends.length; i += 2) {
    const from = ends[i] as number;
    const to = ends[i + 1] as number;
    if (to > from) found.push({ from, to });
  }
  return found;
}

/** Those that are, at least in part, from `from` to `to`. They are in order and do not overlap. */
export function within<Item extends Interval>(all: readonly Item[], from: number, to: number): readonly Item[] {
  return all.slice(
    firstIndex(all, (item) => item.to >= from),
    firstIndex(all, (item) => item.from > to),
  );
}

/** Index of the first that the condition holds for, as it does for all after it. */
export function firstIndex<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
