import { expect, test } from "vitest";
import { lostByKeeper, lostByScript, type Night, night } from "../../bench/night";

const NIGHT: Night = {
  seconds: 3_600,
  streams: 2,
  interruptions: [
    { stream: 0, at: 610 },
    { stream: 1, at: 1_259 },
  ],
  lag: 0,
};

test("a script each minute loses the rest of the minute and its run", () => {
  expect(lostByScript(NIGHT, 8)).toBe(50 + 8 + (1 + 8));
  // What the list does not show yet waits for the next minute.
  expect(lostByScript({ ...NIGHT, lag: 2 }, 8)).toBe(50 + 8 + (61 + 8));
});

test("the keeper loses at most an interval, a look, a moment to gather and its run, each time", async () => {
  const lost = await lostByKeeper(NIGHT, 4, 5);
  expect(lost).toBeGreaterThan(2 * 4);
  expect(lost).toBeLessThan(2 * (5 + 0.1 + 0.2 + 4 + 0.1));
  expect(await lostByKeeper({ ...NIGHT, lag: 20 }, 4, 5)).toBeGreaterThan(2 * 20);
});

test("a night has its interruptions in order, and the same ones for the same numbers", () => {
  const numbers = () => {
    let n = 0;
    return () => (n++ * 0.37) % 1;
  };
  const { interruptions } = night(40, numbers());
  expect(interruptions).toHaveLength(40);
  expect(interruptions.map(({ at }) => at)).toEqual(interruptions.map(({ at }) => at).sort((a, b) => a - b));
  expect(night(40, numbers())).toEqual(night(40, numbers()));
});
