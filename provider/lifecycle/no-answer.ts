import type { NoAnswerError } from "../http/client";
import { LifecycleError } from "./errors";

interface Unanswered {
  /** Such as `START of push.example.com/live/keynote`. */
  readonly what: string;
  /** What to do when nobody knows whether it was executed. */
  readonly ifMayHaveRun: string;
}

/** The error for a request that got no definite answer within so many `seconds`. */
export function noAnswer({ what, ifMayHaveRun }: Unanswered, error: NoAnswerError, seconds: number): LifecycleError {
  const { mayHaveRun } = error;
  if (error.cancelled) {
    const fate = mayHaveRun
      ? `was sent, but the run was cancelled before an answer came. It may have been executed. ${ifMayHaveRun}`
      : "was not sent, because the run was cancelled first.";
    return new LifecycleError("CANCELLED", `${what} ${fate}`.trimEnd(), { cause: error, mayHaveRun });
  }
  const tries = error.tries === 1 ? "1 try" : `${error.tries} tries`;
  const again = error.isLasting ? "Correct that, then run" : "Run";
  const when = error.isLasting ? "." : " once the service can be reached.";
  const fate = mayHaveRun
    ? `It may have been executed. ${ifMayHaveRun}`
    : `Nothing was executed. ${again} the same command again${when}`;
  const time = error.isLasting ? "" : ` within the timeout of ${seconds} s`;
  const message = `${what} got no answer in ${tries}${time}: ${error.message}\n${fate}`.trimEnd();
  return new LifecycleError("NO_ANSWER", message, { cause: error, mayHaveRun });
}
