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
  readonly endedBy: null | "STOP" | "interruption";
}
