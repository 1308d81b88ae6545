import { Budget } from "../live/budget";
import type { Context, Place } from "./context";
import type { View } from "./refusal";

/** Looking is a courtesy: it may not hold a command up for longer, in seconds. */
export const LOOK_TIMEOUT = 20;

/** Which streams of a domain are pushed and which rules it has; what may not be seen is left out. */
export async function look(context: Context, place: Place, publishDomain: string): Promise<View> {
  const { clock, live } = context;
  const connection = live.connect(place);
  const [pushes, rules] = await Promise.allSettled([
    live.pushes(connection, publishDomain, new Budget(LOOK_TIMEOUT, clock)),
    live.rules(connection, publishDomain, new Budget(LOOK_TIMEOUT, clock)),
  ]);
  return {
    pushes: pushes.status === "fulfilled" ? pushes.value : undefined,
    rules: rules.status === "fulfilled" ? rules.value : undefined,
  };
}
