import type { Dispatcher } from "undici";
import { UnreachableError, UnusableAnswerError } from "../errors";
import { type Failure, failureOf, tooLate, type Way } from "./way";

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
   * For at most `ms` milliseconds in all, which begin now. `way` is told in errors, and what is in `hidden` is in no
   * answer: a proxy may repeat it in its own way.
   */
  constructor(
    private readonly way: Way,
    ms: number,
    private readonly hidden: readonly string[],
  ) {
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.timer = setTimeout(() => {
      const reason = tooLate(way, ms, this.controller !== undefined);
      this.end(new Error(reason), { reason, isLasting: false }, "never ended");
    }, Math.ceil(ms));
  }

  /** Called when there is a connection: from here on the request may have arrived. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.way.wasOpen = true;
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
    if (this.bytes > LARGEST_ANSWER) this.end(new Error("too long"), { reason: "", isLasting: false }, "is too long");
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    this.resolve({ status: this.status, headers: this.headers, text: this.text() });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    // Not the error itself, which may hold the answer as it came.
    this.end(new Error(error.message), failureOf(error, this.way), "broke off");
  }

  /** The first end counts. `why` there is no answer at all, or what is wrong with the part of it that is there. */
  private end(cause: Error, why: Failure, wrong: string): void {
    clearTimeout(this.timer);
    this.over ??= cause;
    const { controller, status } = this;
    this.reject(
      status === 0
        ? new UnreachableError(why.reason, controller !== undefined, cause, why.isLasting)
        : new UnusableAnswerError(wrong, status, this.text(), cause),
    );
    controller?.abort(cause);
  }

  private text(): string {
    const text = Buffer.concat(this.parts).toString("utf8");
    return this.hidden.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
  }
}
