import type { Budget } from "../http/budget";
import { type Connection, NoAnswerError, type Outcome } from "../http/client";
import { ServiceError } from "../http/errors";
import { LifecycleError, serviceSaid } from "./errors";
import { noAnswer } from "./no-answer";
import type { Place } from "./place";
import { accessProblem } from "./remedy";
import type { Lookout } from "./watch/look";

/** A request that changes something, and what the person has to know who reads its error. */
export interface ChangeRequest {
  /** Such as `START of push.example.com/live/keynote`. */
  readonly what: string;
  /** What the credential must be allowed to do. */
  readonly permission: string;
  /** What to do when nobody knows whether it was executed. */
  readonly ifMayHaveRun: string;
  readonly budget: Budget;
  readonly send: (connection: Connection) => Promise<Outcome>;
}

/**
 * Sends a request until the service says yes or no to it.
 *
 * @throws {LifecycleError} when the budget is spent or the run is cancelled, and when the answer has nothing to do with what
 * was asked (credential, permission, endpoint)
 */
export async function sendChange(
  { clock, live }: Pick<Lookout, "clock" | "live">,
  place: Place,
  request: ChangeRequest,
): Promise<Outcome> {
  const connection = live.connect(place);
  const outcome = await request.send(connection).catch((error) => {
    throw error instanceof NoAnswerError ? noAnswer(request, error, request.budget.seconds) : error;
  });
  const { answer, mayHaveRun } = outcome;
  if (!(answer instanceof ServiceError)) return outcome;
  const { what, permission } = request;
  const problem = accessProblem(answer, { permission, account: connection.gate.account, now: clock.wall() });
  if (!problem) return outcome;
  const message = `${what} was refused: ${problem.advice}\n${serviceSaid(answer)}`;
  throw new LifecycleError(problem.code, message, { cause: answer, mayHaveRun });
}
