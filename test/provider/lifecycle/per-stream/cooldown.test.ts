import { describe, expect, test } from "vitest";
import { OwnBlackboard } from "../../../../provider/lifecycle/per-stream/blackboard";
import { COOLDOWN_MS, cooldownLeft, StopTimes } from "../../../../provider/lifecycle/per-stream/cooldown";
import { BEGIN, FakeClock } from "../../fake-clock";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const ago = (seconds: number) => NOW - seconds * 1000;
const iso = (seconds: number) => new Date(ago(seconds)).toISOString().replace(".000", "");

test("the cooldown is more than ten seconds", () => {
  expect(COOLDOWN_MS).toBeGreaterThan(10_000);
  expect(COOLDOWN_MS).toBeLessThanOrEqual(10_500);
});

describe("what is left of it", () => {
  test.each<[string, number | undefined, string | undefined, number]>([
    ["nothing without a STOP", undefined, undefined, 0],
    ["all of it right after a STOP of this process", ago(0), undefined, COOLDOWN_MS],
    ["the rest of it", ago(4), undefined, COOLDOWN_MS - 4000],
    ["nothing once it is over", ago(11), undefined, 0],
    ["nothing long after", ago(86_400), undefined, 0],
    ["11 s after a STOP from the state, which keeps whole seconds", undefined, iso(0), 11_000],
    ["the rest of these", undefined, iso(10), 1000],
    ["nothing after them", undefined, iso(11), 0],
    ["no more than 11 s where the service's clock is ahead", undefined, iso(-3600), 11_000],
    ["the STOP of this process before that of the state", ago(11), iso(0), 0],
    ["nothing where the state has no date", undefined, "yesterday", 0],
    ["nothing where the state has an empty date", undefined, "", 0],
  ])("is %s", (_, stopped, stoppedAt, left) => {
    expect(cooldownLeft(NOW, stopped, stoppedAt)).toBe(left);
  });
});

test("the last STOP of each stream is kept", async () => {
  const clock = new FakeClock();
  const stops = new StopTimes(new OwnBlackboard(), clock);
  stops.note("a");
  await clock.sleep(1000);
  stops.note("b");
  await clock.sleep(1000);
  stops.note("a");
  expect([stops.get("a"), stops.get("b"), stops.get("c")]).toEqual([BEGIN + 2000, BEGIN + 1000, undefined]);
});
