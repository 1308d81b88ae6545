import { describe, expect, test } from "vitest";
import type { LifecycleError } from "../../../../provider/lifecycle/errors";
import type { Wait } from "../../../../provider/lifecycle/watch/push-watch";
import type { Push } from "../../../../provider/live/online-streams";
import { BEGIN, FakeClock } from "../../fake-clock";
import { openContext, PLACE, push, rule, STREAM, type World } from "../fixture";

const at = (seconds: number) => BEGIN + seconds * 1000;
const named = (count: number) => Array.from({ length: count }, (_, i) => ({ ...STREAM, stream: `s${i}` }));

const fifty = named(50);

/** The list of a domain: each stream shows from its second on. */
const showing = (clock: FakeClock, streams: Readonly<Record<string, number>>) => async (): Promise<Push[]> =>
  Object.entries(streams)
    .filter(([, since]) => clock.passed >= since)
    .map(([stream, since]) => push(at(since), { stream }));

/** Waits like START does: tries each time that it is told to, and is refused each time. Gives the seconds of the tries. */
async function tries(wait: Wait, clock: FakeClock): Promise<number[]> {
  const tried: number[] = [];
  for (;;) {
    const { isLast } = await wait.untilWorthTrying();
    tried.push(clock.passed);
    if (isLast) return tried;
  }
}

function waiting(seconds: number, world: World = {}) {
  const clock = world.clock ?? new FakeClock();
  const opened = openContext({ ...world, clock });
  return { ...opened, begin: (stream = STREAM) => opened.context.pushWatch.begin(PLACE, stream, seconds) };
}

const noPermission = () => Promise.reject(new Error("HTTP 403"));

describe("one stream", () => {
  test("is tried at once, without a look, where nothing is to be waited for", async () => {
    const { begin, looks, said, clock } = waiting(0);
    await begin().untilWorthTrying();
    expect([looks, said, clock.passed]).toEqual([[], [], 0]);
  });

  test("that is pushed is tried at once", async () => {
    const { begin, clock, said } = waiting(600, { pushes: async () => [push(at(-60))] });
    await begin().untilWorthTrying();
    expect([clock.passed, said]).toEqual([0, []]);
  });

  test("that is not pushed is said to be waited for, with the time", async () => {
    const { begin, said } = waiting(600);
    await begin().untilWorthTrying();
    expect(said).toEqual([expect.stringMatching(/START of push\.example\.com\/live\/keynote waits .*up to 600 s/)]);
  });

  test.each([7, 33, 301])("that shows in the list after %d s is tried within 10 s of that", async (since) => {
    const clock = new FakeClock();
    const { begin } = waiting(600, { clock, pushes: showing(clock, { keynote: since }) });
    const tried = await tries(begin(), clock);
    const first = tried.find((second) => second >= since) ?? Number.NaN;
    expect(first - since).toBeLessThanOrEqual(10);
  });

  test("is tried once for one push, and again for the next", async () => {
    const clock = new FakeClock();
    const list = async () => (clock.passed < 14 ? [push(at(-60))] : clock.passed < 20 ? [] : [push(at(20))]);
    const { begin } = waiting(24, { clock, pushes: list });
    // At once; 10 s after, without the list; for the new push; at the end.
    expect(await tries(begin(), clock)).toEqual([0, 10, 20, 24]);
  });

  test("is tried now and then without the list, which may lag, until the time is over", async () => {
    const { begin, clock } = waiting(100);
    expect(await tries(begin(), clock)).toEqual([10, 40, 70, 100]);
    expect(clock.passed).toBe(100);
  });

  test.each([
    { seconds: 8, tried: [8] },
    { seconds: 30, tried: [10, 30] },
    { seconds: 41, tried: [10, 40, 41] },
    { seconds: 0.5, tried: [0.5] },
  ])("is tried a last time when its $seconds s are over, whatever was tried before", async ({ seconds, tried }) => {
    const { begin, clock } = waiting(seconds);
    expect(await tries(begin(), clock)).toEqual(tried);
  });

  test("has its last turn in time also where the list hangs", async () => {
    const clock = new FakeClock();
    const hanging = () => clock.sleep(20_000).then(() => Promise.reject(new Error("no answer within 15 s")));
    const { begin } = waiting(33, { clock, pushes: hanging });
    expect((await tries(begin(), clock)).at(-1)).toBe(33);
  });

  test("is tried soon where the list may not be read, and then now and then", async () => {
    const { begin, clock } = waiting(65, { pushes: noPermission });
    const tried = await tries(begin(), clock);
    expect(tried).toEqual([5, 35, 65]);
    expect(clock.passed).toBe(65);
  });

  test("is waited for again where the list cannot be read for a while", async () => {
    const clock = new FakeClock();
    const list = async () => {
      if (clock.passed > 0 && clock.passed < 20) throw new Error("HTTP 503");
      return clock.passed < 20 ? [] : [push(at(18))];
    };
    const { begin } = waiting(600, { clock, pushes: list });
    const tried: number[] = [];
    const wait = begin();
    while (clock.passed < 20) {
      await wait.untilWorthTrying();
      tried.push(clock.passed);
    }
    expect(tried.at(-1)).toBeLessThanOrEqual(25);
  });

  test("whose push is older than its rule is waited for: a new push cures it", async () => {
    const clock = new FakeClock();
    const list = async () => [push(at(clock.passed < 12 ? -60 : 12))];
    const { begin } = waiting(600, { clock, pushes: list, rules: async () => [rule({ since: at(-30) })] });
    const wait = begin();
    const tried: number[] = [];
    while (clock.passed < 12) {
      await wait.untilWorthTrying();
      tried.push(clock.passed);
    }
    expect(tried).toEqual([10, 15]);
  });

  test.each<{ what: string; rules: World["rules"]; code: string }>([
    { what: "no rule", rules: async () => [], code: "NO_COMMAND_RULE" },
    {
      what: "a rule of another type",
      rules: async () => [rule({ type: "CONTINUOUS_RECORD" })],
      code: "RULE_OF_ANOTHER_TYPE",
    },
    {
      what: "a rule in the way",
      rules: async () => [rule(), rule({ app: "live", stream: "keynote", type: "PLAN_RECORD" })],
      code: "RULE_HIDDEN",
    },
  ])("with $what fails at once: no push would help", async ({ rules, code }) => {
    const { begin, clock } = waiting(600, { ...(rules && { rules }) });
    const error = await begin()
      .untilWorthTrying()
      .then(
        () => undefined,
        (reason: LifecycleError) => reason,
      );
    expect(error).toMatchObject({ name: "LifecycleError", code });
    expect(error?.message).toContain("push.example.com/live/keynote is not being recorded");
    expect(clock.passed).toBe(0);
  });

  test("whose push has no readable time is not tried without end", async () => {
    const { begin, clock } = waiting(120, { pushes: async () => [push(Number.NaN)] });
    // At once, every 30 s, and at the end.
    expect((await tries(begin(), clock)).length).toBeLessThanOrEqual(7);
  });
});

describe("a stream that the list of its domain lacks", () => {
  const byName = async ({ stream }: { stream: string }) => [push(at(-60), { stream })];

  test("is asked for by its name, and tried at once where that finds it", async () => {
    const { begin, clock, named, said } = waiting(600, { pushesOf: byName });
    await begin().untilWorthTrying();
    expect({ passed: clock.passed, named, said }).toEqual({ passed: 0, named: ["keynote"], said: [] });
  });

  test("is asked for once: from then on the list of the domain is read", async () => {
    const { begin, clock, named } = waiting(100);
    await tries(begin(), clock);
    expect(named).toEqual(["keynote"]);
  });

  test("is waited for as without its name where that cannot be asked", async () => {
    const { begin, clock } = waiting(100, { pushesOf: noPermission });
    expect((await tries(begin(), clock))[0]).toBe(10);
  });

  test("costs one request for 50 that are not pushed, and begin to wait together", async () => {
    const { begin, named } = waiting(8);
    await Promise.all(fifty.map((stream) => begin(stream).untilWorthTrying()));
    expect(named).toHaveLength(1);
  });

  test("costs a request each for 50 that are found by their names, and they are tried at once", async () => {
    const { begin, clock, named } = waiting(600, { pushesOf: byName });
    await Promise.all(fifty.map((stream) => begin(stream).untilWorthTrying()));
    expect({ passed: clock.passed, asked: named.length }).toEqual({ passed: 0, asked: 50 });
  });
});

describe("many streams", () => {
  const startsIn = (tried: readonly number[], from: number) => tried.filter((s) => s >= from && s < from + 60).length;

  test("of one domain need one listing each time, whenever their waiting began", async () => {
    const clock = new FakeClock();
    const list = async () => {
      await clock.sleep(100);
      return [];
    };
    const { begin, looks } = waiting(120, { clock, pushes: list });
    const starts = named(50).map(async (stream, i) => {
      await clock.sleep(i * 10);
      return tries(begin(stream), clock);
    });
    await Promise.all(starts);
    // The first look of each comes on top: the client joins those into one (live/batches.ts).
    const later = looks.slice(50);
    expect(later.length).toBeLessThanOrEqual(120 / 5 + 5);
  });

  test("of two domains need one listing for each", async () => {
    const clock = new FakeClock();
    const { begin, looks } = waiting(20, { clock });
    const streams = named(4).map((stream, i) => ({
      ...stream,
      publishDomain: i % 2 ? "a.example.com" : "b.example.com",
    }));
    await Promise.all(streams.map((stream) => tries(begin(stream), clock)));
    const atFive = looks.filter((look) => look.at === 5).map(({ domain }) => domain);
    expect(atFive.sort()).toEqual(["a.example.com", "b.example.com"]);
  });

  test("that wait together send at most 30 STARTs a minute before the last", async () => {
    const clock = new FakeClock();
    const { begin } = waiting(300, { clock });
    const tried = (await Promise.all(named(50).map((stream) => tries(begin(stream), clock)))).flatMap((all) =>
      all.slice(0, -1),
    );
    const busiest = Math.max(...tried.map((from) => startsIn(tried, from)));
    expect(busiest).toBeLessThanOrEqual(30);
    expect(busiest).toBeGreaterThan(10);
  });

  test("get their turns without the list fairly", async () => {
    const clock = new FakeClock();
    const { begin } = waiting(240, { clock });
    const each = await Promise.all(named(20).map((stream) => tries(begin(stream), clock)));
    const counts = each.map((tried) => tried.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
  });

  test("are each tried when their own push shows", async () => {
    const clock = new FakeClock();
    const since: Record<string, number> = { s0: 12, s1: 31, s2: 58 };
    const { begin } = waiting(300, { clock, pushes: showing(clock, since) });
    const late = await Promise.all(
      named(3).map(async (stream) => {
        const tried = await tries(begin(stream), clock);
        const own = since[stream.stream] ?? Number.NaN;
        return (tried.find((second) => second >= own) ?? Number.NaN) - own;
      }),
    );
    for (const seconds of late) expect(seconds).toBeLessThanOrEqual(5);
  });

  test("that join later do not end sooner or later than their own time", async () => {
    const clock = new FakeClock();
    const { context } = openContext({ clock });
    const long = tries(context.pushWatch.begin(PLACE, STREAM, 60), clock);
    await clock.sleep(11_000);
    const short = tries(context.pushWatch.begin(PLACE, { ...STREAM, stream: "stage" }, 2), clock);
    expect((await short).at(-1)).toBe(13);
    await long;
    expect(clock.passed).toBe(60);
  });
});
