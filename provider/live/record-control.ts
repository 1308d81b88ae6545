import type { Budget } from "../http/budget";
import { ask, type Connection, type Outcome } from "../http/client";
import { type Stream, streamId } from "./stream";

/** START begins the recording of one stream, STOP ends it. */
export type Command = "START" | "STOP";

/**
 * Sends one command (https://support.huaweicloud.com/api-live/RunRecord.html; permission `live:record:createCommand`).
 *
 * @throws {NoAnswerError} when the budget is spent
 */
export function recordControl(
  connection: Connection,
  command: Command,
  stream: Stream,
  budget: Budget,
  earlier = false,
): Promise<Outcome> {
  const body = { publish_domain: stream.publishDomain, app: stream.app, stream: stream.stream };
  const request = { method: "POST", path: "/record/control", query: [["action", command]], body } as const;
  return ask(connection, request, `${command} of ${streamId(stream)}`, budget, earlier);
}
