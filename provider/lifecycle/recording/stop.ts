import { Budget } from "../../http/budget";
import { isAbsent } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { type Stream, streamId } from "../../live/stream";
import { START_AGAIN } from "../../settings/start-again";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { type Place, streamKey } from "../place";
import { DEFAULTS } from "../recording";
import { commandRequest } from "./command";

/** Nothing is being recorded. */
export interface Stopped {
  readonly requestId: string;
  /** Absent where nothing was being recorded in the first place. */
  readonly stoppedAt?: string;
}

/**
 * Makes the service not record a stream. That it did not (404) is fine.
 *
 * @throws {LifecycleError} when it is refused, or when nobody knows
 */
export async function stop(
  context: Context,
  place: Place,
  stream: Stream,
  timeout: number | undefined,
): Promise<Stopped> {
  const { clock, settings, stops } = context;
  if (settings.startAgain().isSet) {
    const message = `no STOP was sent for ${streamId(stream)}, because ${START_AGAIN} is set: a run that starts recordings again stops none. Run the same command without that variable.`;
    throw new LifecycleError("STOP_WITHHELD", message);
  }
  /** START has to keep its distance, also from a STOP that only may have been executed. */
  const countAsStopped = () => stops.note(streamKey(place, stream));
  const budget = new Budget(capped(context, timeout ?? DEFAULTS.timeout), clock);
  const sending = sendChange(context, place, commandRequest("STOP", stream, budget));
  const { answer, mayHaveRun } = await sending.catch((error) => {
    if (error instanceof LifecycleError && error.mayHaveRun) countAsStopped();
    throw error;
  });
  if (answer instanceof ServiceError && !isAbsent(answer)) {
    if (mayHaveRun) countAsStopped();
    const message = `${streamId(stream)} may still be recorded: STOP was refused. Correct what the service names below, then run the same command again.\n${serviceSaid(answer)}`;
    throw new LifecycleError("STOP_REFUSED", message, { cause: answer, mayHaveRun });
  }
  if (answer instanceof ServiceError && !mayHaveRun) return { requestId: answer.requestId };
  countAsStopped();
  return { requestId: answer.requestId, stoppedAt: timestamp(answer.at) };
}
