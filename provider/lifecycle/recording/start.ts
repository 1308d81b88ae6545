import { Budget } from "../../http/budget";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { type Stream, streamId } from "../../live/stream";
import { capped } from "../capped";
import { command } from "../command";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { GAP_MS, gapLeft } from "../per-stream/cooldown";
import { type Place, streamKey } from "../place";
import { DEFAULTS } from "../recording";
import { look } from "../watch/look";
import { type Reason, reasonFor } from "../watch/reason";

/** What a START needs to know besides the stream. */
export interface StartOptions {
  readonly timeout?: number | undefined;
  readonly waitForStream?: number | undefined;
  /** Take over what is being recorded already. */
  readonly adopt: boolean;
  /** Of this resource, where it exists. */
  readonly mark?: string;
  /** From this resource's state. */
  readonly stoppedAt?: string | undefined;
}

/** A recording runs. */
export interface Started {
  readonly requestId: string;
  readonly startedAt: string;
}

/**
 * Makes the service record a stream, and says whether it does.
 *
 * @throws {LifecycleError} when it is refused, with the reason, or when nobody knows
 */
export async function start(context: Context, place: Place, stream: Stream, options: StartOptions): Promise<Started> {
  const { clock, owners, stops } = context;
  const key = streamKey(place, stream);
  const waitForStream = capped(context, options.waitForStream ?? DEFAULTS.waitForStream);
  const wait = context.pushWatch.begin(place, stream, waitForStream);
  let lost = false;
  let budget: Budget;
  for (;;) {
    const { isLast } = await wait.untilWorthTrying();
    // Each has the whole of it: those before were refused, which ends a command.
    budget = new Budget(capped(context, options.timeout ?? DEFAULTS.timeout), clock);
    const gap = gapLeft(clock.now(), stops.get(key), options.stoppedAt);
    await pause(gap, "the service wants more than 10 s between STOP and START");
    let answer = await send();
    if (isTaskExists(answer)) {
      if (owners.recordedByAnother(key, options.mark ?? "") && (options.adopt || lost)) return takenOver(answer);
      // It says 'too early after a STOP' and 'already being recorded' with one code. Only time tells them apart.
      await pause(GAP_MS, "it is being recorded already, or was stopped less than 10 s ago; asking again");
      answer = await send();
      if (isTaskExists(answer)) {
        if (!options.adopt && !lost) throw alreadyRecorded(answer);
        return takenOver(answer);
      }
    }
    if (!(answer instanceof ServiceError)) return recording(answer);
    const reason = await explain(answer);
    if (!reason.passes || isLast) throw refused(reason, answer);
  }

  async function send() {
    const outcome = await command(context, place, "START", stream, budget, lost);
    lost = outcome.lost;
    return outcome.answer;
  }

  async function pause(ms: number, why: string): Promise<void> {
    if (ms <= 0) return;
    context.say(`START of ${streamId(stream)} waits ${(ms / 1000).toFixed(1)} s: ${why}`);
    await budget.free(clock.sleep(ms));
  }

  function takenOver(answer: ServiceError): Started {
    if (!lost) context.say(`${streamId(stream)} is being recorded already: adopted`);
    return recording(answer);
  }

  function recording({ requestId, at }: { requestId: string; at: number }): Started {
    return { requestId, startedAt: timestamp(at) };
  }

  async function explain(answer: ServiceError): Promise<Reason> {
    if (clock.cancelled)
      return {
        code: "START_REFUSED",
        text: "of what nobody has looked for, since the run was cancelled.",
        passes: false,
      };
    if (SAYS_NOTHING.has(answer.serviceCode))
      return reasonFor(stream, await look(context, place, stream.publishDomain));
    return {
      code: "START_REFUSED",
      text: "the service objects to something, which it names below. Correct that, then run `pulumi up` again.",
      passes: false,
    };
  }

  function refused(reason: Reason, answer: ServiceError): LifecycleError {
    const waited = waitForStream ? ` after waiting ${waitForStream} s for its push` : "";
    const state = lost ? "may be recorded or not" : "is not being recorded";
    const message = `${streamId(stream)} ${state}${waited}: START was refused, because ${reason.text}\n${serviceSaid(answer)}`;
    // An earlier try may have begun a recording, and that may outlive a short interruption.
    return new LifecycleError(reason.code, message, { cause: answer, mayBeDone: lost });
  }

  function alreadyRecorded(answer: ServiceError): LifecycleError {
    return new LifecycleError(
      "ALREADY_RECORDED",
      `${streamId(stream)} is being recorded already, and \`adopt: false\` does not allow it to be adopted. If the recording is your own (after a crash, a rename or --replace), run \`pulumi up\` once without \`adopt: false\`. Otherwise whoever started it has to end it first.\n${serviceSaid(answer)}`,
      { cause: answer },
    );
  }
}

/** The codes that the service has for every refusal; all others speak for themselves. */
const SAYS_NOTHING = new Set(["LIVE.100011001", "LIVE.103011016", "LIVE.103011019", ""]);

function isTaskExists(answer: unknown): answer is ServiceError {
  return answer instanceof ServiceError && answer.status === 400 && answer.serviceCode === "LIVE.100011022";
}
