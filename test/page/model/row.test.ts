import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamFacts } from "../../../page/facts";
import { lost, rowOf, SHORTEST_GAP_MS, type State, stateAt, stateSince, trimmed } from "../../../page/model/row";
import { END, facts, holds } from "./arbitrary";

const stream = (change: Partial<StreamFacts>): StreamFacts => ({
  id: "push.example.com/live/a",
  pushes: [],
  recordings: [],
  declared: [],
  marks: [],
  ...change,
});

describe("a gap", () => {
  test("is where a stream is declared and pushed and not recorded, and nowhere else", () => {
    fc.assert(
      fc.property(facts, (told) => {
        const { gaps } = rowOf(told);
        for (let at = 0; at < END + 10; at += 7) {
          const isGap = holds(told.declared, at) && holds(told.pushes, at) && !holds(told.recordings, at);
          const found = gaps.some(({ from, to }) => from <= at && at < to);
          if (found) expect(isGap).toBe(true);
          // What is missing here is shorter than what counts.
          if (isGap && !found) {
            const edges = [told.declared, told.pushes, told.recordings].flat(2).filter((edge) => edge !== null);
            expect(edges.some((edge) => Math.abs(edge - at) < SHORTEST_GAP_MS)).toBe(true);
          }
        }
      }),
    );
  });

  test("of the moment that a command takes to be carried out is none", () => {
    const told = stream({ pushes: [[0, null]], declared: [[1_000, null]], recordings: [[1_004, null]] });
    expect(rowOf(told).gaps).toEqual([]);
  });
});

describe("what is lost", () => {
  test("is the sum of the gaps, and an open one grows with the time", () => {
    const told = stream({ pushes: [[0, null]], declared: [[1_000, null]], recordings: [[2_000, 5_000]] });
    const row = rowOf(told);
    expect(lost(row, 5_000)).toBe(1_000);
    expect(lost(row, 7_500)).toBe(3_500);
  });

  test("is the sum of the gaps, whatever happened", () => {
    fc.assert(
      fc.property(facts, fc.nat(2 * END), (told, now) => {
        const row = rowOf(told);
        const sum = row.gaps
          .filter(({ from }) => from < now)
          .reduce((all, { from, to }) => all + Math.min(to, now) - from, 0);
        expect(lost(row, now)).toBe(sum);
      }),
    );
  });

  test("never becomes less, and never grows faster than the time", () => {
    fc.assert(
      fc.property(facts, fc.nat(END), fc.nat(END), (told, now, later) => {
        const row = rowOf(told);
        const more = lost(row, now + later) - lost(row, now);
        expect(more).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(later);
      }),
    );
  });
});

describe("the state", () => {
  const always = [[0, null]] as const;
  test.each<[State, Partial<StreamFacts>, number | undefined]>([
    ["recorded", { pushes: always, declared: always, recordings: [[5, null]] }, 5],
    ["recorded", { recordings: [[5, null]] }, 5],
    ["missing", { pushes: always, declared: [[300, null]] }, 300],
    ["waiting", { pushes: [[0, 400]], declared: always }, 400],
    ["waiting", { declared: [[7, null]] }, 7],
    ["pushed", { pushes: [[3, null]], declared: [[0, 500]], recordings: [[1, 500]] }, 3],
    ["idle", { pushes: [[0, 500]] }, undefined],
  ])("%s: %j, since %s", (state, change, since) => {
    const row = rowOf(stream(change));
    expect(stateAt(row, 1_000)).toBe(state);
    expect(stateSince(row, state)).toBe(since);
  });
});

describe("what is too old to be told", () => {
  test("changes neither the gaps after it nor the sum that is lost", () => {
    fc.assert(
      fc.property(facts, fc.nat(END), fc.nat(2 * END), (told, before, later) => {
        const now = before + later;
        const [whole, cut] = [rowOf(told), rowOf(trimmed(told, before))];
        expect(cut.gaps).toEqual(whole.gaps.filter(({ to }) => to >= before));
        expect(lost(cut, now)).toBe(lost(whole, now));
        expect(stateAt(cut, now)).toBe(stateAt(whole, now));
      }),
    );
  });

  test("may be cut again and again", () => {
    fc.assert(
      fc.property(facts, fc.array(fc.nat(END)), (told, times) => {
        const cut = times.sort((one, other) => one - other).reduce(trimmed, told);
        expect(lost(rowOf(cut), 2 * END)).toBe(lost(rowOf(told), 2 * END));
      }),
    );
  });

  test("leaves the beginning of a push and of a recording that go on", () => {
    const told = stream({ pushes: [[0, null]], declared: [[5, null]], recordings: [[5, null]] });
    expect(trimmed(told, 1_000)).toMatchObject({ pushes: [[0, null]], recordings: [[5, null]] });
  });
});
