import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { start } from "../../../../provider/lifecycle/recording/start";
import { BEGIN, FakeClock } from "../../fake-clock";
import { accepted, refused } from "../../http/scripted-service";
import { openContext, PLACE, push, STREAM } from "../fixture";

const LONGEST_LATENCY_MS = 3_000;

/** Seconds, in whole milliseconds. */
const moment = (least: number, most: number) =>
  fc.integer({ min: least * 1000, max: most * 1000 }).map((ms) => ms / 1000);

/** A service that records streams from the second on in which their pushes begin, and lists them later. */
function service({ begins, lag, latency = 0, listing = 0 }: Readonly<Record<string, number>>) {
  const clock = new FakeClock();
  const since = begins ?? Number.POSITIVE_INFINITY;
  const answer = async () => {
    await clock.sleep((latency * 1000) / 2);
    const then = clock.passed >= since ? accepted : refused(400, "LIVE.100011001");
    await clock.sleep((latency * 1000) / 2);
    return then;
  };
  const pushes = async () => {
    const seen = clock.passed >= since + (lag ?? 0) ? [push(BEGIN + since * 1000)] : [];
    await clock.sleep(listing * 1000);
    return seen;
  };
  return openContext({ clock, steps: [answer], pushes });
}

describe("waitForStream", () => {
  test("a push that begins at any moment of any wait is recorded, however late the list shows it", async () => {
    const situation = fc.tuple(moment(1, 150), fc.double({ min: 0, max: 1, noNaN: true })).chain(([wait, part]) =>
      fc.record({
        wait: fc.constant(wait),
        begins: fc.constant(Math.floor(wait * part * 1000) / 1000),
        lag: fc.oneof(moment(0, 300), fc.constant(1e6)),
        latency: moment(0, LONGEST_LATENCY_MS / 1000),
        listing: moment(0, 20),
      }),
    );
    await fc.assert(
      fc.asyncProperty(situation, async ({ wait, ...world }) => {
        const { context } = service(world);
        await start(context, PLACE, STREAM, { adopt: true, waitForStream: wait });
      }),
      { numRuns: 60, examples: [[{ wait: 30, begins: 14, lag: 60, latency: 0, listing: 0 }]] },
    );
  });

  test("the last START leaves when the wait is over, and not a moment sooner or later", async () => {
    const situation = fc.record({ wait: moment(1, 150), latency: moment(0, 3), listing: moment(0, 20) });
    await fc.assert(
      fc.asyncProperty(situation, async ({ wait, ...world }) => {
        const { context, commands } = service(world);
        const error = await start(context, PLACE, STREAM, { adopt: true, waitForStream: wait }).catch((e) => e);
        expect(error).toMatchObject({ code: "STREAM_NOT_PUSHED" });
        const last = commands().at(-1);
        expect(last?.command).toBe("START");
        // An answer that is waited for when the wait ends, and the look for its reason, come first.
        expect(last?.at).toBeGreaterThanOrEqual(wait);
        expect(last?.at).toBeLessThanOrEqual(wait + world.latency + world.listing);
        expect(commands().length).toBeLessThanOrEqual(Math.ceil(wait / 30) + 2);
      }),
      { numRuns: 60, examples: [[{ wait: 8, latency: 0, listing: 0 }]] },
    );
  });
});
