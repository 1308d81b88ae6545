import { describe, expect, test } from "vitest";
import { OwnBlackboard } from "../../../../provider/lifecycle/per-stream/blackboard";
import { StreamQueue } from "../../../../provider/lifecycle/per-stream/stream-queue";
import { FakeClock } from "../../fake-clock";

/** Commands that write down when they begin and end. */
function logging(clock: FakeClock) {
  const log: string[] = [];
  const command =
    (name: string, ms: number, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await clock.sleep(ms);
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  return { log, command };
}

test("commands for one stream go one at a time, in the order in which they came", async () => {
  const clock = new FakeClock();
  const queue = new StreamQueue(new OwnBlackboard(), clock);
  const { log, command } = logging(clock);
  const runs = [queue.run("a", command("1", 300)), queue.run("a", command("2", 200)), queue.run("a", command("3", 1))];
  expect(await Promise.all(runs)).toEqual(["1", "2", "3"]);
  expect(log).toEqual(["1", "2", "3"].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test("commands for different streams do not wait for each other", async () => {
  const clock = new FakeClock();
  const queue = new StreamQueue(new OwnBlackboard(), clock);
  const { log, command } = logging(clock);
  await Promise.all([queue.run("a", command("1", 300)), queue.run("b", command("2", 100))]);
  expect(log).toEqual(["1 begins", "2 begins", "2 ends", "1 ends"]);
});

test("a command that fails fails for its own caller, and the next one goes on", async () => {
  const clock = new FakeClock();
  const queue = new StreamQueue(new OwnBlackboard(), clock);
  const { log, command } = logging(clock);
  const results = await Promise.allSettled([queue.run("a", command("1", 10, true)), queue.run("a", command("2", 10))]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(log).toEqual(["1 begins", "1 ends", "2 begins", "2 ends"]);
});

test("a command that comes while another waits comes after it", async () => {
  const clock = new FakeClock({ auto: false });
  const queue = new StreamQueue(new OwnBlackboard(), clock);
  const { log, command } = logging(clock);
  const runs = [queue.run("a", command("1", 100)), queue.run("a", command("2", 100))];
  await clock.advance(100);
  runs.push(queue.run("a", command("3", 100)));
  await clock.advance(200);
  await Promise.all(runs);
  expect(log.filter((line) => line.endsWith("begins"))).toEqual(["1 begins", "2 begins", "3 begins"]);
});

test("a command that comes when all is done begins at once", async () => {
  const clock = new FakeClock();
  const queue = new StreamQueue(new OwnBlackboard(), clock);
  const { log, command } = logging(clock);
  await queue.run("a", command("1", 10));
  const second = queue.run("a", command("2", 10));
  await new Promise(setImmediate);
  expect(log.at(-1)).toBe("2 begins");
  await second;
});

describe("a stream that is not known at once", () => {
  const later = async <T>(clock: FakeClock, ms: number, value: T): Promise<T> => {
    await clock.sleep(ms);
    return value;
  };

  test("keeps the place in which its command came", async () => {
    const clock = new FakeClock();
    const queue = new StreamQueue(new OwnBlackboard(), clock);
    const { log, command } = logging(clock);
    const runs = [
      queue.run(later(clock, 500, "a"), command("1", 10)),
      queue.run(later(clock, 100, "a"), command("2", 10)),
      queue.run("a", command("3", 10)),
    ];
    expect(await Promise.all(runs)).toEqual(["1", "2", "3"]);
    expect(log).toEqual(["1", "2", "3"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  test("holds no command up but until it is known", async () => {
    const clock = new FakeClock();
    const queue = new StreamQueue(new OwnBlackboard(), clock);
    const { log, command } = logging(clock);
    await Promise.all([queue.run(later(clock, 100, "a"), command("1", 1_000)), queue.run("b", command("2", 10))]);
    expect(log).toEqual(["1 begins", "2 begins", "2 ends", "1 ends"]);
    expect(clock.passed).toBeCloseTo(1.1);
  });

  test("and cannot be known fails for its own caller, and the next ones go on", async () => {
    const clock = new FakeClock();
    const queue = new StreamQueue(new OwnBlackboard(), clock);
    const { log, command } = logging(clock);
    const results = await Promise.allSettled([
      queue.run(later(clock, 500, "a"), command("1", 10)),
      // Before its turn: nobody may be told of it but its caller.
      queue.run(Promise.reject(new Error("no project")), command("2", 10)),
      queue.run("a", command("3", 10)),
    ]);
    expect(results).toMatchObject([{ value: "1" }, { reason: new Error("no project") }, { value: "3" }]);
    expect(log).toEqual(["1 begins", "1 ends", "3 begins", "3 ends"]);
  });
});
