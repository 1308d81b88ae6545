import { streamId } from "../../live/stream";
import type { Context } from "../context";
import { LifecycleError } from "../errors";
import { inTurn } from "../per-stream/turn";
import { resourceMark, type State } from "../recording";
import { stop } from "./stop";

/**
 * Ends the recording, in the region and the project where it began, unless another resource has adopted it: the
 * engine deletes the old one of a rename, of `--replace` and the like last.
 *
 * @throws {LifecycleError} also when another resource wants the recording and could not be created (`--continue-on-error`
 * lets the engine get here): with this one gone, no state would know of what runs
 */
export async function remove(context: Context, state: State): Promise<void> {
  const { owners, say } = context;
  const mark = resourceMark(state);
  await inTurn(context, state, async (place, key) => {
    if (state.status !== "stopped") {
      if (owners.wantedInVain(key, mark)) {
        const message = `no STOP was sent for ${streamId(state)}: another resource of this program wants its recording, but could not be created. Correct what its error names, then run \`pulumi up\` again.`;
        throw new LifecycleError("STILL_WANTED", message);
      }
      if (owners.wantedByAnother(key, mark))
        say(`no STOP was sent for ${streamId(state)}: another resource has adopted its recording`);
      else await stop(context, place, state, state.timeout);
    }
    owners.forget(key, mark);
  });
}
