import { expect, test } from "vitest";
import { clockTime, duration, nameOf } from "../../../page/model/text";

test.each([
  [0, "0:00"],
  [-5, "0:00"],
  [999, "0:00"],
  [32_900, "0:32"],
  [600_000, "10:00"],
  [3_723_000, "1:02:03"],
  [360_000_000, "100:00:00"],
])("%i ms are %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, "12:03:04"],
  [345, "17:48:04"],
  [-780, "23:03:04"],
])("a clock that is %i minutes ahead shows %s", (zone, text) => {
  expect(clockTime(Date.UTC(2026, 0, 2, 12, 3, 4), zone)).toBe(text);
});

test.each([
  ["push.example.com/live/keynote", "keynote", "push.example.com/live"],
  ["keynote", "keynote", ""],
])("%s is called %s, at %j", (id, stream, place) => {
  expect(nameOf(id)).toEqual({ stream, place });
});
