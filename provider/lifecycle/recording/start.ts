import type { Answer } from "../../http/answer";
import { Budget } from "../../http/budget";
import { isTaskExists, saysNothing } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { timestamp } from "../../http/timestamp";
import { type Stream, streamId } from "../../live/stream";
import { capped } from "../capped";
import { sendChange } from "../change-request";
import type { Context } from "../context";
import { LifecycleError, serviceSaid } from "../errors";
import { COOLDOWN_MS, cooldownLeft } from "../per-stream/cooldown";
import { type Place, streamKey } from "../place";
import { DEFAULTS } from "../recording";
import { look } from "../watch/look";
import { type Reason, reasonFor } from "../watch/reason";
import { commandRequest } from "./command";

/** What a START needs to know besides the stream. */
export interface StartOptions {
  /** Seconds. */
  readonly timeout?: number | undefined;
  /** Seconds. */
  readonly waitForStream?: number | undefined;
  /** Adopt what is being recorded already. */
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
  const attempt = new StartAttempt(context, place, stream, options);
  const wait = context.pushWatch.begin(place, stream, attempt.seconds);
  for (;;) {
    const { isLast } = await wait.untilWorthTrying();
    const answer = await attempt.send();
    if (!(answer instanceof ServiceError)) return started(answer);
    if (isTaskExists(answer)) return attempt.adopt(answer);
    const reason = await attempt.explain(answer);
    if (!reason.passes || isLast) throw attempt.refused(answer, reason);
  }
}

/** One resource's attempt to have its stream recorded, with one START or several. */
class StartAttempt {
  /** Seconds for which the push is waited for. */
  readonly seconds: number;
  /** A START had no answer: it may have begun a recording, which may outlive a short interruption. */
  private mayHaveRun = false;

  constructor(
    private readonly context: Context,
    private readonly place: Place,
    private readonly stream: Stream,
    private readonly options: StartOptions,
  ) {
    this.seconds = capped(context, options.waitForStream ?? DEFAULTS.waitForStream);
  }

  /**
   * START, once the cooldown is over. That the task exists means 'too early after a STOP' or 'already being recorded', and
   * only time tells them apart: so it is sent again, unless another resource is known to record the stream.
   */
  async send(): Promise<Answer | ServiceError> {
    const { clock, stops } = this.context;
    // Each has the whole of it: those before were refused, which ends a command.
    const budget = new Budget(capped(this.context, this.options.timeout ?? DEFAULTS.timeout), clock);
    const left = cooldownLeft(clock.now(), stops.get(this.key), this.options.stoppedAt);
    await this.pause(left, "the service requires more than 10 s between STOP and START", budget);
    const answer = await this.command(budget);
    if (!isTaskExists(answer) || (this.mayAdopt && this.isRecordedByAnother)) return answer;
    const why = "it is already being recorded, or was stopped less than 10 s ago; trying again";
    await this.pause(COOLDOWN_MS, why, budget);
    return this.command(budget);
  }

  /** @throws {LifecycleError} where it must not be adopted */
  adopt(answer: ServiceError): Started {
    if (!this.mayAdopt) throw alreadyRecorded(this.stream, answer);
    if (!this.mayHaveRun) this.context.say(`${streamId(this.stream)} is already being recorded: adopted`);
    return started(answer);
  }

  /** Why START was refused: where the service does not say so itself, from the pushes and the rules. */
  async explain(answer: ServiceError): Promise<Reason> {
    if (this.context.clock.cancelled) return UNSEEN;
    if (!saysNothing(answer)) return SAID;
    return reasonFor(this.stream, await look(this.context, this.place, this.stream.publishDomain));
  }

  refused(answer: ServiceError, reason: Reason): LifecycleError {
    const waited = this.seconds ? ` after waiting ${this.seconds} s for its push` : "";
    const state = this.mayHaveRun ? "may or may not be recorded" : "is not being recorded";
    const message = `${streamId(this.stream)} ${state}${waited}: START was refused. ${reason.text}\n${serviceSaid(answer)}`;
    return new LifecycleError(reason.code, message, { cause: answer, mayHaveRun: this.mayHaveRun });
  }

  private get key(): string {
    return streamKey(this.place, this.stream);
  }

  /** What runs may have been begun by this very attempt. */
  private get mayAdopt(): boolean {
    return this.options.adopt || this.mayHaveRun;
  }

  private get isRecordedByAnother(): boolean {
    return this.context.owners.recordedByAnother(this.key, this.options.mark ?? "");
  }

  private async command(budget: Budget): Promise<Answer | ServiceError> {
    const request = commandRequest("START", this.stream, budget, this.mayHaveRun);
    const { answer, mayHaveRun } = await sendChange(this.context, this.place, request);
    this.mayHaveRun = mayHaveRun;
    return answer;
  }

  private async pause(ms: number, why: string, budget: Budget): Promise<void> {
    if (ms <= 0) return;
    this.context.say(`START of ${streamId(this.stream)} waits ${(ms / 1000).toFixed(1)} s: ${why}`);
    await budget.free(this.context.clock.sleep(ms));
  }
}

const UNSEEN: Reason = {
  code: "START_REFUSED",
  text: "The run was cancelled before the provider could look for the reason.",
  passes: false,
};

const SAID: Reason = {
  code: "START_REFUSED",
  text: "The service names the reason below. Correct it, then run `pulumi up` again.",
  passes: false,
};

function started({ requestId, at }: Pick<Answer, "requestId" | "at">): Started {
  return { requestId, startedAt: timestamp(at) };
}

function alreadyRecorded(stream: Stream, answer: ServiceError): LifecycleError {
  const message = `${streamId(stream)} is already being recorded, and \`adopt: false\` forbids adopting that recording. If it is your own (after a crash, a rename or --replace), run \`pulumi up\` once without \`adopt: false\`. Otherwise, whoever started it must stop it first.\n${serviceSaid(answer)}`;
  return new LifecycleError("ALREADY_RECORDED", message, { cause: answer });
}
