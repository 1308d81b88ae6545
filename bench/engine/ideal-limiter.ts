import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const MINUTE_MS = 60_000;

/**
 * Lets `limit` creations go at once, as many again a minute after the first, and so on: no client of the service can be
 * faster, and nobody is ever refused. All stacks that are given the address share it.
 */
export class IdealLimiter implements AsyncDisposable {
  readonly #limit: number;
  readonly #server = createServer((_request, response) => {
    const wait = this.#firstAt() + Math.floor(this.#came++ / this.#limit) * MINUTE_MS - performance.now();
    setTimeout(() => response.end(), Math.max(0, wait));
  });
  #came = 0;
  #began: number | undefined;

  private constructor(limit: number) {
    this.#limit = limit;
  }

  static async start(limit: number): Promise<IdealLimiter> {
    const limiter = new IdealLimiter(limit);
    limiter.#server.listen(0, "127.0.0.1");
    await once(limiter.#server, "listening");
    return limiter;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #firstAt(): number {
    this.#began ??= performance.now();
    return this.#began;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
