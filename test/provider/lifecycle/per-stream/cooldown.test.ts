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
  test.each<{ what: string; stopped: number | undefined; stoppedAt: string | undefined; left: number }>([
    { what: "nothing without a STOP", stopped: undefined, stoppedAt: undefined, left: 0 },
    { what: "all of it right after a STOP of this process", stopped: ago(0), stoppedAt: undefined, left: COOLDOWN_MS },
    { what: "the rest of it", stopped: ago(4), stoppedAt: undefined, left: COOLDOWN_MS - 4000 },
    { what: "nothing once it is over", stopped: ago(11), stoppedAt: undefined, left: 0 },
    { what: "nothing long after", stopped: ago(86_400), stoppedAt: undefined, left: 0 },
    {
      what: "11 s after a STOP from the state, which keeps whole seconds",
      stopped: undefined,
      stoppedAt: iso(0),
      left: 11_000,
    },
    { what: "the rest of these", stopped: undefined, stoppedAt: iso(10), left: 1000 },
    { what: "nothing after them", stopped: undefined, stoppedAt: iso(11), left: 0 },
    {
      what: "no more than 11 s where the service's clock is ahead",
      stopped: undefined,
      stoppedAt: iso(-3600),
      left: 11_000,
    },
    { what: "the STOP of this process before that of the state", stopped: ago(11), stoppedAt: iso(0), left: 0 },
    { what: "nothing where the state has no date", stopped: undefined, stoppedAt: "yesterday", left: 0 },
    { what: "nothing where the state has an empty date", stopped: undefined, stoppedAt: "", left: 0 },
  ])("is $what", ({ stopped, stoppedAt, left }) => {
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
