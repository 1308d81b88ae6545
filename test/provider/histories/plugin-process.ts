import { CancellableClock } from "../../../provider/http/cancellable-clock";
import type { Clock } from "../../../provider/http/clock";
import type { Transport } from "../../../provider/http/transport/transport";
import type { Context } from "../../../provider/lifecycle/context";
import type { Place } from "../../../provider/lifecycle/place";
import type { Resource } from "../../../provider/lifecycle/resource";
import { RESOURCES } from "../../../provider/lifecycle/resources";
import type { DynamicMethods, DynamicResources } from "../../../provider/process/dynamic";
import { openProcess } from "../../../provider/process/process";
import type { RunBlackboard } from "./run-blackboard";
import type { World } from "./world";

/** The plugin process was killed: what it was doing ends in the middle, and the engine hears of it. */
export class PluginDied extends Error {}

/** Longest way of a request or an answer, in milliseconds. */
const LONGEST_WAY = 700;

/**
 * A process that the engine starts for one operation and one provider: nothing in it outlives the operation. `onLeg` is told of every
 * way that a request or an answer has made, and may kill it then.
 */
export class PluginProcess {
  readonly methods: DynamicResources["streamRecording"];
  readonly rules: DynamicResources["recordRule"];
  readonly died: Promise<never>;
  private readonly clock: Clock;
  private readonly cancellable: CancellableClock;
  private alive = true;
  private bury: (error: PluginDied) => void = () => {};

  constructor(
    private readonly world: World,
    private readonly name: string,
    private readonly run: RunBlackboard,
    private readonly onLeg: (its: PluginProcess) => void,
  ) {
    const { time } = world;
    this.died = new Promise((_, reject) => {
      this.bury = reject;
    });
    this.died.catch(() => {});
    this.clock = {
      now: () => time.now(),
      wall: () => time.wall(),
      random: () => time.random(),
      cancelled: false,
      sleep: async (ms) => {
        await time.sleep(ms);
        await this.goesOn();
      },
    };
    this.cancellable = new CancellableClock(this.clock);
    const context = openProcess({
      config: { get: (key) => world.config[key.replace("huaweicloud:", "")] },
      env: {},
      clock: this.cancellable,
      print: () => {},
      blackboard: run.seenBy(name),
    });
    this.overTheNetwork(context.live);
    this.methods = methodsOf(RESOURCES.streamRecording, context);
    this.rules = methodsOf(RESOURCES.recordRule, context);
  }

  kill(): void {
    this.alive = false;
    this.run.isGone(this.name);
    this.bury(new PluginDied("the plugin was killed"));
  }

  /** The first Ctrl-C, of which a plugin hears and a dynamic provider does not: nothing is waited for any more, but for answers. */
  cancel(): void {
    this.cancellable.cancel();
  }

  private overTheNetwork(live: Context["live"]): void {
    const connect = live.connect.bind(live);
    Object.assign(live, { connect: (place: Place) => ({ ...connect(place), transport: this.transport }) });
  }

  /** Real HTTP, with ways of simulated length. */
  private readonly transport: Transport = async (request) => {
    const { time, http } = this.world;
    await this.way();
    const answer = await time.standStill(() => http(request, 15_000).catch((error: unknown) => ({ error })));
    await this.way();
    if ("error" in answer) throw answer.error;
    return answer;
  };

  private async way(): Promise<void> {
    await this.clock.sleep(1 + this.clock.random() * LONGEST_WAY);
    this.onLeg(this);
    await this.goesOn();
  }

  /** Never, once the process is dead. */
  private async goesOn(): Promise<void> {
    if (!this.alive) await new Promise(() => {});
  }
}

/** As `dynamicResources`, without its errors. */
function methodsOf<I, S>(resource: Resource<I, S>, context: Context): DynamicMethods<I, S> {
  return {
    check: async (olds, news) => resource.check(context.settings, olds, news),
    diff: async (id, olds, news) => resource.diff(context, id, olds, news),
    create: (inputs) => resource.create(context, inputs),
    read: (id, props) => resource.read(context, id, props),
    update: (id, olds, news) => resource.update(context, id, olds, news),
    delete: (id, props) => resource.remove(context, id, props),
  };
}
