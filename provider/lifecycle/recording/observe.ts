import { Budget } from "../../http/budget";
import { pushOf } from "../../live/online-streams";
import { type Projects, placeOf } from "../place";
import type { RecordingStatus, State } from "../recording";
import { LOOK_TIMEOUT, type Lookout } from "../watch/look";

/**
 * The resources of one refresh come one after the other, and share what was listed a moment ago: this process is no older
 * than its refresh. Milliseconds.
 */
const RECENT_MS = 5_000;

/** Two clocks in whole seconds may differ by this much, in milliseconds. */
const TOLERANCE_MS = 2_000;

/** Whether a push can tell anything of it. */
export function isObservable({ status, recording }: State): boolean {
  return recording && status !== "unknown";
}

/**
 * Looks whether the stream of a recording is still the same push, which is all that can be known without touching it.
 * Where no push can tell (`stopped`, `interrupted`, `unknown`) the status stays, and nothing is sent.
 *
 * @throws {SettingsError} where a setting is missing or wrong
 * @throws {ServiceError | NoAnswerError} where the service does not let us look
 */
export async function observe(context: Lookout & Projects, state: State): Promise<RecordingStatus> {
  if (!isObservable(state)) return state.status;
  const { clock, live } = context;
  const connection = live.connect(await placeOf(context, { ...state, timeout: LOOK_TIMEOUT }));
  const pushes = await live.pushes(connection, state.publishDomain, new Budget(LOOK_TIMEOUT, clock), RECENT_MS);
  const push = pushOf(pushes, state);
  if (!push) return "offline";
  if (state.startedAt === undefined || Number.isNaN(push.since)) return state.status;
  return push.since <= Date.parse(state.startedAt) + TOLERANCE_MS ? "recording" : "interrupted";
}
