import { expect, test } from "vitest";
import { pictureOf, ticks } from "../../bench/picture";

test("the steps of an axis are round and reach the most", () => {
  expect(ticks(1000)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(ticks(37.2)).toEqual([0, 10, 20, 30, 40]);
  expect(ticks(0.7)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});

test("the picture has a named line for each curve, with its points in order", () => {
  const points = [
    { count: 1000, seconds: 40 },
    { count: 0, seconds: 0 },
  ];
  const picture = pictureOf("a < b", [{ name: "ours", colour: "#06c", points }]);
  expect(picture).toContain('<polyline points="64,364 600,48" fill="none" stroke="#06c"');
  expect(picture).toMatch(/>ours<\/text>/);
  expect(picture).toContain("<title>a &lt; b</title>");
  expect(picture).toContain(">a &lt; b</text>");
});
