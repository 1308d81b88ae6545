import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Feed } from "../../page/server/feed";
import { pageFile, pageHeaders } from "../../page/server/files";
import type { Address } from "../address";
import { metricsText } from "./metrics";
import type { KeeperBoard } from "./status";

/** Shows how the streams are: `/` with `/events` is the page, and there are `/status.json`, `/metrics`, `/healthz`. */
export class StatusServer {
  readonly #board: KeeperBoard;
  readonly #now: () => number;
  readonly #server: Server;
  readonly #feed: Feed;
  #sending: NodeJS.Timeout | undefined;

  constructor(board: KeeperBoard, now: () => number) {
    this.#board = board;
    this.#now = now;
    this.#feed = new Feed(() => board.picture(now()), now);
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
    if (this.#sending || this.#feed.size === 0) return;
    this.#sending = setTimeout(() => {
      this.#sending = undefined;
      this.#feed.tell(this.#board.change(this.#now()));
    }, 100);
  }

  async close(): Promise<void> {
    clearTimeout(this.#sending);
    this.#feed.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? "/", "http://status");
    if (pathname === "/events" && request.method === "GET" && isPlain(request) && this.#feed.follow(response)) return;
    const { status, type, body } = this.#page(request, pathname);
    response.writeHead(status, { ...pageHeaders, "Content-Type": type }).end(body);
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
      default: {
        const file = pageFile(pathname);
        if (file) return { status: 200, ...file };
        return text(404, "There are /, /status.json, /events, /metrics and /healthz.");
      }
    }
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
