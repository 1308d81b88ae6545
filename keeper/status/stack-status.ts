import type { Cause, KeptStream, Phase } from "../stream";

/** What is shown of one stack. Times are ISO 8601, by this machine's clock. */
export interface StackStatus {
  readonly stack: string;
  /** When all its lists of pushes were last read. */
  readonly lookedAt?: string;
  /** The streams of the run that is under way. */
  readonly running: readonly string[];
  /** Whose run holds the lock that the last run met. */
  readonly lockedBy?: string;
  readonly alerts: readonly string[];
}

/** What is shown of one stream. */
export interface StreamStatus {
  readonly stack: string;
  readonly stream: string;
  readonly phase: Phase;
  readonly pushedSince?: string;
  /** When the recording began that the state knows. */
  readonly startedAt?: string;
  readonly cause?: Cause;
  readonly unrecordedSince?: string;
  readonly unrecordedSeconds: number;
  readonly nextTry?: string;
  readonly endedAt?: string;
  readonly healedAt?: string;
  readonly trouble?: { readonly code: string; readonly message: string; readonly at: string };
  readonly lastFile?: string;
}

/** What is remembered of a stream besides what it is. */
export interface Remembered {
  readonly stream: KeptStream;
  /** Milliseconds not recorded, of the times that are over. */
  readonly lost: number;
  readonly lastFile: string | undefined;
}

export function streamStatus(
  stack: string,
  id: string,
  { stream, lost, lastFile }: Remembered,
  now: number,
): StreamStatus {
  const { phase, pushedSince, startedAt, cause, unrecordedSince, nextTry, endedAt, healedAt, trouble } = stream;
  return {
    stack,
    stream: id,
    phase,
    unrecordedSeconds: inSeconds(lost + ongoing(stream, now)),
    ...given({
      pushedSince: pushedSince && iso(pushedSince),
      startedAt: startedAt && iso(startedAt),
      cause,
      unrecordedSince: unrecordedSince && iso(unrecordedSince),
      nextTry: nextTry && iso(nextTry),
      endedAt: endedAt && iso(endedAt),
      healedAt: healedAt && iso(healedAt),
      trouble: trouble && { ...trouble, at: iso(trouble.at) },
      lastFile,
    }),
  };
}

/** Milliseconds for which it has been pushed and not recorded by now. */
export function ongoing({ unrecordedSince }: KeptStream, now: number): number {
  return unrecordedSince === undefined ? 0 : Math.max(0, now - unrecordedSince);
}

export function inSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined | 0 | ""> };

export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Given<T>;
}
