import { expect, test } from "vitest";
import { Batches } from "../../../provider/live/batches";
import { FakeClock } from "../fake-clock";

/** Each fetch takes a second and answers with its number. */
function counter(clock: FakeClock) {
  let fetches = 0;
  return async () => {
    const nth = ++fetches;
    await clock.sleep(1000);
    return nth;
  };
}

test("calls that arrive together share one fetch", async () => {
  const clock = new FakeClock();
  const [batches, fetch] = [new Batches<number>(() => clock.now()), counter(clock)];
  expect(await Promise.all([1, 2, 3].map(() => batches.join("a", fetch)))).toEqual([1, 1, 1]);
});

test("calls for different things share nothing, and do not wait for each other", async () => {
  const clock = new FakeClock();
  const [batches, fetch] = [new Batches<number>(() => clock.now()), counter(clock)];
  expect(await Promise.all(["a", "b"].map((key) => batches.join(key, fetch)))).toEqual([1, 2]);
  expect(clock.passed).toBe(1);
});

test("a call never gets what was fetched before it came", async () => {
  const clock = new FakeClock({ auto: false });
  const [batches, fetch] = [new Batches<number>(() => clock.now()), counter(clock)];
  const first = batches.join("a", fetch);
  await clock.advance(500);
  const late = [batches.join("a", fetch), batches.join("a", fetch)];
  await clock.advance(500);
  expect(await first).toBe(1);
  const later = batches.join("a", fetch);
  await clock.advance(1000);
  expect(await Promise.all(late)).toEqual([2, 2]);
  await clock.advance(1000);
  expect([2, 3]).toContain(await later);
});

test("fetches of one thing do not overlap", async () => {
  const clock = new FakeClock();
  const batches = new Batches<void>(() => clock.now());
  let [now, most] = [0, 0];
  const fetch = async () => {
    most = Math.max(most, ++now);
    await clock.sleep(1000);
    now -= 1;
  };
  const calls: Promise<void>[] = [];
  for (let i = 0; i < 10; i++) {
    calls.push(batches.join("a", fetch));
    await clock.sleep(300);
  }
  await Promise.all(calls);
  expect(most).toBe(1);
});

test("a fetch that fails fails for all that share it, and not for those after", async () => {
  const batches = new Batches<string>(() => 0);
  const failing = [1, 2].map(() => batches.join("a", () => Promise.reject(new Error("no permission"))));
  const results = await Promise.allSettled(failing);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await batches.join("a", async () => "list")).toBe("list");
});

test("a call that comes while a failing fetch runs gets a fetch of its own", async () => {
  const clock = new FakeClock({ auto: false });
  const batches = new Batches<string>(() => clock.now());
  const failing = batches.join("a", () => clock.sleep(1000).then(() => Promise.reject(new Error("reset"))));
  const failed = expect(failing).rejects.toThrow("reset");
  await clock.advance(500);
  const late = batches.join("a", async () => "list");
  await clock.advance(500);
  await failed;
  expect(await late).toBe("list");
});

test("a call that takes something recent gets what was fetched a moment ago, and no older", async () => {
  const clock = new FakeClock();
  const [batches, fetch] = [new Batches<number>(() => clock.now()), counter(clock)];
  expect(await batches.join("a", fetch, 5000)).toBe(1);
  await clock.sleep(3000);
  expect(await batches.join("a", fetch, 5000)).toBe(1);
  await clock.sleep(2000);
  expect(await batches.join("a", fetch, 5000)).toBe(2);
});
