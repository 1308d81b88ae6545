import { Budget } from "../../http/budget";
import type { Connection } from "../../http/client";
import type { Clock } from "../../http/clock";
import type { Push } from "../../live/online-streams";
import type { RecordRule } from "../../live/rule-json";
import type { Stream } from "../../live/stream";
import type { Place, Projects } from "../place";
import type { View } from "./reason";

/** Looking is a courtesy: it may not hold a command up for longer, in seconds. */
export const LOOK_TIMEOUT = 20;

/** The Live API as the lifecycle needs it. Loads what it needs for that with the first call. */
export interface Live {
  readonly project: Projects["live"]["project"];
  /** @throws {SettingsError} where a setting is missing */
  connect(place: Place): Connection;
  /** `recent`: how many milliseconds old the list may be. */
  pushes(connection: Connection, publishDomain: string, budget: Budget, recent?: number): Promise<Push[]>;
  /** The list asked for one stream by its name. */
  pushesOf(connection: Connection, stream: Stream, budget: Budget): Promise<Push[]>;
  rules(connection: Connection, publishDomain: string, budget: Budget): Promise<RecordRule[]>;
}

/** What it takes to see what the service does. */
export interface Lookout {
  readonly live: Live;
  readonly clock: Clock;
  /** One line for the user, who sees it while the command runs. */
  readonly say: (line: string) => void;
}

/** Which streams of a domain are pushed and which rules it has, within so many seconds; what may not be seen is left out. */
export async function look(
  { clock, live }: Lookout,
  place: Place,
  publishDomain: string,
  seconds = LOOK_TIMEOUT,
): Promise<View> {
  const connection = live.connect(place);
  const [pushes, rules] = await Promise.allSettled([
    live.pushes(connection, publishDomain, new Budget(seconds, clock)),
    live.rules(connection, publishDomain, new Budget(seconds, clock)),
  ]);
  return {
    pushes: pushes.status === "fulfilled" ? pushes.value : undefined,
    rules: rules.status === "fulfilled" ? rules.value : undefined,
  };
}
