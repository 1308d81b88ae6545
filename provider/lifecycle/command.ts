import type { Budget } from "../live/budget";
import { NoAnswerError, type Outcome } from "../live/client";
import { ServiceError } from "../live/errors";
import { type Command, recordControl } from "../live/record-control";
import { type Stream, streamId } from "../live/stream";
import type { Context } from "./context";
import { RecordingError } from "./errors";
import type { Place } from "./place";
import { accessError } from "./remedy";

/**
 * Sends one command until the service says yes or no. `lost` says whether an earlier one had no answer.
 *
 * @throws {RecordingError} when the budget is spent, and when the answer has nothing to do with the stream (credential,
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
  const what = `${action} of ${streamId(stream)}`;
  const live = context.live.connect(place);
  const outcome = await recordControl(live, action, stream, budget).catch((error) => {
    throw error instanceof NoAnswerError ? noAnswer(what, error, lost || error.lost, budget) : error;
  });
  const mayBeDone = lost || outcome.lost;
  if (outcome.answer instanceof ServiceError) {
    const error = accessError(what, outcome.answer, live.credentialFrom, context.clock.wall(), mayBeDone);
    if (error) throw error;
  }
  return { answer: outcome.answer, lost: mayBeDone };
}

function noAnswer(what: string, error: NoAnswerError, mayBeDone: boolean, { seconds }: Budget): RecordingError {
  const tries = error.tries === 1 ? "1 try" : `${error.tries} tries`;
  const settle = what.startsWith("STOP")
    ? "Run the same command again. If it is to be recorded after all, `pulumi up --replace` with its URN makes sure."
    : "The next `pulumi up` settles it.";
  const fate = mayBeDone
    ? `It may have been executed. ${settle}`
    : "Nothing was executed. Run the same command again once the service can be reached.";
  const message = `${what} got no answer in ${tries} within the timeout of ${seconds} s: ${error.message}\n${fate}`;
  return new RecordingError("NO_ANSWER", message, { cause: error, mayBeDone });
}
