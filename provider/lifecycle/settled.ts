import type { Budget } from "../http/budget";
import { type Connection, NoAnswerError, type Outcome } from "../http/client";
import { ServiceError } from "../http/errors";
import type { Context } from "./context";
import { LifecycleError } from "./errors";
import { type Asked, accessError } from "./remedy";

/** A request that changes something. */
export interface Attempt extends Asked {
  /** What to do when nobody knows whether it was executed. */
  readonly ifLost: string;
}

/**
 * Waits for the answer to a request.
 *
 * @throws {LifecycleError} when the budget is spent or the run is cancelled, and when the answer has nothing to do with what was asked
 * (credential, permission, endpoint)
 */
export async function settled(
  context: Context,
  live: Connection,
  attempt: Attempt,
  budget: Budget,
  request: Promise<Outcome>,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await request;
  } catch (error) {
    throw error instanceof NoAnswerError ? noAnswer(attempt, error, budget) : error;
  }
  const { answer, lost } = outcome;
  if (answer instanceof ServiceError) {
    const error = accessError(attempt, answer, live.gate.account, context.clock.wall(), lost);
    if (error) throw error;
  }
  return outcome;
}

function noAnswer({ what, ifLost }: Attempt, error: NoAnswerError, { seconds }: Budget) {
  if (error.cancelled) {
    const fate = error.lost
      ? `was tried, and had no answer when the run was cancelled. It may have been executed. ${ifLost}`
      : "was not sent: the run was cancelled before.";
    return new LifecycleError("CANCELLED", `${what} ${fate}`, { cause: error, mayBeDone: error.lost });
  }
  const tries = error.tries === 1 ? "1 try" : `${error.tries} tries`;
  const fate = error.lost
    ? `It may have been executed. ${ifLost}`
    : "Nothing was executed. Run the same command again once the service can be reached.";
  const message = `${what} got no answer in ${tries} within the timeout of ${seconds} s: ${error.message}\n${fate}`;
  return new LifecycleError("NO_ANSWER", message, { cause: error, mayBeDone: error.lost });
}
