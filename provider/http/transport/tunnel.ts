import type { buildConnector } from "undici";

/** What the requests to an endpoint go through. */
export interface HttpProxy {
  /** Scheme, host and port, without user and password. */
  readonly origin: string;
  /** The value of `Proxy-Authorization`; absent where the proxy has no user. */
  readonly authorization?: string | undefined;
  /** Where it is set, as a user knows that place: the name of a variable. */
  readonly from: string;
}

/** The way to the proxy is broken, or the proxy is none. */
export class ProxyError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message, { cause });
  }
}

/** The proxy does not make the connection. */
export class ProxyRefusal extends Error {
  constructor(
    readonly status: number,
    /** It was told a user. */
    readonly knowsUser: boolean,
  ) {
    super(`HTTP ${status}`);
  }
}

/** A proxy that says nothing is given up after this long, as a request is. Milliseconds. */
const SILENCE_MS = 15_000;

/**
 * Connects through a proxy (`CONNECT`; RFC 9110, 9.3.6), and then speaks TLS with the host behind it. Unlike undici's
 * `ProxyAgent` it says which of the two a failure is about.
 */
export function tunnel(
  undici: typeof import("undici"),
  { origin, authorization }: HttpProxy,
): buildConnector.connector {
  const proxy = new undici.Pool(origin, { headersTimeout: SILENCE_MS });
  const secure = undici.buildConnector({});
  const headers: Record<string, string> = authorization ? { "proxy-authorization": authorization } : {};
  const through = async (host: string) => {
    const { statusCode, socket } = await proxy
      .connect({ path: host, headers: { ...headers, host } })
      .catch((error: Error) => Promise.reject(new ProxyError(error)));
    if (statusCode === 200) return socket;
    socket.on("error", () => {}).destroy();
    throw new ProxyRefusal(statusCode, authorization !== undefined);
  };
  return (options, callback) => {
    const { hostname, port } = options;
    through(`${hostname}:${port || 443}`).then(
      (socket) => secure({ ...options, httpSocket: socket as never }, callback),
      (error: Error) => callback(error, null),
    );
  };
}
