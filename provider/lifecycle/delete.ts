import { streamId } from "../live/stream";
import type { Context } from "./context";
import { placeOf, streamKey } from "./place";
import type { State } from "./recording";
import { stop } from "./stop";

/**
 * Ends the recording, in the region and the project where it began, unless another resource has taken it over: the
 * engine deletes the old one of a rename, of `--replace` and the like last.
 */
export async function remove(context: Context, state: State): Promise<void> {
  const place = placeOf(context.settings, state);
  const key = streamKey(place, state);
  await context.queue.run(key, async () => {
    if (state.status !== "stopped") {
      if (context.owners.wantedByAnother(key, state.requestId)) {
        context.say(`no STOP of ${streamId(state)}: another resource has its recording now`);
      } else {
        await stop(context, place, state, state.timeout);
      }
    }
    context.owners.forget(key, state.requestId);
  });
}
