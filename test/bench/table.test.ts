import { expect, test } from "vitest";
import { meets } from "../../bench/figure";
import { tableOf } from "../../bench/table";

const figure = { row: "1", what: "up", unit: "", samples: [1.02, 1.1, 1.3] };

test("a figure is judged by its median", () => {
  expect(meets({ ...figure, target: { atMost: 1.1 } })).toBe(true);
  expect(meets({ ...figure, target: { below: 1.1 } })).toBe(false);
  expect(meets(figure)).toBe(undefined);
});

test("the table has target, median, spread and verdict, in columns", () => {
  const state = { row: "10", what: "state", unit: "KB", samples: [1.523], target: { below: 1.5 } };
  expect(tableOf([{ ...figure, target: { atMost: 1.1 } }, state, { ...figure, row: "", what: "none" }])).toBe(
    [
      "row  figure  target        median   spread",
      "1    up      at most 1.1   1.10     1.02 to 1.30  pass",
      "10   state   below 1.5 KB  1.52 KB                FAIL",
      "     none                  1.10     1.02 to 1.30",
    ].join("\n"),
  );
});
