import type { Cause, Phase } from "./stream";

/** Something that happened, as `--json` prints it. */
export interface KeeperEvent {
  /** When, ISO 8601, by this machine's clock. */
  readonly at: string;
  /**
   * - `phase`: a stream is in another phase
   * - `gone`: a stream is not declared recorded any more
   * - `file`: a file of a recording is complete
   * - `run-over`: a run of the engine has met the lock of somebody else's run
   * - `looked`: lists of pushes cannot be read, or can be read again
   * - `trouble`: the stack cannot be read, or the keeper's journal cannot be written
   * - `listening`: an address is open
   * - `request`: requests wait, as for the service's limit
   */
  readonly type: "phase" | "gone" | "file" | "run-over" | "looked" | "trouble" | "listening" | "request";
  /** The same in words: what happened to which stream, why, and what comes next. */
  readonly message: string;
  /** The stack that it happened in. */
  readonly stack?: string;
  /** The stream that it happened to, `publishDomain/app/stream`. */
  readonly stream?: string;
  /** The phase that the stream is in now. */
  readonly phase?: Phase;
  /** Why the stream has to be started again. */
  readonly cause?: Cause;
}
