import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Address } from "../address";
import { metricsText } from "./metrics";
import type { KeeperBoard } from "./status";

/** At most so many pages follow at once. */
const LISTENERS = 100;

const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'",
};

/** Shows how the streams are: `/status.json`, `/events` (the same, sent anew with each change), `/metrics`, `/healthz`. */
export class StatusServer {
  readonly #board: KeeperBoard;
  readonly #now: () => number;
  readonly #server: Server;
  readonly #listeners = new Set<ServerResponse>();
  #sending: NodeJS.Timeout | undefined;

  constructor(board: KeeperBoard, now: () => number) {
    this.#board = board;
    this.#now = now;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** @throws where the address is taken, or is not one of this machine */
  listen({ host, port }: Address): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        const bound = this.#server.address();
        resolve(typeof bound === "object" && bound ? bound.port : port);
      });
    });
  }

  /** Tells the pages that follow; what changes within a moment goes in one message. */
  changed(): void {
    if (this.#sending || this.#listeners.size === 0) return;
    this.#sending = setTimeout(() => {
      this.#sending = undefined;
      const message = eventText(this.#board.status(this.#now()));
      for (const listener of this.#listeners) listener.write(message);
    }, 100);
  }

  async close(): Promise<void> {
    clearTimeout(this.#sending);
    for (const listener of this.#listeners) listener.end();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? "/", "http://status");
    if (pathname === "/events" && isPlain(request) && this.#listeners.size < LISTENERS) {
      this.#follow(response);
    } else {
      const { status, type, body } = this.#page(request, pathname);
      response.writeHead(status, { ...HEADERS, "Content-Type": type }).end(body);
    }
  }

  #page(request: IncomingMessage, pathname: string): Page {
    if (!isPlain(request)) return text(403, "Only GET, and not for pages of other sites.");
    const now = this.#now();
    switch (pathname) {
      case "/healthz":
        return text(200, "ok");
      case "/status.json":
        return { status: 200, type: "application/json", body: `${JSON.stringify(this.#board.status(now))}\n` };
      case "/metrics":
        return { status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: metricsText(this.#board, now) };
      case "/events":
        return text(503, "Too many pages follow.");
      default:
        return text(404, "There are /status.json, /events, /metrics and /healthz.");
    }
  }

  #follow(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
    response.write(eventText(this.#board.status(this.#now())));
    this.#listeners.add(response);
    response.once("close", () => this.#listeners.delete(response));
  }
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function text(status: number, body: string): Page {
  return { status, type: "text/plain; charset=utf-8", body: `${body}\n` };
}

/** A page of another site may make a browser ask, and must not see the answer. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && headers["sec-fetch-site"] !== "cross-site";
}

function eventText(status: object): string {
  return `data: ${JSON.stringify(status)}\n\n`;
}
