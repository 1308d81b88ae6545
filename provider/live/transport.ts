import type { Dispatcher } from "undici";
import { UnreachableError, UnusableAnswerError } from "./errors";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One HTTP request as it goes out. */
export interface HttpRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One HTTP answer that has arrived whole. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends one request and waits for the whole answer, for at most `ms` milliseconds in all. */
export type Transport = (request: HttpRequest, ms: number) => Promise<HttpAnswer>;

/** Bytes. A page of 100 streams has about 50 KB. */
const LARGEST_ANSWER = 1_000_000;

/**
 * A freshly accepted plain connection may be one that a balancer is about to reset. TLS proves that the peer is there;
 * without it this pause does, so that a request which cannot arrive is not sent. Milliseconds.
 */
const SETTLING_MS = 50;

/** The transport of one endpoint: its own pool, the proxy of the environment, no redirects, Node's certificates. */
export function openTransport(endpoint: string): Transport {
  // Loaded here and not above: a plan sends nothing and need not pay for it.
  const undici = require("undici") as typeof import("undici");
  const dispatcher = openPool(undici, endpoint);

  return async ({ method, url, headers, body }, ms) => {
    const { signal, expired, stop } = startTimer(ms);
    const attempt = { sent: false };
    const options = { method, headers, body: body || null, dispatcher, signal, opaque: attempt };
    let status: number | undefined;
    const parts: Buffer[] = [];
    try {
      const answer = await Promise.race([undici.request(url, options), expired]);
      status = answer.statusCode;
      let bytes = 0;
      for await (const part of answer.body) {
        parts.push(part);
        bytes += part.length;
        if (bytes > LARGEST_ANSWER) throw new UnusableAnswerError("is too long", status, text(parts));
      }
      return { status, headers: answer.headers, text: text(parts) };
    } catch (error) {
      if (error instanceof UnusableAnswerError) throw error;
      if (status !== undefined) {
        throw new UnusableAnswerError(signal.aborted ? "never ended" : "broke off", status, text(parts), error);
      }
      const reason = signal.aborted ? `no answer within ${Math.ceil(ms / 1000)} s` : reasonOf(error, endpoint);
      throw new UnreachableError(reason, attempt.sent, error);
    } finally {
      stop();
    }
  };
}

/** The client heeds a signal only once it has a connection; `expired` rejects from the start. */
function startTimer(ms: number) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(controller.signal.reason);
    }, Math.ceil(ms));
  });
  expired.catch(() => {});
  return { signal: controller.signal, expired, stop: () => clearTimeout(timer) };
}

function openPool(undici: typeof import("undici"), endpoint: string): Dispatcher {
  /** Notes the moment from which on a request may have arrived: not before it has a connection. */
  class NoteSent extends undici.DecoratorHandler implements Dispatcher.DispatchHandler {
    constructor(
      private readonly next: Dispatcher.DispatchHandler,
      private readonly attempt: { sent: boolean },
    ) {
      super(next);
    }

    onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
      this.next.onRequestStart?.(controller, context);
      this.attempt.sent ||= !controller.aborted;
    }
  }
  const noteSent: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(options, new NoteSent(handler, (options as { opaque?: { sent: boolean } }).opaque ?? { sent: false }));
  // Plain http is for this machine and its metadata service (settings/endpoint.ts), where no proxy has a say.
  const plain = new URL(endpoint).protocol === "http:";
  const pool = plain ? new undici.Agent({ connect: patient(undici) }) : new undici.EnvHttpProxyAgent();
  return pool.compose(noteSent);
}

/** Connects, and hands the connection over once it has stood for a moment. */
function patient(undici: typeof import("undici")): ReturnType<typeof undici.buildConnector> {
  const connect = undici.buildConnector({});
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      const broken = (cause: Error) => settle(() => callback(cause, null));
      const closed = () => broken(new Error("closed as soon as it was made"));
      const timer = setTimeout(() => settle(() => callback(null, socket)), SETTLING_MS);
      const settle = (then: () => void) => {
        clearTimeout(timer);
        socket.off("error", broken).off("close", closed);
        then();
      };
      socket.once("error", broken).once("close", closed);
    });
}

function text(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString("utf8");
}

/** What became of the connection (codes: https://nodejs.org/api/errors.html). */
function reasonOf(error: unknown, endpoint: string): string {
  const { host } = new URL(endpoint);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message || code : String(error);
  if (code === "ECONNREFUSED") return `connection to ${host} refused`;
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return `no address for ${host} (DNS ${code})`;
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO|HOSTNAME_)/.test(code)) {
    return `TLS with ${host} failed: ${message} (${code})`;
  }
  return `connection to ${host} broke: ${message}`;
}
