import type { Dispatcher } from "undici";
import { UnreachableError, UnusableAnswerError } from "./errors";

/** Bytes. A page of 100 streams has about 50 KB. */
const LARGEST_ANSWER = 1_000_000;

/** One HTTP answer that has arrived whole. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * One request on its way, and what has come back so far. undici says what happens to it; going through undici's `request`
 * would cost as much again, for a stream that is only ever read to its end.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves when the answer has arrived whole. */
  readonly answer: Promise<HttpAnswer>;
  private resolve!: (answer: HttpAnswer) => void;
  private reject!: (error: Error) => void;
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  private over: Error | undefined;
  private status = 0;
  private headers: HttpAnswer["headers"] = {};
  private readonly parts: Buffer[] = [];
  private bytes = 0;

  /**
   * For at most `ms` milliseconds in all, which begin now. `host` is named in errors, and what is in `hidden` is in no
   * answer: a proxy may repeat it in its own way.
   */
  constructor(
    private readonly host: string,
    ms: number,
    private readonly hidden: readonly string[],
  ) {
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.timer = setTimeout(() => {
      const why = `no answer within ${Math.ceil(ms / 1000)} s`;
      this.end(new Error(why), why, "never ended");
    }, Math.ceil(ms));
  }

  /** Called when there is a connection: from here on the request may have arrived. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over) controller.abort(this.over);
    else this.controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HttpAnswer["headers"]): void {
    // What comes before the answer, such as 103, is none.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.parts.push(part);
    this.bytes += part.length;
    if (this.bytes > LARGEST_ANSWER) this.end(new Error("too long"), "", "is too long");
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    this.resolve({ status: this.status, headers: this.headers, text: this.text() });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    // Not the error itself, which may hold the answer as it came.
    this.end(new Error(error.message), reasonOf(error, this.host), "broke off");
  }

  /** The first end counts. `why` there is no answer at all, or what is wrong with the part of it that is there. */
  private end(cause: Error, why: string, wrong: string): void {
    clearTimeout(this.timer);
    this.over ??= cause;
    const { controller, status } = this;
    this.reject(
      status === 0
        ? new UnreachableError(why, controller !== undefined, cause)
        : new UnusableAnswerError(wrong, status, this.text(), cause),
    );
    controller?.abort(cause);
  }

  private text(): string {
    const text = Buffer.concat(this.parts).toString("utf8");
    return this.hidden.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
  }
}

/** What became of the connection (codes: https://nodejs.org/api/errors.html). */
function reasonOf(error: Error, host: string): string {
  const code = "code" in error ? String(error.code) : "";
  const message = error.message || code;
  if (code === "ECONNREFUSED") return `connection to ${host} refused`;
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return `no address for ${host} (DNS ${code})`;
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO|HOSTNAME_)/.test(code)) {
    return `TLS with ${host} failed: ${message} (${code})`;
  }
  return `connection to ${host} broke: ${message}`;
}
