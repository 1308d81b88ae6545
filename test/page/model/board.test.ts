import { expect, test } from "vitest";
import type { StreamFacts } from "../../../page/facts";
import { Board } from "../../../page/model/board";

const stream = (id: string, change: Partial<StreamFacts> = {}): StreamFacts => ({
  id,
  pushes: [[0, null]],
  recordings: [[0, null]],
  declared: [[0, null]],
  marks: [],
  ...change,
});
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

test("streams are in the order in which people count", () => {
  const board = Board.of({ streams: [stream("d/live/s-10"), stream("d/live/s-9"), stream("d/app/z")] });
  expect(ids(board.all)).toEqual(["d/app/z", "d/live/s-9", "d/live/s-10"]);
});

test("a change replaces a stream, adds one and takes one away", () => {
  const board = Board.of({ streams: [stream("a"), stream("b"), stream("c")] });
  const after = board.after({ streams: [stream("b", { recordings: [] }), stream("d")], gone: ["a"] });
  expect(ids(after.all)).toEqual(["b", "c", "d"]);
  expect(after.totals(1_000)).toMatchObject({ declared: 3, missing: 1 });
  expect(board.totals(1_000)).toMatchObject({ declared: 3, missing: 0 });
});

test("every word of the filter has to be in the id, in any case", () => {
  const board = Board.of({ streams: [stream("push.example.com/live/Keynote"), stream("push.example.com/live/panel")] });
  expect(ids(board.shown("key LIVE", false, 0))).toEqual(["push.example.com/live/Keynote"]);
  expect(board.shown(" ", false, 0)).toHaveLength(2);
  expect(board.shown("other", false, 0)).toEqual([]);
});

test("those that are not recorded come first, if wanted", () => {
  const board = Board.of({ streams: [stream("a"), stream("b", { recordings: [] }), stream("c", { pushes: [] })] });
  expect(ids(board.shown("", true, 1_000))).toEqual(["b", "a", "c"]);
});

test("the totals count each declared stream once", () => {
  const board = Board.of({
    streams: [
      stream("recorded"),
      stream("missing", { recordings: [[0, 4_000]], lostBefore: 500 }),
      stream("waiting", { pushes: [], recordings: [] }),
      stream("not declared", { declared: [] }),
    ],
  });
  expect(board.totals(10_000)).toEqual({ declared: 3, recorded: 1, missing: 1, waiting: 1, lost: 6_500 });
});
