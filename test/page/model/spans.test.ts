import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Span } from "../../../page/facts";
import { both, type Interval, intervals, within, without } from "../../../page/model/spans";
import { END, holds, spans } from "./arbitrary";

const asSpans = (all: readonly Interval[]): Span[] => all.map(({ from, to }) => [from, to]);
const times = Array.from({ length: END / 7 + 2 }, (_, index) => index * 7);

describe("intervals", () => {
  test.each<[string, Span[], [number, number][]]>([
    [
      "overlaps become one",
      [
        [1, 5],
        [4, 9],
      ],
      [[1, 9]],
    ],
    [
      "what touches becomes one",
      [
        [1, 5],
        [5, 9],
      ],
      [[1, 9]],
    ],
    [
      "any order is put right",
      [
        [7, 9],
        [1, 2],
      ],
      [
        [1, 2],
        [7, 9],
      ],
    ],
    ["an empty one is none", [[3, 3]], []],
    [
      "what goes on has no end",
      [
        [3, null],
        [5, 9],
      ],
      [[3, Number.POSITIVE_INFINITY]],
    ],
  ])("%s", (_, told, expected) => {
    expect(intervals(told)).toEqual(expected.map(([from, to]) => ({ from, to })));
  });

  test("say the same as what they are made from, in order and apart", () => {
    fc.assert(
      fc.property(spans, (told) => {
        const made = intervals(told);
        expect(times.filter((at) => holds(asSpans(made), at) !== holds(told, at))).toEqual([]);
        for (const [index, { from }] of made.entries()) expect(from).toBeGreaterThan(made[index - 1]?.to ?? -1);
      }),
    );
  });
});

test("both holds where each does, without where only the first does", () => {
  fc.assert(
    fc.property(spans, spans, (ones, others) => {
      const [one, other] = [intervals(ones), intervals(others)];
      const [together, alone] = [asSpans(both(one, other)), asSpans(without(one, other))];
      const wrong = times.filter((at) => {
        const [first, second] = [holds(ones, at), holds(others, at)];
        return holds(together, at) !== (first && second) || holds(alone, at) !== (first && !second);
      });
      expect(wrong).toEqual([]);
    }),
  );
});

test("within finds just those that reach into the time", () => {
  fc.assert(
    fc.property(spans, fc.nat(END), fc.nat(END), (told, from, length) => {
      const all = intervals(told);
      const to = from + length;
      expect(within(all, from, to)).toEqual(all.filter((item) => item.to >= from && item.from <= to));
    }),
  );
});
