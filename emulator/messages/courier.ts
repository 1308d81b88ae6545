import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { Delivery, SentMessage } from "../views";

/** How long a receiver may take, in ms. */
const patience = 5_000;
/** How long a message waits to be overtaken, in ms. */
const overtaking = 500;

export interface Letter {
  readonly url: string;
  readonly event: string;
  readonly stream: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Sends messages, one after the other, and only to this machine. */
export class Courier {
  private readonly now: () => number;
  private delivery: Delivery = {};
  private sent: Writable<SentMessage>[] = [];
  private waiting: Letter[] = [];
  private underWay: Promise<void> = Promise.resolve();

  constructor(now: () => number) {
    this.now = now;
  }

  setDelivery(delivery: Delivery): void {
    this.delivery = delivery;
  }

  post(letters: readonly Letter[]): void {
    if (letters.length === 0) return;
    this.waiting.push(...letters);
    this.underWay = this.underWay.then(() => this.deliver());
  }

  /** Resolves when all that was posted has been answered. */
  async idle(): Promise<void> {
    for (let last: Promise<void> | undefined; last !== this.underWay; ) {
      last = this.underWay;
      await last;
    }
  }

  messages(): SentMessage[] {
    return this.sent.map((message) => ({ ...message }));
  }

  /** As they are now, from the one of this index on. What is not answered yet will be. */
  from(index: number): readonly Readonly<SentMessage>[] {
    return this.sent.slice(index);
  }

  reset(): void {
    this.waiting = [];
    this.sent = [];
    this.delivery = {};
  }

  private async deliver(): Promise<void> {
    const { repeats = 0, disorder = false, delay = 0 } = this.delivery;
    await pause(delay * 1000 + (disorder && this.waiting.length === 1 ? overtaking : 0), undefined, { ref: false });
    const letters = this.waiting;
    this.waiting = [];
    for (const letter of disorder ? letters.reverse() : letters) {
      for (let time = 0; time <= repeats; time += 1) await this.send(letter);
    }
  }

  private async send({ url, event, stream, body }: Letter): Promise<void> {
    const message: Writable<SentMessage> = {
      at: new Date(this.now()).toISOString(),
      url,
      event,
      stream,
      body,
      status: 0,
    };
    this.sent.push(message);
    try {
      if (!isLoopback(url)) throw new Error("not sent: the emulator talks to this machine only");
      message.status = await post(url, JSON.stringify(body));
    } catch (error) {
      message.error = error instanceof Error ? error.message : String(error);
    }
  }
}

export function isLoopback(url: string): boolean {
  return /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(new URL(url).hostname);
}

function post(url: string, body: string): Promise<number> {
  const isHttps = url.toLowerCase().startsWith("https:");
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    // Without an agent that others share: it may have a proxy. A receiver on this machine has no certificate of anybody's.
    const options = { method: "POST", headers, agent: false, rejectUnauthorized: false } as const;
    const request = (isHttps ? requestHttps : requestHttp)(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.setTimeout(patience, () => request.destroy(new Error(`no answer within ${patience / 1000} s`)));
    request.on("error", reject);
    request.end(body);
  });
}
