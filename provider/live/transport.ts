import type { Dispatcher } from "undici";
import { UnreachableError, UnusableAnswerError } from "./errors";

/** One HTTP request as it goes out. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
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

/** Sends one request and waits for the whole answer, for at most `ms` milliseconds. */
export type Transport = (request: HttpRequest, ms: number) => Promise<HttpAnswer>;

/**
 * How many requests are on their way at once. The service locks a key pair after more than five failures in a row
 * (https://support.huaweicloud.com/ocr_faq/ocr_01_0063.html): a key that is revoked in the middle of a run
 * then fails five times at the most. At a second per answer five are still the 300 commands a minute that are allowed.
 */
const CONNECTIONS = 5;

/** A page of 100 streams has about 50 KB. */
const LARGEST_ANSWER = 1_000_000;

/**
 * A freshly accepted plain connection may be one that a balancer is about to reset. TLS proves that the peer is there;
 * without it this pause does, so that a request which cannot arrive is not sent.
 */
const SETTLING_MS = 5;

/** The transport of one endpoint: its own pool, the proxy of the environment, no redirects, Node's certificates. */
export function openTransport(endpoint: string): Transport {
  // Loaded here and not above: a plan sends nothing and need not pay for it.
  const undici = require("undici") as typeof import("undici");
  const connector = undici.buildConnector({ timeout: 10_000 });
  const settings = { connections: CONNECTIONS, pipelining: 1, maxRedirections: 0 };
  const dispatcher: Dispatcher =
    new URL(endpoint).protocol === "http:"
      ? // Plain http is loopback only (settings/endpoint.ts), where no proxy has a say.
        new undici.Agent({
          ...settings,
          connect: (options, callback) =>
            connector(options, (error, socket) => {
              if (error) return callback(new NotConnected(error), null);
              const reset = (cause: Error) => settle(() => callback(new NotConnected(cause), null));
              const timer = setTimeout(() => settle(() => callback(null, socket)), SETTLING_MS);
              const closed = () => reset(new Error("the connection was closed at once"));
              const settle = (then: () => void) => {
                clearTimeout(timer);
                socket.off("error", reset).off("close", closed);
                then();
              };
              socket.once("error", reset).once("close", closed);
            }),
        })
      : new undici.EnvHttpProxyAgent(settings);

  return async ({ method, url, headers, body }, ms) => {
    const signal = AbortSignal.timeout(Math.ceil(ms));
    let status: number | undefined;
    let text = "";
    try {
      const answer = await undici.request(url, { method, headers, body: body || null, dispatcher, signal });
      status = answer.statusCode;
      answer.body.setEncoding("utf8");
      for await (const part of answer.body) {
        text += part;
        if (text.length > LARGEST_ANSWER) throw new UnusableAnswerError("is too long", status, text);
      }
      return { status, headers: answer.headers, text };
    } catch (error) {
      if (error instanceof UnusableAnswerError) throw error;
      const timedOut = signal.aborted;
      if (status !== undefined) {
        throw new UnusableAnswerError(timedOut ? "never ended" : "broke off", status, text, error);
      }
      const { sent, reason } = failure(error, endpoint);
      throw new UnreachableError(timedOut ? `no answer within ${Math.ceil(ms / 1000)} s` : reason, sent, error);
    }
  };
}

/** The connection itself failed, so the request has not left. */
class NotConnected extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

// Failures that undici reports before it has a connection (https://nodejs.org/api/errors.html, undici's docs/api/Errors.md).
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX_TLS|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO|HOSTNAME_MISMATCH)/;

function failure(error: unknown, endpoint: string): { sent: boolean; reason: string } {
  const seen = error instanceof NotConnected ? error.cause : error;
  const code = seen instanceof Error && "code" in seen ? String(seen.code) : "";
  const message = seen instanceof Error ? seen.message || code : String(seen);
  const tunnel = message.startsWith("Proxy response");
  const sent = !(error instanceof NotConnected || BEFORE_SENDING.test(code) || tunnel);
  const host = new URL(endpoint).host;
  if (code === "ECONNREFUSED") return { sent, reason: `connection to ${host} refused` };
  if (/^(ENOTFOUND|EAI_AGAIN)/.test(code)) return { sent, reason: `no address for ${host} (DNS ${code})` };
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME)/.test(code)) {
    return { sent, reason: `TLS with ${host} failed: ${message} (${code})` };
  }
  return { sent, reason: `connection to ${host} broke: ${message}` };
}
