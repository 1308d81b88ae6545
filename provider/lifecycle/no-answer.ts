import type { NoAnswerError } from "../http/client";
import { LifecycleError } from "./errors";

interface Unanswered {
  /** Such as `START of push.example.com/live/keynote`. */
  readonly what: string;
  /** What to do when nobody knows whether it was executed. */
  readonly ifLost: string;
}

/** The error for a request that got no definite answer within so many `seconds`. */
export function noAnswer({ what, ifLost }: Unanswered, error: NoAnswerError, seconds: number): LifecycleError {
  if (error.cancelled) {
    const fate = error.lost
      ? `was tried, and had no answer when the run was cancelled. It may have been executed. ${ifLost}`
      : "was not sent: the run was cancelled before.";
    return new LifecycleError("CANCELLED", `${what} ${fate}`, { cause: error, mayBeDone: error.lost });
  }
  const tries = error.tries === 1 ? "1 try" : `${error.tries} tries`;
  const again = error.isLasting ? "Correct that, and run" : "Run";
  const when = error.isLasting ? "." : " once the service can be reached.";
  const fate = error.lost
    ? `It may have been executed. ${ifLost}`
    : `Nothing was executed. ${again} the same command again${when}`;
  const time = error.isLasting ? "" : ` within the timeout of ${seconds} s`;
  const message = `${what} got no answer in ${tries}${time}: ${error.message}\n${fate}`;
  return new LifecycleError("NO_ANSWER", message, { cause: error, mayBeDone: error.lost });
}
