import { streamId } from "../../live/stream";
import type { Context } from "../context";
import { LifecycleError, UnsettledError } from "../errors";
import { streamDeclaredTwice } from "../inputs/declared-once";
import { inTurn } from "../per-stream/turn";
import { DEFAULTS, type Inputs, resourceMark, type State } from "../recording";
import { start } from "./start";
import { stop } from "./stop";

/** Makes the declared state so. */
export async function create(context: Context, inputs: Inputs): Promise<{ id: string; outs: State }> {
  const { owners, recordings } = context;
  const id = streamId(inputs);
  return inTurn(context, inputs, async (place, key) => {
    const clash = recordings.clash(streamId(inputs));
    if (clash) throw new LifecycleError("STREAM_DECLARED_TWICE", `${streamDeclaredTwice(clash)}.`);
    const declared = { ...inputs, projectId: place.projectId };
    try {
      if (inputs.recording) {
        const { adopt = DEFAULTS.adopt, timeout, waitForStream } = inputs;
        const started = await start(context, place, inputs, { adopt, timeout, waitForStream });
        owners.note(key, resourceMark(started), { wants: true, records: true });
        return { id, outs: { ...declared, status: "recording", ...started } };
      }
      // What somebody else has begun is not ours to stop unless we may adopt it.
      if (inputs.adopt === false) return { id, outs: { ...declared, status: "stopped" } };
      return { id, outs: { ...declared, status: "stopped", ...(await stop(context, place, inputs, inputs.timeout)) } };
    } catch (error) {
      const mayHaveRun = error instanceof LifecycleError && error.mayHaveRun;
      owners.note(key, resourceMark({}), { wants: inputs.recording, records: false, inVain: !mayHaveRun });
      throw mayHaveRun ? new UnsettledError(id, { ...declared, status: "unknown" }, error) : error;
    }
  });
}
