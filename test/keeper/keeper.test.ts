import { describe, expect, test } from "vitest";
import { Keeper, type Told } from "../../keeper/keeper";
import type { Message } from "../../keeper/notifications/message";
import type { Engine, Run, Seen, Tried, Watch } from "../../keeper/stack/engine";
import type { StateResource } from "../../keeper/stack/state";
import { BEGIN, FakeClock } from "../provider/fake-clock";

const DOMAIN = "push.example.com";
const id = (name: string) => `${DOMAIN}/live/${name}`;
const TYPE = "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording";

/** A stack, an engine and a service that are made up here; whatever they do takes time on the clock. */
class World implements Engine, Watch {
  readonly clock = new FakeClock({ auto: false });
  /** When recordings began, by the names of their streams. */
  readonly declared = new Map<string, number>();
  readonly pushes = new Map<string, number>();
  readonly runs: { ids: readonly string[]; at: number }[] = [];
  locked = false;
  blind = false;
  refuse: string | undefined;
  changes = 1;

  async read(): Promise<readonly StateResource[]> {
    return [...this.declared].map(([name, began]) => ({
      urn: `urn:pulumi:dev::events::${TYPE}::${name}`,
      type: TYPE,
      custom: true,
      provider: "",
      inputs: { publishDomain: DOMAIN, app: "live", stream: name, recording: true },
      outputs: { status: "recording", startedAt: new Date(began).toISOString() },
    }));
  }

  async version(): Promise<number> {
    return this.changes;
  }

  async startAgain(ids: readonly string[]): Promise<Run> {
    this.runs.push({ ids, at: this.clock.passed });
    await this.clock.sleep(3_000);
    if (this.locked) return { locked: "ann@studio-1 (pid 71)" };
    const tried = new Map<string, Tried>();
    for (const one of ids) {
      const name = one.slice(one.lastIndexOf("/") + 1);
      if (name === this.refuse) tried.set(one, { code: "NO_COMMAND_RULE", message: "no rule" });
      else if (this.declared.has(name)) {
        this.declared.set(name, this.clock.now());
        tried.set(one, { startedAt: this.clock.now() });
      }
    }
    return { tried };
  }

  async look(): Promise<Seen> {
    await this.clock.sleep(100);
    if (this.blind) {
      return { pushes: new Map(), blind: [{ code: "UNREACHABLE", message: "no network", needsSomebody: false }] };
    }
    return { pushes: new Map([...this.declared.keys()].map((name) => [id(name), this.pushes.get(name)])), blind: [] };
  }
}

/** A keeper of a world in which these streams are pushed and recorded since a minute ago. */
async function keeping(...names: string[]) {
  const world = new World();
  for (const name of names) {
    world.declared.set(name, BEGIN - 60_000);
    world.pushes.set(name, BEGIN - 120_000);
  }
  const told: Told[] = [];
  const keeper = new Keeper({
    engine: world,
    watch: world,
    clock: world.clock,
    interval: 5_000,
    tell: (one) => told.push(one),
  });
  await keeper.read();
  const looking = keeper.look();
  await world.clock.advance(100);
  await looking;
  const stop = new AbortController();
  const running = keeper.run(stop.signal);
  await world.clock.advance(1_000);
  const end = async () => {
    stop.abort();
    await world.clock.advance(60_000);
    await running;
  };
  return { world, keeper, told, end };
}

const message = (change: Partial<Message> & Pick<Message, "event">): Message => ({
  stream: id("a"),
  isProven: true,
  identity: JSON.stringify(change),
  ...change,
});

describe("a push that comes back", () => {
  test("is started again within one look, a moment to gather and a run", async () => {
    const { world, keeper, end } = await keeping("a", "b");
    await world.clock.advance(29_000);
    world.pushes.set("a", world.clock.now());
    const cameBack = world.clock.passed;
    await world.clock.advance(15_000);
    expect(world.runs.map(({ ids }) => ids)).toEqual([[id("a")]]);
    expect((world.runs[0]?.at ?? 0) - cameBack).toBeLessThan(5.5);
    expect(keeper.isWhole).toBe(true);
    await end();
  });

  test("is started again at once when the service tells of it", async () => {
    const { world, keeper, end } = await keeping("a");
    await world.clock.advance(7_000);
    const at = world.clock.passed;
    keeper.take(message({ event: "PUBLISH", pushedSince: world.clock.now() }));
    await world.clock.advance(4_000);
    expect((world.runs[0]?.at ?? 0) - at).toBeLessThan(0.5);
    await end();
  });

  test("with many others goes into one run", async () => {
    const names = Array.from({ length: 50 }, (_, i) => `s${i}`);
    const { world, end } = await keeping(...names);
    for (const name of names) world.pushes.set(name, world.clock.now());
    await world.clock.advance(15_000);
    expect(world.runs.map(({ ids }) => ids.length)).toEqual([50]);
    await end();
  });
});

describe("what a message can do", () => {
  test("the end of a recording that is told while the push goes on starts it again, once", async () => {
    const { world, keeper, end } = await keeping("a");
    keeper.take(message({ event: "RECORD_OVER" }));
    keeper.take(message({ event: "RECORD_OVER" }));
    await world.clock.advance(20_000);
    keeper.take(message({ event: "RECORD_OVER" }));
    await world.clock.advance(20_000);
    expect(world.runs).toHaveLength(1);
    await end();
  });

  test("one that proves nothing starts nothing by itself", async () => {
    const { world, keeper, end } = await keeping("a");
    keeper.take(message({ event: "RECORD_OVER", isProven: false }));
    await world.clock.advance(20_000);
    expect(world.runs).toEqual([]);
    await end();
  });

  test("one about a stream that is not declared starts nothing", async () => {
    const { world, keeper, end } = await keeping("a");
    keeper.take(message({ event: "RECORD_OVER", stream: id("other") }));
    await world.clock.advance(20_000);
    expect(world.runs).toEqual([]);
    await end();
  });
});

describe("what is in the way", () => {
  test("the lock of a person's run is waited for, and then it is started", async () => {
    const { world, keeper, end } = await keeping("a");
    world.locked = true;
    world.pushes.set("a", world.clock.now());
    await world.clock.advance(20_000);
    expect(world.runs.length).toBeGreaterThan(2);
    world.locked = false;
    await world.clock.advance(10_000);
    expect(keeper.isWhole).toBe(true);
    await end();
  });

  test("what a person has removed meanwhile is not started", async () => {
    const { world, keeper, told, end } = await keeping("a");
    world.pushes.set("a", world.clock.now());
    world.declared.delete("a");
    world.changes += 1;
    await world.clock.advance(60_000);
    expect(keeper.streams.size).toBe(0);
    expect(told).toContainEqual({ type: "gone", stream: id("a") });
    const { length } = world.runs;
    await world.clock.advance(60_000);
    expect(world.runs).toHaveLength(length);
    await end();
  });

  test("what a person has declared meanwhile is kept, too", async () => {
    const { world, keeper, end } = await keeping("a");
    world.declared.set("b", world.clock.now());
    world.pushes.set("b", world.clock.now() - 1_000);
    world.changes += 1;
    await world.clock.advance(40_000);
    expect(keeper.streams.get(id("b"))?.phase).toBe("recording");
    await end();
  });

  test("one that is refused holds up no other", async () => {
    const { world, keeper, end } = await keeping("a", "bad");
    world.refuse = "bad";
    for (const name of ["a", "bad"]) world.pushes.set(name, world.clock.now());
    await world.clock.advance(15_000);
    expect(keeper.streams.get(id("a"))?.phase).toBe("recording");
    expect(keeper.streams.get(id("bad"))).toMatchObject({ phase: "held", trouble: { code: "NO_COMMAND_RULE" } });
    await end();
  });

  test("a service that is away for a while ends nothing, and what was missed is started when it is back", async () => {
    const { world, keeper, told, end } = await keeping("a");
    world.blind = true;
    world.pushes.set("a", world.clock.now());
    await world.clock.advance(120_000);
    expect(world.runs).toEqual([]);
    expect(told.filter((one) => one.type === "looked" && one.isNew)).toHaveLength(1);
    world.blind = false;
    await world.clock.advance(80_000);
    expect(keeper.isWhole).toBe(true);
    expect(world.runs).toHaveLength(1);
    await end();
  });
});

test("with nothing to do it looks at its interval, and runs nothing", async () => {
  const { world, told, end } = await keeping("a");
  await world.clock.advance(60_000);
  expect(world.runs).toEqual([]);
  expect(told.filter(({ type }) => type === "looked").length).toBeLessThanOrEqual(13);
  await end();
});
