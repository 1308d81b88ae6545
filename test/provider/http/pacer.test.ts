import { describe, expect, test } from "vitest";
import { Budget } from "../../../provider/http/budget";
import { Pacer, type Throttle } from "../../../provider/http/pacer";
import { BEGIN, FakeClock } from "../fake-clock";

class Throttled extends Error implements Throttle {
  readonly reason = "HTTP 429 APIGW.0308";
  constructor(readonly retryAfter?: number) {
    super("429");
  }
}

const throttled = (error: unknown) => (error instanceof Throttled ? error : undefined);

/** A pacer, and when its requests left, in seconds since the beginning. */
function pacing(limit: number, clock = new FakeClock()) {
  const said: string[] = [];
  const left: number[] = [];
  const pacer = new Pacer(limit, clock, (line) => said.push(line));
  const send = (
    answer: () => Promise<unknown> = async () => "fine",
    budget = new Budget(120, clock),
    refused = false,
    look = () => {},
  ) =>
    pacer.send({
      budget,
      refused,
      look,
      request: () => {
        left.push((clock.now() - BEGIN) / 1000);
        return answer();
      },
      throttled,
    });
  return { clock, pacer, said, left, send };
}

const refuse = (retryAfter?: number) => () => Promise.reject(new Throttled(retryAfter));
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

describe("the limit", () => {
  test("requests within it leave at once, in the order in which they came", async () => {
    const { send, left } = pacing(300);
    const order: number[] = [];
    await Promise.all(times(300, (i) => send(async () => order.push(i))));
    expect(left.every((at) => at === 0)).toBe(true);
    expect(order).toEqual(times(300, (i) => i));
  });

  test("no 60 seconds see more requests than the limit", async () => {
    const { send, left, clock } = pacing(5);
    const sending = times(17, () => send());
    await Promise.all([...sending, clock.sleep(45_000).then(() => Promise.all(times(6, () => send())))]);
    expect(left).toHaveLength(23);
    const busiest = Math.max(...left.map((from) => left.filter((at) => at >= from && at < from + 60).length));
    expect(busiest).toBe(5);
  });

  test("a request waits only until the oldest is a minute old", async () => {
    const { send, left, clock } = pacing(2);
    await send();
    await clock.sleep(30_000);
    await send();
    await send();
    expect(left).toEqual([0, 30, 60.5]);
  });

  test("waiting for it costs no budget, and is said with the limit and the time", async () => {
    const { send, said, clock } = pacing(1);
    const budget = new Budget(120, clock);
    await send();
    await send(undefined, budget);
    expect(clock.passed).toBe(60.5);
    expect(budget.left).toBe(120_000);
    expect(said).toEqual([expect.stringMatching(/limit of 1 requests a minute.*61 s/)]);
  });

  test("does not count what did not leave after a last look", async () => {
    const { send, left } = pacing(2);
    const look = () => {
      throw new Error("not any longer");
    };
    const kept = times(10, () => expect(send(undefined, undefined, false, look)).rejects.toThrow("not any longer"));
    await Promise.all([send(), ...kept, send()]);
    expect(left).toEqual([0, 0]);
  });
});

test("no more than four requests are on their way at once, so that a revoked key is not locked", async () => {
  const { send, clock } = pacing(300);
  let now = 0;
  let most = 0;
  const slow = async () => {
    most = Math.max(most, ++now);
    await clock.sleep(1000);
    now -= 1;
  };
  await Promise.all(times(50, () => send(slow)));
  expect({ most, seconds: clock.passed }).toEqual({ most: 4, seconds: 13 });
});

describe("a refusal for too many requests", () => {
  test("makes all others wait as long as Retry-After says", async () => {
    const { send, left, said } = pacing(300);
    await expect(send(refuse(7000))).rejects.toThrow("429");
    await Promise.all([send(), send()]);
    expect(left).toEqual([0, 7, 7]);
    expect(said).toEqual([expect.stringMatching(/HTTP 429 APIGW\.0308.*all commands wait 7\.0 s/)]);
  });

  test.each([
    [0, [2, 4, 8, 15, 15]],
    [1, [2.5, 5, 10, 18.75, 18.75]],
  ])("without Retry-After makes them wait longer each time (chance %d)", async (chance, pauses) => {
    const { send, pacer } = pacing(300, new FakeClock({ random: () => chance }));
    const seen: number[] = [];
    for (const _ of pauses) {
      await expect(send(refuse())).rejects.toThrow("429");
      seen.push(pacer.pause / 1000);
    }
    expect(seen).toEqual(pauses);
  });

  test("is tried again when the minute of the clock begins, and when this process's own minute is over", async () => {
    const clock = new FakeClock({ random: () => 0 });
    const { send, left } = pacing(300, clock);
    await send();
    await clock.sleep(50_000);
    for (let i = 0; i < 5; i++) await send(refuse()).catch(() => {});
    // It is five past the minute; pauses of 2, 4, 8 and 15 s would be 52, 56, 64 and 79.
    expect(left).toEqual([0, 50, 52, 55.5, 60.5, 75.5]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["success", async () => "fine"],
    ["an answer of another kind", () => Promise.reject(new Error("HTTP 400"))],
  ])("%s makes the next pause short again", async (_, answer) => {
    const { send, pacer } = pacing(300, new FakeClock({ random: () => 0 }));
    await expect(send(refuse())).rejects.toThrow();
    await expect(send(refuse())).rejects.toThrow();
    await send(answer).catch(() => {});
    await expect(send(refuse())).rejects.toThrow();
    expect(pacer.pause).toBe(2000);
  });

  test("of requests that were on their way together counts once", async () => {
    const { send, pacer, said, clock } = pacing(300, new FakeClock({ random: () => 0 }));
    await Promise.allSettled(times(4, () => send(() => clock.sleep(100).then(refuse()))));
    expect(pacer.pause).toBe(2000);
    expect(said).toHaveLength(1);
  });

  test("lets a single request try the water before the others follow", async () => {
    const clock = new FakeClock();
    const { send, left } = pacing(300, clock);
    await expect(send(refuse(10_000))).rejects.toThrow();
    await Promise.all(times(5, () => send(() => clock.sleep(3000))));
    expect(left).toEqual([0, 10, 13, 13, 13, 13]);
  });

  test("is met by one request for each pause, however many wait", async () => {
    const clock = new FakeClock();
    const { send, left } = pacing(300, clock);
    const results = await Promise.allSettled(times(10, () => send(() => clock.sleep(100).then(refuse(10_000)))));
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    // Ten had left before the first refusal came; what comes after goes one at a time.
    const before = left.length;
    const more = times(4, () => send(() => clock.sleep(100).then(refuse(10_000))));
    await Promise.allSettled(more);
    const gaps = left.slice(before).map((at, i, all) => at - (all[i - 1] ?? 0));
    expect(left.slice(before)).toHaveLength(4);
    expect(gaps.every((gap) => gap >= 10)).toBe(true);
  });

  test("that asks for no time at all is no reason to hammer: the next pause is not nothing", async () => {
    const { send, left } = pacing(300);
    for (let i = 0; i < 10; i++) await send(refuse(0)).catch(() => {});
    expect(left.at(-1)).toBeGreaterThan(1);
  });

  test("costs the budget of the command that was refused, and not of the others", async () => {
    const { send, clock } = pacing(300);
    const [mine, other] = [new Budget(120, clock), new Budget(120, clock)];
    await expect(send(refuse(10_000), mine)).rejects.toThrow();
    await Promise.all([send(undefined, mine, true), send(undefined, other)]);
    expect([mine.left, other.left]).toEqual([110_000, 120_000]);
  });

  test("does not make waiting for the limit cost anything", async () => {
    const { send, clock } = pacing(1);
    const mine = new Budget(120, clock);
    await expect(send(refuse(10_000), mine)).rejects.toThrow();
    await send(undefined, mine, true);
    expect(clock.passed).toBe(60.5);
    expect(mine.left).toBe(110_000);
  });

  test("that comes while a request waits for the limit holds that one back too", async () => {
    const { send, left, clock } = pacing(2);
    const slow = send(() => clock.sleep(55_000).then(refuse(30_000)));
    await Promise.allSettled([slow, send(), send()]);
    // Refused at 55 s for 30 s; the limit alone would have let the third go at 60.5 s.
    expect(left).toEqual([0, 0, 85]);
  });
});
