import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { start } from "../../../../provider/lifecycle/recording/start";
import { BEGIN, FakeClock } from "../../fake-clock";
import { accepted, lost, refused, type Step } from "../../http/scripted-service";
import { KEY, openContext, PLACE, push, STREAM, type World } from "../fixture";

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

/** The task exists: too early after a STOP, or already being recorded. */
const exists = refused(400, "LIVE.100011022");
const illegal = refused(400, "LIVE.100011001");
const PUSHED = { pushes: async () => [push(BEGIN - 60_000)] };

/** Starts the stream at a service that answers by a script. */
function starting(
  steps: readonly Step[],
  {
    adopt = true,
    mark = "",
    stoppedAt = "",
    ...world
  }: Partial<World> & { adopt?: boolean; mark?: string; stoppedAt?: string } = {},
) {
  const opened = openContext({ ...PUSHED, ...world, steps });
  const go = () => start(opened.context, PLACE, STREAM, { adopt, mark, timeout: 20, ...(stoppedAt && { stoppedAt }) });
  return { ...opened, go };
}

const at = (seconds: number) => ({ command: "START", at: seconds });

describe("START", () => {
  test("that is accepted has started the recording, by the service's clock", async () => {
    const { go, commands } = starting([accepted]);
    expect(await go()).toEqual({ requestId: "id-of-200", startedAt: "2026-01-02T03:04:05Z" });
    expect(commands()).toEqual([at(0)]);
  });

  test("waits for the cooldown after a STOP of this process", async () => {
    const { context, go, commands } = starting([accepted]);
    context.stops.note(KEY);
    await go();
    expect(commands()).toEqual([at(10.1)]);
  });

  test("waits for the cooldown after a STOP of the state, which has whole seconds", async () => {
    const { go, commands } = starting([accepted], { stoppedAt: "2026-01-02T03:04:05Z" });
    await go();
    expect(commands()).toEqual([at(11)]);
  });
});

describe("START of a stream whose task exists", () => {
  test("is sent once more after the cooldown, and may be accepted then", async () => {
    const { go, commands, said } = starting([exists, accepted]);
    await go();
    expect(commands()).toEqual([at(0), at(10.1)]);
    expect(said).toEqual([expect.stringContaining("trying again")]);
  });

  test("adopts the recording where it exists still", async () => {
    const { go, commands, said } = starting([exists, exists]);
    expect(await go()).toMatchObject({ requestId: "id-of-400" });
    expect(commands()).toEqual([at(0), at(10.1)]);
    expect(said.at(-1)).toContain("is already being recorded: adopted");
  });

  test("adopts it at once where another resource of the process records it", async () => {
    const { context, go, commands } = starting([exists]);
    context.owners.note(KEY, "of another", { wants: true, records: true });
    await go();
    expect(commands()).toEqual([at(0)]);
  });

  test("asks again where this very resource is what has recorded it", async () => {
    const { context, go, commands } = starting([exists, exists], { mark: "own" });
    context.owners.note(KEY, "own", { wants: true, records: true });
    await go();
    expect(commands()).toEqual([at(0), at(10.1)]);
  });

  test("fails where it must not be adopted, and says what to do", async () => {
    const { go } = starting([exists, exists], { adopt: false });
    await expect(go()).rejects.toMatchObject({ code: "ALREADY_RECORDED", mayHaveRun: false });
  });

  test("counts as its own where an earlier START had no answer, even if it must not be adopted", async () => {
    const { go, said } = starting([lost(), exists, exists], { adopt: false });
    expect(await go()).toMatchObject({ requestId: "id-of-400" });
    expect(said.join()).not.toContain("adopted");
  });
});

describe("START that is refused", () => {
  test.each([
    { why: "no push is listed", world: { pushes: async () => [] }, code: "STREAM_NOT_PUSHED" },
    { why: "no rule covers it", world: { ...PUSHED, rules: async () => [] }, code: "NO_COMMAND_RULE" },
    { why: "nothing can be found", world: PUSHED, code: "START_REFUSED" },
  ])("says so where $why", async ({ world, code }) => {
    const { go } = starting([illegal], world);
    await expect(go()).rejects.toMatchObject({
      code,
      mayHaveRun: false,
      message: expect.stringContaining("id-of-400"),
    });
  });

  test("with a code that speaks for itself is not explained by a look", async () => {
    const { go, looks } = starting([refused(400, "LIVE.100011002")]);
    await expect(go()).rejects.toMatchObject({ message: expect.stringContaining("names the reason below") });
    expect(looks).toEqual([]);
  });

  test("may have begun a recording where an earlier one had no answer", async () => {
    const { go } = starting([lost(), illegal], { pushes: async () => [] });
    await expect(go()).rejects.toMatchObject({
      code: "STREAM_NOT_PUSHED",
      mayHaveRun: true,
      message: expect.stringContaining("may or may not be recorded"),
    });
  });
});
