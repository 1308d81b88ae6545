import fc from "fast-check";
import { expect, test } from "vitest";
import { entriesOf, latest } from "../../../page/model/log";
import { rowOf } from "../../../page/model/row";
import { END, facts } from "./arbitrary";

test("the log of a stream has its marks, and where pushes and gaps begin and end", () => {
  const row = rowOf({
    id: "d/live/a",
    pushes: [[1_000, null]],
    declared: [[2_000, null]],
    recordings: [[5_000, null]],
    marks: [{ at: 5_000, kind: "start", text: "START" }],
  });
  expect(entriesOf(row, 10_000, 10).map(({ at, kind, text }) => [at, kind, text])).toEqual([
    [5_000, "gap", "Gap is over: 0:03 lost"],
    [5_000, "start", "START"],
    [2_000, "gap", "Not recorded from here"],
    [1_000, "push", "Push begins"],
  ]);
});

test("nothing in the log is still to come", () => {
  const row = rowOf({ id: "a", pushes: [[1_000, 9_000]], declared: [], recordings: [], marks: [] });
  expect(entriesOf(row, 5_000, 10)).toHaveLength(1);
});

test("the log of all streams has the newest of each, in order", () => {
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 6 }), fc.nat(END), fc.nat(20), (streams, now, most) => {
      const rows = streams.map((stream, index) => rowOf({ ...stream, id: String(index) }));
      const all = rows.flatMap((row) => entriesOf(row, now, 1_000));
      const times = all.map(({ at }) => at).sort((one, other) => other - one);
      expect(latest(rows, now, most).map(({ at }) => at)).toEqual(times.slice(0, most));
    }),
  );
});
