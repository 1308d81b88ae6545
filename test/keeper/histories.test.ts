import fc from "fast-check";
import { expect, test } from "vitest";
import { Keeper, type Told } from "../../keeper/keeper";
import type { Message } from "../../keeper/notifications/message";
import type { Engine, Run, Seen, Tried, Watch } from "../../keeper/stack/engine";
import type { StateResource } from "../../keeper/stack/state";
import { BEGIN, FakeClock } from "../provider/fake-clock";

// Random histories of people, encoders and a service, with a keeper in the middle that is killed now and then.

const DOMAIN = "push.example.com";
const TYPE = "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording";
const NAMES = ["a", "b", "c"] as const;
const id = (name: string) => `${DOMAIN}/live/${name}`;
const nameOf = (stream: string) => stream.slice(stream.lastIndexOf("/") + 1);

const INTERVAL_MS = 5_000;
/** Of the list, and so of what can be told apart. */
const TOLERANCE_MS = 2_000;

interface Push {
  readonly since: number;
  /** When its recording was started; undefined while it is not recorded. */
  startedAt?: number | undefined;
}

/** The service, the stack and the backend. */
class World {
  readonly clock = new FakeClock({ auto: false });
  readonly pushes = new Map<string, Push>();
  /** When the state says that the recording began, by name. */
  readonly declared = new Map<string, number>();
  /** START requests: which, and whether it was declared then. */
  readonly starts: { name: string; isDeclared: boolean; at: number }[] = [];
  readonly sent: Message[] = [];
  until = { locked: 0, away: 0, refusing: 0, failing: 0 };
  version = 1;

  is(trouble: keyof World["until"]): boolean {
    return this.clock.now() < this.until[trouble];
  }

  state(): StateResource[] {
    return [...this.declared].map(([name, began]) => ({
      urn: `urn:pulumi:dev::events::${TYPE}::${name}`,
      type: TYPE,
      custom: true,
      provider: "",
      inputs: { publishDomain: DOMAIN, app: "live", stream: name, recording: true },
      outputs: { status: "recording", startedAt: new Date(began).toISOString() },
    }));
  }

  start(name: string): Tried {
    this.starts.push({ name, isDeclared: this.declared.has(name), at: this.clock.now() });
    if (this.is("refusing")) return { code: "NO_COMMAND_RULE", message: "no rule" };
    const push = this.pushes.get(name);
    if (!push) return { code: "STREAM_NOT_PUSHED", message: "not pushed" };
    push.startedAt = this.clock.now();
    this.declared.set(name, push.startedAt);
    return { startedAt: push.startedAt };
  }

  send(event: string, name: string, more: Partial<Message> = {}): void {
    const identity = `${event} ${name} ${more.pushedSince ?? this.sent.length}`;
    this.sent.push({ stream: id(name), event, isProven: true, identity, ...more });
  }
}

/** A keeper's sight of the world, which ends with it. */
class Eyes implements Engine, Watch {
  isAlive = true;
  /** What the last state had that was read. */
  known: readonly string[] = [];
  readonly #world: World;
  readonly #strangers: string[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Streams that were to be started although no state had them. */
  get strangers(): readonly string[] {
    return this.#strangers;
  }

  async read(): Promise<readonly StateResource[]> {
    await this.#takes(500);
    if (this.#world.is("failing")) throw new Error("the backend is away");
    this.known = [...this.#world.declared.keys()];
    return this.#world.state();
  }

  async version(): Promise<number> {
    await this.#takes(300);
    return this.#world.version;
  }

  async startAgain(ids: readonly string[]): Promise<Run> {
    const world = this.#world;
    this.#strangers.push(...ids.map(nameOf).filter((name) => !this.known.includes(name)));
    await this.#takes(1_000);
    if (world.is("locked")) return { locked: "ann@studio-1 (pid 71)" };
    if (world.is("failing")) throw new Error("the backend is away");
    // From here on the lock is the run's own, and a person's run would have to wait for it.
    const names = ids.map(nameOf).filter((name) => world.declared.has(name));
    world.until.locked = Math.max(world.until.locked, world.clock.now() + 2_000);
    const tried = new Map(names.map((name): [string, Tried] => [id(name), world.start(name)]));
    await this.#takes(2_000);
    world.version += 1;
    return { tried };
  }

  async look(): Promise<Seen> {
    await this.#takes(100);
    const world = this.#world;
    if (world.is("away")) {
      return { pushes: new Map(), blind: [{ code: "NO_ANSWER", message: "away", needsSomebody: false }] };
    }
    // The list has whole seconds.
    const since = (name: string) => {
      const push = world.pushes.get(name);
      return push && Math.floor(push.since / 1_000) * 1_000;
    };
    return { pushes: new Map(this.known.map((name) => [id(name), since(name)])), blind: [] };
  }

  /** What a dead process waits for never comes. */
  async #takes(ms: number): Promise<void> {
    await this.#world.clock.sleep(ms);
    if (!this.isAlive) await new Promise(() => {});
  }
}

interface Living {
  readonly eyes: Eyes;
  readonly keeper: Keeper;
  readonly told: Told[];
  readonly stop: AbortController;
  ended: boolean;
}

/** A keeper begins, unless the backend is away. */
async function begin(world: World): Promise<Living | undefined> {
  const eyes = new Eyes(world);
  const told: Told[] = [];
  const keeper = new Keeper({
    engine: eyes,
    watch: eyes,
    clock: world.clock,
    interval: INTERVAL_MS,
    tell: (one) => {
      told.push(one);
      if (one.type === "looked" && one.blind.length === 0) dueWithinALook(world, eyes, keeper);
    },
  });
  const beginning = keeper.read().then(
    () => keeper.look(),
    () => "refused",
  );
  await world.clock.advance(1_000);
  if ((await beginning) === "refused") return undefined;
  const stop = new AbortController();
  const living: Living = { eyes, keeper, told, stop, ended: false };
  void keeper.run(stop.signal).then(() => {
    living.ended = true;
  });
  return living;
}

/** Pushed, declared and not recorded means due as soon as a look has seen it. */
function dueWithinALook(world: World, { known }: Eyes, keeper: Keeper): void {
  for (const name of known) {
    const push = world.pushes.get(name);
    const stream = keeper.streams.get(id(name));
    // What began in this moment is for the next look; and who is told of a START knows it before the state does.
    if (!push || !stream || push.since > world.clock.now() - 1_000) continue;
    const startedAt = Math.max(stream.startedAt ?? 0, world.declared.get(name) ?? 0);
    if (push.since > startedAt + TOLERANCE_MS + 1_000) expect(["due", "starting", "held"]).toContain(stream.phase);
  }
}

const name = fc.constantFrom(...NAMES);
const seconds = fc.integer({ min: 1, max: 90 });
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("push" as const), name, tells: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("push-ends" as const), name, tells: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom("record-over", "record-failed"), name }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("message-again" as const), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("hint" as const), name }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("destroy", "declare"), name }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom("locked", "away", "refusing", "failing"), seconds }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("kill" as const) }) },
);
const history = fc.array(fc.record({ after: fc.integer({ min: 0, max: 20_000 }), what: happening }), { maxLength: 25 });

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What a history is played with: messages come in the order in which they were kept back. */
class Play {
  readonly world = new World();
  readonly kept: Message[] = [];
  living: Living | undefined;

  async do(what: Happening): Promise<void> {
    const { world } = this;
    const { clock } = world;
    switch (what.type) {
      case "push":
        this.#end(what.name, what.tells);
        world.pushes.set(what.name, { since: clock.now() });
        if (what.tells) this.#tell("PUBLISH", what.name, { pushedSince: Math.floor(clock.now() / 1_000) * 1_000 });
        break;
      case "push-ends":
        this.#end(what.name, what.tells);
        break;
      case "record-over":
      case "record-failed": {
        const push = world.pushes.get(what.name);
        // What ends while START is under way cannot be told from what ended before.
        if (push?.startedAt === undefined || this.living?.keeper.streams.get(id(what.name))?.phase !== "recording")
          break;
        push.startedAt = undefined;
        if (what.type === "record-over") this.#tell("RECORD_OVER", what.name);
        else this.#tell("RECORD_FAILED", what.name, { error: "the bucket is full" });
        break;
      }
      case "message-again": {
        const message = world.sent[what.which];
        if (message) this.living?.keeper.take(message);
        break;
      }
      case "hint":
        this.living?.keeper.take({
          stream: id(what.name),
          event: "RECORD_OVER",
          isProven: false,
          identity: `${clock.now()}`,
        });
        break;
      case "destroy":
      case "declare":
        if (world.is("locked")) break;
        if (what.type === "destroy") world.declared.delete(what.name);
        else if (!world.declared.has(what.name)) this.#declare(what.name);
        world.version += 1;
        break;
      case "kill": {
        if (this.living) this.living.eyes.isAlive = false;
        this.living = await begin(world);
        break;
      }
      default:
        world.until[what.type] = clock.now() + what.seconds * 1_000;
    }
  }

  /** A person's `up`, which sends START, too. */
  #declare(name: string): void {
    const push = this.world.pushes.get(name);
    const at = this.world.clock.now();
    if (push) push.startedAt = at;
    this.world.declared.set(name, at);
  }

  #end(name: string, tells: boolean): void {
    const push = this.world.pushes.get(name);
    if (!push) return;
    this.world.pushes.delete(name);
    const pushedSince = Math.floor(push.since / 1_000) * 1_000;
    if (tells) this.#tell("PUBLISH_DONE", name, { pushedSince });
  }

  #tell(event: string, name: string, more: Partial<Message> = {}): void {
    this.world.send(event, name, more);
    const message = this.world.sent.at(-1);
    if (message) this.living?.keeper.take(message);
  }
}

test("whatever happens, nothing is started that is not declared, and in the end all that is pushed and declared is recorded", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (happenings) => {
      const play = new Play();
      const { world } = play;
      for (const name of NAMES) {
        world.pushes.set(name, { since: BEGIN - 60_000, startedAt: BEGIN - 30_000 });
        if (name !== "c") world.declared.set(name, BEGIN - 30_000);
      }
      play.living = await begin(world);
      for (const { after, what } of happenings) {
        await world.clock.advance(after);
        await play.do(what);
      }
      // Everything calms down. A keeper whose backend was away at its start is started again, as systemd does.
      world.until = { locked: 0, away: 0, refusing: 0, failing: 0 };
      if (play.living === undefined) play.living = await begin(world);
      await world.clock.advance(12 * 60_000);

      const { living } = play;
      expect(living?.ended).toBe(false);
      expect(living?.eyes.strangers).toEqual([]);
      expect(world.starts.filter(({ isDeclared }) => !isDeclared)).toEqual([]);
      for (const [name, began] of world.declared) {
        const push = world.pushes.get(name);
        // A push that came back within the whole seconds of the list cannot be told from the one that was recorded.
        if (!push || Math.abs(push.since - began) <= TOLERANCE_MS + 1_000) continue;
        // What ended while nobody listened is known to nobody.
        const isKnown = push.since > began || push.startedAt !== undefined || told(living, name);
        if (isKnown)
          expect(push.startedAt, `${name}: ${JSON.stringify(living?.keeper.streams.get(id(name)))}`).toBeDefined();
      }
      // And then it is quiet.
      const { length } = world.starts;
      await world.clock.advance(10 * 60_000);
      expect(world.starts).toHaveLength(length);

      living?.stop.abort();
      await world.clock.advance(60_000);
      expect(living?.ended).toBe(true);
    }),
    { numRuns: 150 },
  );
});

/** This keeper has heard of an end after the recording that the state knows began. */
function told(living: Living | undefined, name: string): boolean {
  const stream = living?.keeper.streams.get(id(name));
  return stream?.endedAt !== undefined && stream.endedAt > (stream.startedAt ?? 0);
}
