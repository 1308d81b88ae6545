import type { Dispatcher } from "undici";
import { Exchange, type HttpAnswer } from "./exchange";
import { type HttpProxy, tunnel } from "./tunnel";
import type { Way } from "./way";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One HTTP request as it goes out. */
export interface HttpRequest {
  readonly method: Method;
  /** Begins with the transport's endpoint. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request and waits for the whole answer, for at most `ms` milliseconds in all. */
export type Transport = (request: HttpRequest, ms: number) => Promise<HttpAnswer>;

/**
 * A freshly accepted plain connection may be one that a balancer is about to reset. TLS proves that the peer is there;
 * without it this pause does, so that a request which cannot arrive is not sent. Milliseconds.
 */
const SETTLING_MS = 50;

/** How an endpoint is reached. */
export interface TransportOptions {
  readonly proxy?: HttpProxy | undefined;
  /** Where its host comes from, for the error when there is none: `derived from the region cn-north-4 (HUAWEICLOUD_REGION)`. */
  readonly from?: string | undefined;
}

/**
 * The transport of one endpoint (scheme, host and port): its own pool, no proxy but the one that it is given, no redirects,
 * Node's certificates.
 */
export function openTransport(endpoint: string, { proxy, from }: TransportOptions = {}): Transport {
  const pool = openPool(endpoint, proxy);
  const { host } = new URL(endpoint);
  const way: Way = { host, from, proxy: proxy && `${new URL(proxy.origin).host} (${proxy.from})`, wasOpen: false };
  return ({ method, url, headers, body }, ms) => {
    const exchange = new Exchange(way, ms, [headers["x-auth-token"], headers["x-security-token"]].filter(isText));
    const path = url.slice(endpoint.length);
    pool.dispatch({ origin: endpoint, path, method, headers, body: body || null }, exchange);
    return exchange.answer;
  };
}

function openPool(endpoint: string, proxy: HttpProxy | undefined): Dispatcher {
  // Loaded here and not above: a plan sends nothing and need not pay for it.
  const undici = require("undici") as typeof import("undici");
  if (proxy) return new undici.Agent({ connect: tunnel(undici, proxy) });
  return new undici.Agent(new URL(endpoint).protocol === "http:" ? { connect: patient(undici) } : {});
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

function isText(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
