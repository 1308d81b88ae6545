import type { StreamName } from "./stream-name";

// What a user of the emulator says of the world around the API, and sees of it.

/** Details of a push. A push that is already on keeps what is not given. */
export interface PushOptions {
  /** When it began: ISO 8601, UTC. Default: now. */
  readonly startedAt?: string | undefined;
  /** Whether the list of online streams shows it. Default true. */
  readonly listed?: boolean | undefined;
  /** Seconds from now until the list shows it. Default 0. */
  readonly listedAfter?: number | undefined;
}

/** A stream, as the emulator knows it now. */
export interface StreamStatus extends StreamName {
  /** Whether it is being pushed. */
  readonly pushed: boolean;
  /** When this push began: ISO 8601. `null`: it is not pushed. */
  readonly pushedSince: string | null;
  /** Whether it is being recorded. */
  readonly recorded: boolean;
}

/** One recording of a stream. */
export interface Recording extends StreamName {
  /** When START was accepted: ISO 8601. */
  readonly startedAt: string;
  /** When it ended: ISO 8601. `null`: it goes on. */
  readonly stoppedAt: string | null;
  /** What ended it. `null`: it goes on. */
  readonly endedBy: null | "STOP" | "interruption" | "failure";
}

/** How messages arrive. */
export interface Delivery {
  /** How often each is sent again. Default 0. */
  readonly repeats?: number | undefined;
  /** Whether a message may overtake an earlier one. Default false. */
  readonly disorder?: boolean | undefined;
  /** Seconds from the event to the message. Default 0. */
  readonly delay?: number | undefined;
}

/** A notification of a push or a callback of a recording. */
export interface SentMessage {
  /** When it was sent, by the service's clock: ISO 8601. */
  readonly at: string;
  /** Where to. Only this machine gets any. */
  readonly url: string;
  /** Such as `PUBLISH` or `RECORD_START`. */
  readonly event: string;
  /** `domain/app/stream`. */
  readonly stream: string;
  /** What it says. */
  readonly body: Readonly<Record<string, unknown>>;
  /** HTTP status of the receiver; 0: none (yet). */
  readonly status: number;
  /** Why there was no answer. */
  readonly error?: string;
}
