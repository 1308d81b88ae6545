import type { Context } from "../context";
import { hasProject, placeOf, streamKey } from "../place";
import { type Inputs, type RecordingStatus, resourceMark, type State } from "../recording";
import { isObservable, observe } from "./observe";

export interface Seen {
  readonly id: string;
  readonly props: State;
  /** Only where they differ from what the state has. */
  readonly inputs?: Inputs;
}

/**
 * The state after a refresh, which must not fail for what it merely observes. A doubt counts as a drift: a refresh clears
 * the engine's note of a failure, and so it stays in the plan until a command has settled it.
 */
export async function read(context: Context, id: string, state: State): Promise<Seen> {
  const status = await statusNow(context, state);
  if (status === state.status && !(status === "unknown" && state.recording)) return { id, props: state };
  const ended = status === "interrupted" || status === "unknown";
  const props = { ...state, status, recording: state.recording && !ended };
  return ended ? { id, props, inputs: inputsOf(context, props) } : { id, props };
}

async function statusNow(context: Context, state: State): Promise<RecordingStatus> {
  const { publishDomain } = state;
  try {
    await witness(context, state);
    return await observe(context, state);
  } catch (error) {
    const why = (error as Error).message;
    const what = `the pushed streams of ${publishDomain} could not be checked, so the state keeps their recordings as they were`;
    if (isObservable(state)) context.sayOnce(publishDomain, `warning: ${what}: ${why}`);
    return state.status;
  }
}

/**
 * Remembers who wants the stream, for the deletes that may come later. A push that goes on is no proof of a recording:
 * somebody may have sent STOP.
 */
async function witness(context: Context, state: State): Promise<void> {
  const key = streamKey(await placeOf(context, state), state);
  context.owners.note(key, resourceMark(state), { wants: state.status !== "stopped" });
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
    ...(hasProject(settings) && { projectId: state.projectId }),
    ...(adopt !== undefined && { adopt }),
    ...(waitForStream !== undefined && { waitForStream }),
    ...(timeout !== undefined && { timeout }),
  };
}
