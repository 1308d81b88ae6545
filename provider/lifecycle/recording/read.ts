import { Budget } from "../../http/budget";
import { pushOf } from "../../live/online-streams";
import type { Context } from "../context";
import { type Place, placeOf, streamKey } from "../place";
import { type Inputs, type RecordingStatus, resourceMark, type State } from "../recording";
import { LOOK_TIMEOUT } from "../watch/look";

export interface Seen {
  readonly id: string;
  readonly props: State;
  /** Only where they differ from what the state has. */
  readonly inputs?: Inputs;
}

/**
 * The resources of one refresh come one after the other, and share what was listed a moment ago: this process is no older
 * than its refresh. Milliseconds.
 */
const RECENT_MS = 5_000;

/** Two clocks in whole seconds may differ by this much, in milliseconds. */
const TOLERANCE_MS = 2_000;

/**
 * What can be known of a recording without touching it: whether its stream is still the same push. A refresh must not
 * fail for what it merely observes.
 */
export async function read(context: Context, id: string, state: State): Promise<Seen> {
  const status = await statusNow(context, state);
  if (status === state.status && !(status === "unknown" && state.recording)) return { id, props: state };
  const ended = status === "interrupted" || status === "unknown";
  const props = { ...state, status, recording: state.recording && !ended };
  return ended ? { id, props, inputs: inputsOf(context, props) } : { id, props };
}

async function statusNow(context: Context, state: State): Promise<RecordingStatus> {
  const { owners, sayOnce } = context;
  const { publishDomain } = state;
  try {
    const place = await placeOf(context, state);
    const witness = (status: RecordingStatus) => {
      const standing = { wants: status !== "stopped", records: status === "recording" };
      owners.note(streamKey(place, state), resourceMark(state), standing);
      return status;
    };
    witness(state.status);
    // A refresh clears the engine's note of a failure. As a drift it stays in the plan until a command has settled it.
    if (state.status === "unknown" || !state.recording) return state.status;
    return witness(await pushStatus(context, place, state));
  } catch (error) {
    const why = (error as Error).message;
    const what = `the streams of ${publishDomain} cannot be looked at; their recordings are left as they were`;
    sayOnce(publishDomain, `warning: ${what}: ${why}`);
    return state.status;
  }
}

async function pushStatus({ clock, live }: Context, place: Place, state: State): Promise<RecordingStatus> {
  const budget = new Budget(LOOK_TIMEOUT, clock);
  const pushes = await live.pushes(live.connect(place), state.publishDomain, budget, RECENT_MS);
  const push = pushOf(pushes, state);
  if (!push) return "offline";
  if (state.startedAt === undefined || Number.isNaN(push.since)) return state.status;
  return push.since <= Date.parse(state.startedAt) + TOLERANCE_MS ? "recording" : "interrupted";
}

/** The inputs as `check` would write them. */
function inputsOf({ settings }: Context, state: State): Inputs {
  const { publishDomain, app, stream, recording, region, adopt, waitForStream, timeout } = state;
  return {
    publishDomain,
    app,
    stream,
    recording,
    region,
    ...(settings.projectId() !== undefined && { projectId: state.projectId }),
    ...(adopt !== undefined && { adopt }),
    ...(waitForStream !== undefined && { waitForStream }),
    ...(timeout !== undefined && { timeout }),
  };
}
