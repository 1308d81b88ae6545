import { expect, test } from "vitest";
import { median, ratios } from "../../bench/statistics";

test("the median is the middle, or the mean of the two in the middle, whatever the order", () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow("nothing");
});

test("ratios are taken sample by sample, so that a slow round counts for both sides", () => {
  expect(ratios([11, 22], [10, 20])).toEqual([1.1, 1.1]);
  expect(() => ratios([1], [1, 2])).toThrow("as many");
});
