import type { Budget } from "../live/budget";
import { type Connection, NoAnswerError, type Outcome } from "../live/client";
import { ServiceError } from "../live/errors";
import type { Context } from "./context";
import { LifecycleError } from "./errors";
import { type Asked, accessError } from "./remedy";

/** A request that changes something. */
export interface Attempt extends Asked {
  /** What to do when nobody knows whether it was executed. */
  readonly ifLost: string;
}

/**
 * Waits for the answer to a request. `lost` says whether an earlier one had no answer.
 *
 * @throws {LifecycleError} when the budget is spent, and when the answer has nothing to do with what was asked
 * (credential, permission, endpoint)
 */
export async function settled(
  context: Context,
  live: Connection,
  attempt: Attempt,
  budget: Budget,
  request: Promise<Outcome>,
  lost = false,
): Promise<Outcome> {
  const outcome = await request.catch((error) => {
    if (error instanceof NoAnswerError) throw noAnswer(attempt, error, lost || error.lost, budget);
    // Such as a credential that cannot be renewed: what became of the earlier request must not be forgotten over it.
    throw lost && error instanceof Error ? noAnswer(attempt, new NoAnswerError(true, 1, error), true, budget) : error;
  });
  const mayBeDone = lost || outcome.lost;
  if (outcome.answer instanceof ServiceError) {
    const error = accessError(attempt, outcome.answer, live.account.from, context.clock.wall(), mayBeDone);
    if (error) throw error;
  }
  return { answer: outcome.answer, lost: mayBeDone };
}

function noAnswer({ what, ifLost }: Attempt, error: NoAnswerError, mayBeDone: boolean, { seconds }: Budget) {
  const tries = error.tries === 1 ? "1 try" : `${error.tries} tries`;
  const fate = mayBeDone
    ? `It may have been executed. ${ifLost}`
    : "Nothing was executed. Run the same command again once the service can be reached.";
  const message = `${what} got no answer in ${tries} within the timeout of ${seconds} s: ${error.message}\n${fate}`;
  return new LifecycleError("NO_ANSWER", message, { cause: error, mayBeDone });
}
