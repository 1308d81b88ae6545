import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Address } from "../address";
import { type Judged, judgePush, judgeRecord, type Message } from "./message";

const LARGEST_BODY = 64 * 1_024;
const SLOWEST_BODY_MS = 10_000;

export interface ReceiverOptions {
  /** What stands before `/stream` and `/record`: a secret path for a service that sends no headers of ours. */
  readonly path: string;
  readonly key: string | undefined;
  readonly now: () => number;
  readonly take: (message: Message) => void;
  /** Counts what came, by how it was judged. */
  readonly count: (result: "proven" | "hint" | "refused" | "malformed") => void;
}

/** Takes the messages that Live sends: `POST /stream` about pushes, `POST /record` about recordings. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #server: Server;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#server = createServer(
      { requestTimeout: SLOWEST_BODY_MS, headersTimeout: SLOWEST_BODY_MS },
      (request, response) => {
        this.#answer(request, response).catch(() => response.destroy());
      },
    );
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

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const judge = this.#judge(request);
    if (!judge) return answer(response, 404);
    if (request.method !== "POST") return answer(response, 405);
    const body = await bodyOf(request);
    if (body === undefined) return answer(response, 413);
    const { key, now, take, count } = this.#options;
    const judged = judge(body, key, now());
    if ("refused" in judged) {
      count(judged.refused.status === 401 ? "refused" : "malformed");
      return answer(response, judged.refused.status);
    }
    // Answered first: how often the service tries again is not documented.
    answer(response, 200);
    count(judged.message.isProven ? "proven" : "hint");
    take(judged.message);
  }

  #judge({ url = "/" }: IncomingMessage): ((body: string, key: string | undefined, now: number) => Judged) | undefined {
    const { pathname } = new URL(url, "http://receiver");
    if (pathname === `${this.#options.path}/stream`) return judgePush;
    if (pathname === `${this.#options.path}/record`) return judgeRecord;
    return undefined;
  }
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end("{}");
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
