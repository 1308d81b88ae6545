import type { StreamName } from "./stream-name";

// What a user of the emulator says of the world around the API, and sees of it.

/** Details of a push. A push that is already on keeps what is not given. */
export interface PushOptions {
  /** UTC. Default: now. */
  readonly startedAt?: string | undefined;
  /** Whether the list of online streams shows it. Default true. */
  readonly listed?: boolean | undefined;
  /** Seconds from now until the list shows it. Default 0. */
  readonly listedAfter?: number | undefined;
}

export interface StreamStatus extends StreamName {
  readonly pushed: boolean;
  /** ISO 8601. */
  readonly pushedSince: string | null;
  readonly recorded: boolean;
}

export interface Recording extends StreamName {
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. */
  readonly stoppedAt: string | null;
  readonly endedBy: null | "STOP" | "interruption";
}
