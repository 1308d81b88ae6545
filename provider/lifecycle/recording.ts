import type { Stream } from "../live/stream";

/**
 * What is known of the recording. The service has no call that says whether a stream is being recorded, so this is what
 * follows from the commands and from the list of pushed streams.
 *
 * - `recording`: START was accepted and no later push has been seen
 * - `stopped`: STOP was accepted, or nothing was being recorded
 * - `interrupted`: a push that began after START has been seen, which ends most recordings
 * - `offline`: the stream is not in the list of pushed streams, which may be minutes late
 * - `unknown`: the answer to the last command was lost
 */
export type RecordingStatus = "recording" | "stopped" | "interrupted" | "offline" | "unknown";

/** The inputs as `check` leaves them in the state. */
export interface Inputs extends Stream {
  readonly recording: boolean;
  readonly region: string;
  readonly projectId?: string;
  readonly adopt?: boolean;
  readonly waitForStream?: number;
  readonly timeout?: number;
}

/** The outputs as they are kept in the state. Nothing in it is ever `undefined`: the engine would refuse it. */
export interface State extends Inputs {
  readonly projectId: string;
  readonly status: RecordingStatus;
  /** ISO 8601, by the service's clock. */
  readonly startedAt?: string;
  /** ISO 8601, by the service's clock. */
  readonly stoppedAt?: string;
  /** X-request-id of the last command. */
  readonly requestId?: string;
}

/** What an input is that a program leaves out; the times are in seconds. */
export const DEFAULTS = { recording: true, adopt: true, waitForStream: 0, timeout: 120 } as const;

/** Tells the resources of one stream apart: a command of its own has made each of them what it is. */
export function resourceMark({ requestId = "", startedAt = "" }: { requestId?: string; startedAt?: string }): string {
  return `${requestId} ${startedAt}`;
}

/** It is being recorded, as far as is known: nothing has to be sent for that. */
export function runs({ recording, status }: Pick<State, "recording" | "status">): boolean {
  return recording && (status === "recording" || status === "offline");
}

/** The state as some release has written it: the earliest ones have written less. */
export type Kept = Omit<State, "recording" | "status"> & Partial<Pick<State, "recording" | "status">>;

/** The state, completed with what must have been so. */
export function completed(kept: Kept): State {
  const { recording = DEFAULTS.recording, status = recording ? "recording" : "stopped" } = kept;
  return { ...kept, recording, status };
}
