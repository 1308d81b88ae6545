import { withoutCredential } from "./without-credential";

/** What went wrong with the Live API, with a code that stays the same from release to release. */
export class LiveError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No answer came. `mayHaveRun`: the command may have been executed nevertheless. */
export class UnreachableError extends LiveError {
  constructor(
    readonly reason: string,
    readonly mayHaveRun: boolean,
    cause?: unknown,
    /** Trying again is unlikely to help, as with a host that DNS does not know. */
    readonly isLasting = false,
  ) {
    super("SERVICE_UNREACHABLE", reason, { cause });
  }
}

/** Something answered, but not in a way that says what became of the command. */
export class UnusableAnswerError extends LiveError {
  constructor(
    private readonly problem: string,
    private readonly status: number,
    text: string,
    cause?: unknown,
  ) {
    const line = firstLine(withoutCredential(text));
    super("UNUSABLE_ANSWER", `an answer with HTTP ${status} ${problem}${line ? `; it begins: ${line}` : ""}`, {
      cause,
    });
  }

  /** The same, without the beginning of the answer, which may be a secret. */
  withoutText(): UnusableAnswerError {
    return new UnusableAnswerError(this.problem, this.status, "", this.cause);
  }
}

/** What the service's error answer said. */
export interface Refusal {
  readonly status: number;
  /** Such as `LIVE.100011022` or `APIGW.0301`; "" where the answer has none. */
  readonly serviceCode: string;
  readonly serviceMessage: string;
  /** X-request-id, which Huawei's support asks for; "" where the answer has none. */
  readonly requestId: string;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfter?: number | undefined;
  /** When the service answered, by its own clock, in milliseconds since the epoch. */
  readonly at: number;
}

/** The service answered with an error status. */
export class ServiceError extends LiveError implements Refusal {
  readonly status: number;
  readonly serviceCode: string;
  readonly serviceMessage: string;
  readonly requestId: string;
  readonly retryAfter: number | undefined;
  readonly at: number;

  constructor(refusal: Refusal) {
    super("SERVICE_ERROR", describe(refusal));
    this.status = refusal.status;
    this.serviceCode = refusal.serviceCode;
    this.serviceMessage = refusal.serviceMessage;
    this.requestId = refusal.requestId;
    this.retryAfter = refusal.retryAfter;
    this.at = refusal.at;
  }

  /** The number in the code: `0301` of `APIGW.0301` and of `APIG.0301`, which mean the same. */
  get gatewayCode(): string | undefined {
    return /^APIG(?:W)?\.(\d{4})$/.exec(this.serviceCode)?.[1];
  }
}

/** `HTTP 400 LIVE.100011022 "Record task exist." (X-request-id …)` */
function describe({ status, serviceCode, serviceMessage, requestId }: Refusal): string {
  // IAM's code is the status once more.
  const code = serviceCode === String(status) ? "" : serviceCode;
  const parts = [`HTTP ${status}`, code, serviceMessage && JSON.stringify(firstLine(serviceMessage))];
  return `${parts.filter(Boolean).join(" ")} (X-request-id ${requestId || "missing"})`;
}

function firstLine(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? "";
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
