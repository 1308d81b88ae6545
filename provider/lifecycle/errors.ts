import type { ServiceError } from "../http/errors";

/** What can go wrong with a recording, and with what belongs to it: each has a section in docs/errors.md. */
export const LIFECYCLE_ERROR_CODES = [
  "START_REFUSED",
  "STREAM_NOT_PUSHED",
  "NO_COMMAND_RULE",
  "RULE_OF_ANOTHER_TYPE",
  "RULE_HIDDEN",
  "RULE_NEWER_THAN_PUSH",
  "ALREADY_RECORDED",
  "STOP_REFUSED",
  "STOP_WITHHELD",
  "STILL_WANTED",
  "STREAM_DECLARED_TWICE",
  "RULE_EXISTS",
  "RULE_DECLARED_TWICE",
  "RULE_REFUSED",
  "RULE_GONE",
  "CALLBACK_EXISTS",
  "CALLBACK_DECLARED_TWICE",
  "CALLBACK_REFUSED",
  "CALLBACK_GONE",
  "NOTIFICATION_EXISTS",
  "NOTIFICATION_DECLARED_TWICE",
  "NOTIFICATION_REFUSED",
  "BUCKET_DECLARED_TWICE",
  "BUCKET_REFUSED",
  "AUTHENTICATION_FAILED",
  "PERMISSION_DENIED",
  "WRONG_ENDPOINT",
  "NO_ANSWER",
  "CANCELLED",
  "IMPORT_REFUSED",
] as const;

export type LifecycleErrorCode = (typeof LIFECYCLE_ERROR_CODES)[number];

export class LifecycleError extends Error {
  constructor(
    readonly code: LifecycleErrorCode,
    message: string,
    options: { cause?: unknown; mayHaveRun?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "LifecycleError";
    this.mayHaveRun = options.mayHaveRun ?? false;
  }

  /** The command failed but may have been executed: its answer, or an earlier one, was lost. */
  readonly mayHaveRun: boolean;
}

/**
 * The command may have been executed: the engine keeps the resource with these properties, marks it as not healthy, and
 * calls `update` with the next `up`. `id`, `properties` and `reasons` are the engine's own names for this.
 */
export class UnsettledError<S extends object> extends LifecycleError {
  constructor(
    readonly id: string,
    readonly properties: S,
    error: LifecycleError,
  ) {
    super(error.code, error.message, { cause: error, mayHaveRun: true });
    this.name = "UnsettledError";
  }

  get reasons(): string[] {
    return [this.message];
  }
}

/** The last line of an error: what Huawei's support needs. */
export function serviceSaid(error: ServiceError): string {
  return `The service said: ${error.message}`;
}
