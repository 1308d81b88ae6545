import { expect, onTestFinished } from "vitest";
import type { Change, Picture, StreamFacts } from "../../../page/facts";

/** What somebody knows who has the page open. */
export class Follower {
  picture: Picture | undefined;
  readonly streams = new Map<string, StreamFacts>();

  take(event: string, data: string): void {
    if (event === "picture") {
      this.picture = JSON.parse(data) as Picture;
      this.streams.clear();
      for (const facts of this.picture.streams) this.streams.set(facts.id, facts);
    }
    if (event === "change") for (const facts of (JSON.parse(data) as Change).streams) this.streams.set(facts.id, facts);
  }
}

/** Follows the page of an emulator, for one test. */
export async function follow(url: string): Promise<Follower> {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const { body } = await fetch(`${url}/events`, { signal: ended.signal });
  const follower = new Follower();
  void read(body as ReadableStream<Uint8Array>, follower).catch(() => {});
  await expect.poll(() => follower.picture).toBeDefined();
  return follower;
}

async function read(body: ReadableStream<Uint8Array>, follower: Follower): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const messages = text.split("\n\n");
    text = messages.pop() ?? "";
    for (const message of messages) {
      const fields = new Map(message.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
      follower.take(fields.get("event") ?? "", fields.get("data") ?? "");
    }
  }
}
