import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ticks, timeAt, windows, xOf } from "../../../page/model/axis";

const noon = Date.UTC(2026, 0, 2, 12, 0, 0);
const axes = fc.record({
  to: fc.integer({ min: noon, max: noon + 86_400_000 }),
  seconds: fc.constantFrom(...windows),
  width: fc.integer({ min: 100, max: 4_000 }),
  zone: fc.constantFrom(0, 60, -210, 345, 480),
});
const axisOf = ({ to, seconds, width }: { to: number; seconds: number; width: number }) => ({
  from: to - seconds * 1000,
  to,
  width,
});

test("a place and its time lead to each other", () => {
  fc.assert(
    fc.property(axes, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const axis = axisOf(given);
      const x = share * axis.width;
      expect(xOf(axis, timeAt(axis, x))).toBeCloseTo(x, 0);
    }),
  );
});

describe("the ticks", () => {
  test.each([
    [60, 1_000, ["11:59:00", "11:59:10"]],
    [300, 1_000, ["11:55:00", "11:55:30"]],
    [900, 1_000, ["11:46", "11:48"]],
    [3_600, 1_000, ["11:00", "11:10"]],
    [86_400, 1_000, ["12:00", "16:00"]],
  ])("of %i s on %i pixels begin with %j", (seconds, width, first) => {
    const labels = ticks(axisOf({ to: noon, seconds, width }), 0).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(first);
  });

  test("stand on round times of the clock on the wall, at even distances with room for a label", () => {
    fc.assert(
      fc.property(axes, (given) => {
        const axis = axisOf(given);
        const found = ticks(axis, given.zone);
        for (const [index, { x }] of found.entries()) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(axis.width);
          expect(Math.round(timeAt(axis, x) + given.zone * 60_000) % 5_000).toBe(0);
          const before = found[index - 1];
          if (before) expect(x - before.x).toBeGreaterThan(80);
        }
      }),
    );
  });

  test("are in the time of the clock on the wall", () => {
    const axis = axisOf({ to: noon, seconds: 3_600, width: 1_000 });
    expect(ticks(axis, 330).map(({ label }) => label)).toContain("17:00");
  });
});
