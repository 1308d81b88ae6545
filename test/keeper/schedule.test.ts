import { expect, test } from "vitest";
import { nextDue, nextLook, nextRun } from "../../keeper/schedule";
import type { KeptStream } from "../../keeper/stream";

const NOW = 1_800_000_000_000;

const due = (since: number, rest: Partial<KeptStream> = {}): KeptStream => ({
  phase: "due",
  pushedSince: since,
  unrecordedSince: since,
  failures: 0,
  ...rest,
});

test("all that is due goes into one run, what has waited longest first", () => {
  const streams = new Map([
    ["later", due(NOW - 1_000)],
    ["first", due(NOW - 9_000)],
    ["recorded", due(NOW, { phase: "recording" })],
    ["offline", due(NOW, { phase: "offline" })],
  ]);
  expect(nextRun(streams, NOW)).toEqual(["first", "later"]);
});

test("what has failed waits for its time, and then goes alone, so that it holds up no others", () => {
  const streams = new Map([
    ["failed", due(NOW - 9_000, { phase: "held", failures: 1, nextTry: NOW })],
    ["failed too", due(NOW - 8_000, { phase: "held", failures: 1, nextTry: NOW })],
  ]);
  expect(nextRun(streams, NOW - 1)).toEqual([]);
  expect(nextRun(streams, NOW)).toEqual(["failed"]);
  expect(nextRun(new Map([...streams, ["fresh", due(NOW)]]), NOW)).toEqual(["fresh"]);
});

test("a run has no more streams than the variable that names them can hold", () => {
  const streams = new Map(Array.from({ length: 2_000 }, (_, i) => [`${i}/${"s".repeat(100)}`, due(NOW)]));
  const ids = nextRun(streams, NOW);
  expect(ids.length).toBeGreaterThan(900);
  expect(Buffer.byteLength(ids.join(","))).toBeLessThan(100_000);
});

test("the next try is when the first of those that wait is due", () => {
  const streams = new Map([
    ["held", due(NOW, { phase: "held", nextTry: NOW + 10_000 })],
    ["held longer", due(NOW, { phase: "held", nextTry: NOW + 20_000 })],
    ["recorded", due(NOW, { phase: "recording" })],
  ]);
  expect(nextDue(streams, NOW)).toBe(NOW + 10_000);
  expect(nextDue(new Map([["due", due(NOW)]]), NOW)).toBe(NOW);
  expect(nextDue(new Map(), NOW)).toBeUndefined();
});

test("looks that fail come less often, up to once a minute, and never more often than asked for", () => {
  expect([0, 1, 2, 3, 4, 9].map((failures) => nextLook(5_000, failures))).toEqual([
    5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
  ]);
  expect(nextLook(600_000, 3)).toBe(600_000);
});
