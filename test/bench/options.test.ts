import { expect, test } from "vitest";
import { readOptions } from "../../bench/options";

test("the short form has fewer rounds and never fails the run", () => {
  expect(readOptions(["up", "--count", "10"], ["up"])).toMatchObject({
    names: ["up"],
    count: 10,
    rounds: 5,
    report: false,
  });
  expect(readOptions(["--short"], [])).toMatchObject({ rounds: 3, report: true });
});

test("what is not known is refused with what there is", () => {
  expect(() => readOptions(["down"], ["up", "steps"])).toThrow('no row "down"; there are up, steps');
  expect(() => readOptions(["--rounds", "0"], [])).toThrow("--rounds must be a number of at least 1");
});
