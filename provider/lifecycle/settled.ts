import type { Budget } from "../http/budget";
import { type Connection, NoAnswerError, type Outcome } from "../http/client";
import { ServiceError } from "../http/errors";
import type { Context } from "./context";
import { noAnswer } from "./no-answer";
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
    throw error instanceof NoAnswerError ? noAnswer(attempt, error, budget.seconds) : error;
  }
  const { answer, lost } = outcome;
  if (answer instanceof ServiceError) {
    const error = accessError(attempt, answer, live.gate.account, context.clock.wall(), lost);
    if (error) throw error;
  }
  return outcome;
}
