import { streamId } from "../live/stream";
import type { Context } from "./context";
import { RecordingError, UnsettledError } from "./errors";
import { placeOf, streamKey } from "./place";
import type { Inputs, State } from "./recording";
import { start } from "./start";
import { stop } from "./stop";

/** Makes the declared state so. */
export async function create(context: Context, inputs: Inputs): Promise<{ id: string; outs: State }> {
  const place = placeOf(context.settings, inputs);
  const key = streamKey(place, inputs);
  const id = streamId(inputs);
  const declared = { ...inputs, projectId: place.projectId };
  return context.queue.run(key, async () => {
    try {
      if (inputs.recording) {
        const { adopt = true, timeout, waitForStream } = inputs;
        const started = await start(context, place, inputs, { adopt, timeout, waitForStream });
        context.owners.note(key, started.requestId, { wants: true, records: true });
        return { id, outs: { ...declared, status: "recording", ...started } };
      }
      // What somebody else has begun is not ours to stop unless we may adopt it.
      if (inputs.adopt === false) return { id, outs: { ...declared, status: "stopped" } };
      return { id, outs: { ...declared, status: "stopped", ...(await stop(context, place, inputs, inputs.timeout)) } };
    } catch (error) {
      if (!(error instanceof RecordingError && error.mayBeDone)) throw error;
      throw new UnsettledError(id, { ...declared, status: "unknown" }, error);
    }
  });
}
