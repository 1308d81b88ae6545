import type { Budget } from "../../http/budget";
import { type Command, recordControl } from "../../live/record-control";
import { type Stream, streamId } from "../../live/stream";
import type { ChangeRequest } from "../change-request";

const IF_MAY_HAVE_RUN = {
  START: "The next `pulumi up` sends it again.",
  STOP: "Run the same command again. If you want it recorded after all, run `pulumi up` with PULUMI_HUAWEICLOUD_LIVE_START_AGAIN.",
};

/** The request for one command. `mayHaveRun`: the same was sent before, without an answer. */
export function commandRequest(command: Command, stream: Stream, budget: Budget, mayHaveRun = false): ChangeRequest {
  return {
    what: `${command} of ${streamId(stream)}`,
    permission: "live:record:createCommand",
    ifMayHaveRun: IF_MAY_HAVE_RUN[command],
    budget,
    send: (connection) => recordControl(connection, command, stream, budget, mayHaveRun),
  };
}
