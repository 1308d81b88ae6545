import type { Budget } from "../http/budget";
import type { Outcome } from "../http/client";
import { type Command, recordControl } from "../live/record-control";
import { type Stream, streamId } from "../live/stream";
import type { Context } from "./context";
import type { Place } from "./place";
import { settled } from "./settled";

const IF_LOST = {
  START: "The next `pulumi up` settles it.",
  STOP: "Run the same command again. If you want it recorded after all, run `pulumi up` with PULUMI_HUAWEICLOUD_LIVE_START_AGAIN.",
};

/**
 * Sends one command until the service says yes or no. `lost` says whether an earlier one had no answer.
 *
 * @throws {LifecycleError} when the budget is spent, and when the answer has nothing to do with the stream (credential,
 * permission, endpoint)
 */
export async function command(
  context: Context,
  place: Place,
  action: Command,
  stream: Stream,
  budget: Budget,
  lost = false,
): Promise<Outcome> {
  const live = context.live.connect(place);
  const asked = {
    what: `${action} of ${streamId(stream)}`,
    permission: "live:record:createCommand",
    ifLost: IF_LOST[action],
  };
  return settled(context, live, asked, budget, recordControl(live, action, stream, budget, lost));
}
