/**
 * What the keeper knows of one stream that is declared recorded, and what each event makes of it. Times are milliseconds
 * since 1970 and arguments; nothing here waits, looks or sends.
 */

/** The list of pushes and the state have whole seconds. */
const TOLERANCE_MS = 2_000;

/** How soon a run is tried again that met the lock of somebody else's. */
const LOCKED_MS = 2_000;

/** Where a stream is between its push and its recording. */
export type Phase =
  /** START was accepted, and no later push has been seen. */
  | "recording"
  /** Not pushed: nothing to record. */
  | "offline"
  /** Pushed and not recorded: START is to be sent as soon as the engine is free. */
  | "due"
  /** A run that sends START is under way. */
  | "starting"
  /** The last try did not work: the next one comes at `nextTry`, or when something has changed. */
  | "held";

/** Why a stream has to be started again. */
export type Cause = "interrupted" | "ended" | "failed" | "unknown";

/** What the last try that did not work said. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

export interface KeptStream {
  readonly phase: Phase;
  /** When the push began that was seen last; absent where it is not pushed. */
  readonly pushedSince?: number;
  /** When the recording began, as the state says. */
  readonly startedAt?: number;
  readonly cause?: Cause;
  /** From when on it was pushed and not recorded. */
  readonly unrecordedSince?: number;
  /** Not before. */
  readonly nextTry?: number;
  /** Tries in a row that did not work, or recordings in a row that failed. */
  readonly failures: number;
  readonly trouble?: Trouble;
  /** When a message of the service last said that the recording has ended. */
  readonly endedAt?: number;
  /** When it was last started again. */
  readonly healedAt?: number;
}

/** What the state says of a resource that is declared recorded. */
export interface Declared {
  readonly status: string;
  readonly startedAt?: number;
}

export type StreamEvent =
  /** The state was read; `isChanged` if somebody has deployed something else since the last time. */
  | { readonly type: "state"; readonly declared: Declared; readonly isChanged?: boolean }
  /** The list of pushes was read, with this stream in it or not. */
  | { readonly type: "look"; readonly pushedSince?: number }
  /** A message of the service: a push began, or ended. */
  | { readonly type: "push-began"; readonly pushedSince: number }
  | { readonly type: "push-ended"; readonly pushedSince: number }
  /** A message of the service: the recording has ended, or could not go on. */
  | { readonly type: "record-over" }
  | { readonly type: "record-failed"; readonly message: string }
  /** A run that sends START begins, and ends: well, against the lock of somebody else, or not at all. */
  | { readonly type: "run-began" }
  | { readonly type: "run-ended"; readonly startedAt: number }
  | { readonly type: "run-locked" }
  | { readonly type: "run-failed"; readonly code: string; readonly message: string };

/** A stream that has just been found in the state. */
export function kept(declared: Declared): KeptStream {
  return {
    phase: "offline",
    failures: 0,
    ...(declared.startedAt === undefined ? {} : { startedAt: declared.startedAt }),
    ...(isRunning(declared) ? {} : { cause: "unknown" }),
  };
}

/** What an event makes of a stream. `random` is from 0 up to 1, and spreads tries that would come together. */
export function advance(stream: KeptStream, event: StreamEvent, now: number, random: number): KeptStream {
  switch (event.type) {
    case "state":
      return stateRead(event.isChanged ? released(stream) : stream, event.declared, now);
    case "look":
      return event.pushedSince === undefined ? gone(stream) : seen(stream, event.pushedSince, now);
    case "push-began":
      // Order is not guaranteed: an older push than the one that is known says nothing.
      return event.pushedSince <= (stream.pushedSince ?? Number.NEGATIVE_INFINITY)
        ? stream
        : seen(stream, event.pushedSince, now);
    case "push-ended":
      return event.pushedSince < (stream.pushedSince ?? Number.NEGATIVE_INFINITY) ? stream : gone(stream);
    case "record-over":
      return ended(stream, "ended", now);
    case "record-failed":
      return ended({ ...stream, trouble: { code: "RECORD_FAILED", message: event.message, at: now } }, "failed", now);
    case "run-began":
      return { ...stream, phase: "starting" };
    case "run-ended":
      return healed(stream, event.startedAt, now);
    case "run-locked":
      return stream.phase === "starting"
        ? { ...due(stream, stream.cause ?? "unknown", now), nextTry: now + LOCKED_MS }
        : stream;
    case "run-failed":
      return failed(stream, event, now, random);
  }
}

/** Whether a START is to be sent now. */
export function isDue(stream: KeptStream, now: number): boolean {
  const waiting = stream.phase === "due" || stream.phase === "held";
  return waiting && stream.pushedSince !== undefined && (stream.nextTry ?? now) <= now;
}

function isRunning({ status, startedAt }: Declared): boolean {
  return startedAt !== undefined && (status === "recording" || status === "offline");
}

function stateRead(stream: KeptStream, declared: Declared, now: number): KeptStream {
  const { startedAt } = declared;
  if (!isRunning(declared)) return isPhase(stream, "due", "starting", "held") ? stream : due(stream, "unknown", now);
  if (startedAt === undefined || startedAt === stream.startedAt) return stream;
  // Somebody's `up`, or our own, has started it since.
  if (stream.phase === "starting") return { ...stream, startedAt };
  return settle({ ...withoutTrouble(stream), startedAt }, now);
}

/** What was refused may be right now. */
function released(stream: KeptStream): KeptStream {
  return stream.phase === "held" ? { ...withoutWaiting(stream), phase: "due" } : stream;
}

function seen(stream: KeptStream, pushedSince: number, now: number): KeptStream {
  const isNew = stream.pushedSince === undefined || pushedSince > stream.pushedSince + TOLERANCE_MS;
  const known = { ...stream, pushedSince };
  if (stream.phase === "starting") return known;
  // A new push is a new chance: what was refused for the old one may be right now.
  if (stream.phase === "held" && !isNew) return known;
  return settle(isNew ? withoutWaiting(known) : known, now);
}

/** Recording or due, by what is known of push and recording. */
function settle(stream: KeptStream, now: number): KeptStream {
  const { pushedSince, startedAt, cause, endedAt } = stream;
  if (pushedSince === undefined) return { ...stream, phase: "offline" };
  if (startedAt === undefined || cause === "unknown") return due(stream, "unknown", now);
  if (pushedSince > startedAt + TOLERANCE_MS) return due(stream, "interrupted", pushedSince);
  if (endedAt !== undefined && endedAt > startedAt && (cause === "ended" || cause === "failed")) {
    return due(stream, cause, Math.max(endedAt, pushedSince));
  }
  return recorded(stream);
}

function gone({ pushedSince: _, unrecordedSince: __, ...stream }: KeptStream): KeptStream {
  return stream.phase === "starting" ? stream : { ...stream, phase: "offline" };
}

function due(stream: KeptStream, cause: Cause, since: number): KeptStream {
  const phase = stream.pushedSince === undefined ? "offline" : "due";
  const unrecorded = phase === "due" ? { unrecordedSince: stream.unrecordedSince ?? since } : {};
  return { ...stream, ...unrecorded, phase, cause };
}

function recorded({ cause: _, unrecordedSince: __, nextTry: ___, ...stream }: KeptStream): KeptStream {
  return { ...stream, phase: "recording" };
}

/**
 * After an end that was healed the next one waits: a recording in several formats has several messages of one end, and they
 * come in any order.
 */
const NEXT_END_MS = 30_000;

function ended(stream: KeptStream, cause: Cause, now: number): KeptStream {
  if (isPhase(stream, "starting", "due", "held")) return stream;
  const failures = cause === "failed" ? stream.failures + 1 : stream.failures;
  const soonest = Math.max(
    (stream.endedAt ?? Number.NEGATIVE_INFINITY) + NEXT_END_MS,
    cause === "failed" ? now + backoff(failures, FAILED_START.longest) : now,
  );
  return { ...due(stream, cause, now), endedAt: now, failures, ...(soonest > now ? { nextTry: soonest } : {}) };
}

function healed(stream: KeptStream, startedAt: number, now: number): KeptStream {
  const { failures: _, trouble: __, ...rest } = stream;
  // A recording that fails again and again is not cured by one that began.
  const failures = stream.cause === "failed" ? stream.failures : 0;
  const { pushedSince } = stream;
  const { cause: ___, ...known } = rest;
  if (pushedSince !== undefined && pushedSince > startedAt + TOLERANCE_MS) {
    return due({ ...known, phase: "due", startedAt, failures, healedAt: now }, "interrupted", pushedSince);
  }
  const next = recorded({ ...known, phase: "recording", startedAt, failures, healedAt: now });
  return pushedSince === undefined ? { ...next, phase: "offline" } : next;
}

interface Backoff {
  readonly longest: number;
}

/** Settled at once by the next START, so tried more often than what somebody has to mend. */
const UNSETTLED: Backoff = { longest: 120_000 };
const FAILED_START: Backoff = { longest: 300_000 };

/** Refusals that stay until somebody changes something: a push, a rule, the state. */
const NEEDS_SOMEBODY = new Set([
  "NO_COMMAND_RULE",
  "RULE_OF_ANOTHER_TYPE",
  "RULE_HIDDEN",
  "RULE_NEWER_THAN_PUSH",
  "PERMISSION_DENIED",
  "AUTHENTICATION_FAILED",
  "SETTINGS_NOT_DEPLOYED",
]);

function failed(
  stream: KeptStream,
  { code, message }: { readonly code: string; readonly message: string },
  now: number,
  random: number,
): KeptStream {
  const failures = stream.failures + 1;
  const wait = NEEDS_SOMEBODY.has(code)
    ? FAILED_START.longest
    : backoff(failures, code === "NO_ANSWER" ? UNSETTLED.longest : FAILED_START.longest);
  // Up to a tenth less, so that many do not come back in one moment.
  const nextTry = now + Math.round(wait * (1 - random / 10));
  const held: KeptStream = { ...stream, phase: "held", failures, nextTry, trouble: { code, message, at: now } };
  return stream.pushedSince === undefined ? { ...held, phase: "offline" } : held;
}

/** 10 s, doubling. */
function backoff(failures: number, longest: number): number {
  return Math.min(10_000 * 2 ** (failures - 1), longest);
}

function withoutWaiting({ nextTry: _, ...stream }: KeptStream): KeptStream {
  return stream;
}

function withoutTrouble({ nextTry: _, trouble: __, cause: ___, ...stream }: KeptStream): KeptStream {
  return { ...stream, failures: 0 };
}

function isPhase(stream: KeptStream, ...phases: readonly Phase[]): boolean {
  return phases.includes(stream.phase);
}
