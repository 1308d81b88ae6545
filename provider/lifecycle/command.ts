import type { Budget } from "../live/budget";
import { NoAnswerError, type Outcome } from "../live/client";
import { ServiceError } from "../live/errors";
import { type Command, recordControl } from "../live/record-control";
import { type Stream, streamId } from "../live/stream";
import type { Context, Place } from "./context";
import { RecordingError } from "./errors";
import { accessError } from "./remedy";

/** No definite answer to a command. `lost` says whether it may have been executed. */
export class CommandLostError extends RecordingError {
  constructor(
    message: string,
    readonly lost: boolean,
    cause: unknown,
  ) {
    super("NO_ANSWER", message, { cause });
  }
}

/**
 * Sends one command until the service says yes or no.
 *
 * @throws {CommandLostError} when the budget is spent
 * @throws {RecordingError} when the answer has nothing to do with the stream (credential, permission, endpoint)
 */
export async function command(
  context: Context,
  place: Place,
  action: Command,
  stream: Stream,
  budget: Budget,
): Promise<Outcome> {
  const what = `${action} of ${streamId(stream)}`;
  const live = context.live.connect(place);
  let outcome: Outcome;
  try {
    outcome = await recordControl(live, action, stream, budget);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    const tries = error.tries === 1 ? "1 try" : `${error.tries} tries`;
    const fate = error.lost
      ? `It may have been executed: the next \`pulumi up\` settles it.`
      : "Nothing was executed. Run the same command again once the service can be reached.";
    const message = `${what} got no answer in ${tries} within the timeout of ${budget.seconds} s: ${error.message}\n${fate}`;
    throw new CommandLostError(message, error.lost, error);
  }
  if (outcome.answer instanceof ServiceError) {
    const access = accessError(what, outcome.answer, live.credentialFrom, context.clock.now());
    if (access) throw outcome.lost ? new CommandLostError(access.message, true, access) : access;
  }
  return outcome;
}
