import { isDeepStrictEqual } from "node:util";
import type { Emulator, LoggedRequest, Recording } from "../../emulator";
import { say, sayHeld, sayTable } from "./screen";

/** What a step must have done, as the emulator sees it. The order of the entries plays no part. */
export interface Effect {
  /** Such as `START push.example.com/live/keynote`: the commands since the step before, and no others. */
  readonly commands: readonly string[];
  /** The streams that are being recorded now, and no others. */
  readonly recorded: readonly string[];
  /** Said if it holds. */
  readonly meaning: string;
}

/** Looks at the emulator after each step: what Pulumi prints proves nothing about the service. */
export class Witness {
  readonly #emulator: Emulator;
  #known = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Shows the commands since the last call. @throws if the step did not have this effect, and no other */
  expect({ commands, recorded, meaning }: Effect): void {
    const received = this.#newCommands();
    if (received.length > 0) {
      say("\nWhat the Live API received:");
      sayTable([
        ["at (UTC)", "command", "stream", "answer"],
        ...received.map((call) => [clock(call.at), call.operation, call.stream ?? "", answerOf(call)]),
      ]);
    }
    say();
    const carriedOut = received.map((call) => `${call.operation} ${call.stream}${call.executed ? "" : " (refused)"}`);
    compare("commands", commands, carriedOut);
    const now = this.#emulator.recordings().filter((recording) => recording.stoppedAt === null);
    compare("streams being recorded", recorded, now.map(streamOf));
    sayHeld(meaning);
  }

  /** @throws if the recordings from the first to now are not these, each given as `stream: what ended it` */
  expectHistory(history: readonly string[], meaning: string): void {
    const recordings = this.#emulator.recordings();
    sayTable([
      ["stream", "from (UTC)", "to", "ended by"],
      ...recordings.map((recording) => [
        streamOf(recording),
        clock(recording.startedAt),
        recording.stoppedAt === null ? "" : clock(recording.stoppedAt),
        recording.endedBy ?? "still on",
      ]),
    ]);
    say();
    const seen = recordings.map((recording) => `${streamOf(recording)}: ${recording.endedBy ?? "still on"}`);
    compare("recordings", history, seen);
    sayHeld(meaning);
  }

  #newCommands(): LoggedRequest[] {
    const commands = this.#emulator.requests().filter(({ operation }) => /^(START|STOP|control)$/.test(operation));
    const received = commands.slice(this.#known);
    this.#known = commands.length;
    return received;
  }
}

function compare(what: string, expected: readonly string[], seen: readonly string[]): void {
  if (isDeepStrictEqual([...expected].sort(), [...seen].sort())) return;
  const list = (entries: readonly string[]) =>
    entries.length === 0 ? " none" : entries.map((entry) => `\n    ${entry}`).join("");
  throw new Error(`The step did not have its effect.
  Expected ${what}:${list(expected)}
  The emulator saw:${list(seen)}`);
}

const streamOf = ({ publishDomain, app, stream }: Recording): string => `${publishDomain}/${app}/${stream}`;

const clock = (iso: string): string => iso.slice(11, 19);

const answerOf = ({ status, errorCode }: LoggedRequest): string => [status, errorCode].filter(Boolean).join(" ");
