import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Picture } from "../../../page/facts";
import { Feed, mostFollowers } from "../../../page/server/feed";

const picture: Picture = { source: "keeper", note: "", now: 5, since: 1, streams: [], alerts: ["a\nb"] };

/** A feed behind a port, and what somebody who follows has heard. */
async function feeding() {
  const feed = new Feed(
    () => picture,
    () => 5,
  );
  const server = createServer((_, response) => {
    if (!feed.follow(response)) response.writeHead(503).end();
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    feed.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const follow = async () => {
    const ended = new AbortController();
    const answer = await fetch(url, { signal: ended.signal });
    const reader = answer.body?.getReader();
    const heard = async () => new TextDecoder().decode((await reader?.read())?.value);
    return { status: answer.status, heard, leave: () => ended.abort() };
  };
  return { feed, follow };
}

test("the first that is heard is the whole picture, then what changes, each on a line of its own", async () => {
  const { feed, follow } = await feeding();
  const { heard } = await follow();
  expect(await heard()).toBe(`retry: 1000\nevent: picture\ndata: ${JSON.stringify(picture)}\n\n`);
  const change = { now: 6, streams: [], gone: ["a"], alerts: [] };
  feed.tell(change);
  expect(await heard()).toBe(`event: change\ndata: ${JSON.stringify(change)}\n\n`);
});

test("so many may follow, and one more when one of them has left", async () => {
  const { feed, follow } = await feeding();
  const followers = await Promise.all(Array.from({ length: mostFollowers }, follow));
  expect((await follow()).status).toBe(503);
  followers[0]?.leave();
  await expect.poll(() => feed.size).toBe(mostFollowers - 1);
  expect((await follow()).status).toBe(200);
});
