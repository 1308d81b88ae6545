import { debuglog } from "node:util";
import { type Clock, systemClock } from "../http/clock";
import type { Context } from "../lifecycle/context";
import { DeclaredOnce } from "../lifecycle/inputs/declared-once";
import { type Blackboard, OwnBlackboard } from "../lifecycle/per-stream/blackboard";
import { StopTimes } from "../lifecycle/per-stream/cooldown";
import { Owners } from "../lifecycle/per-stream/owners";
import { StreamQueue } from "../lifecycle/per-stream/stream-queue";
import { PushWatch } from "../lifecycle/watch/push-watch";
import type { EngineConfig } from "../settings/engine-source";
import { Settings } from "../settings/settings";
import { Connections } from "./connections";

/** What surrounds a provider process. */
export interface Surroundings {
  readonly config: EngineConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Where lines for the user go: the engine shows what a plugin prints. */
  readonly print?: (line: string) => void;
  /** Where the lines of the debug channel go, which the environment opens. */
  readonly debug?: (line: string) => void;
  /** Where the processes of one run meet. Default: this process knows of no other. */
  readonly blackboard?: Blackboard;
}

/** Puts together what all calls in one provider process share. */
export function openProcess({
  config,
  env,
  clock = systemClock,
  print = console.log,
  debug = console.error,
  blackboard = new OwnBlackboard(),
}: Surroundings): Context {
  const settings = new Settings(config, env);
  const say = (line: string) => print(`huaweicloud-live: ${line}`);
  const said = new Set<string>();
  const live = new Connections(settings, { clock, say, debug: debugChannel(env, debug) });
  const lookout = { live, clock, say };
  return {
    ...lookout,
    settings,
    recordings: new DeclaredOnce(),
    owners: new Owners(blackboard),
    stops: new StopTimes(blackboard, clock),
    queue: new StreamQueue(blackboard, clock),
    pushWatch: new PushWatch(lookout),
    sayOnce: (about, line) => {
      if (!said.has(about)) say(line);
      said.add(about);
    },
  };
}

/** One line per request, without headers: `PULUMI_HUAWEICLOUD_LIVE_DEBUG=1`, or `NODE_DEBUG=huaweicloud-live`. */
function debugChannel(env: Surroundings["env"], write: (line: string) => void): (line: string) => void {
  if (env.PULUMI_HUAWEICLOUD_LIVE_DEBUG) return (line) => write(`huaweicloud-live debug: ${line}`);
  const log = debuglog("huaweicloud-live");
  return (line) => log(line);
}
