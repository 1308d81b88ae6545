import { afterEach, expect, test } from "vitest";
import type { Message } from "../../../keeper/notifications/message";
import { Receiver } from "../../../keeper/notifications/receiver";
import { signPush } from "../../../keeper/notifications/signature";

const KEY = "0123456789abcdef0123456789abcdef";
const NOW = 1_800_000_000_000;
const push = { event: "PUBLISH", domain: "push.example.com", app: "live", stream: "a", auth_timestamp: NOW / 1_000 };

const open: Receiver[] = [];
afterEach(() => Promise.all(open.splice(0).map((receiver) => receiver.close())));

async function receive({ key }: { key: string | undefined } = { key: KEY }) {
  const taken: Message[] = [];
  const counted: string[] = [];
  const receiver = new Receiver({
    path: "/secret",
    key,
    now: () => NOW,
    take: (message) => taken.push(message),
    count: (result) => counted.push(result),
  });
  open.push(receiver);
  const url = `http://127.0.0.1:${await receiver.listen({ host: "127.0.0.1", port: 0 })}`;
  const post = (to: string, body: unknown) =>
    fetch(`${url}${to}`, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
  return { url, taken, counted, post };
}

const signed = { ...push, publish_timestamp: String(NOW / 1_000), auth_sign: signPush(push, KEY) };

test("a signed message is answered with 200, and counts as proven", async () => {
  const { taken, counted, post } = await receive();
  expect((await post("/secret/stream", signed)).status).toBe(200);
  expect(taken).toMatchObject([
    { stream: "push.example.com/live/a", event: "PUBLISH", pushedSince: NOW, isProven: true },
  ]);
  expect(counted).toEqual(["proven"]);
});

test("without a key a message is a hint, whether it is signed or not", async () => {
  const { taken, counted, post } = await receive({ key: undefined });
  for (const body of [signed, { ...signed, auth_sign: undefined }]) {
    expect((await post("/secret/stream", body)).status).toBe(200);
  }
  expect(taken.map(({ isProven }) => isProven)).toEqual([false, false]);
  expect(counted).toEqual(["hint", "hint"]);
});

const REFUSED = [
  {
    what: "a signature that is another one",
    path: "/secret/stream",
    body: { ...signed, stream: "b" },
    status: 401,
    counted: ["refused"],
  },
  {
    what: "a message without a signature",
    path: "/secret/stream",
    body: { ...signed, auth_sign: undefined },
    status: 401,
    counted: ["refused"],
  },
  { what: "what is no JSON", path: "/secret/stream", body: "{", status: 400, counted: ["malformed"] },
  { what: "a message of the other kind", path: "/secret/record", body: signed, status: 400, counted: ["malformed"] },
  { what: "a body of more than 64 KB", path: "/secret/stream", body: "x".repeat(65_537), status: 413, counted: [] },
  { what: "a path without the secret", path: "/stream", body: signed, status: 404, counted: [] },
];
for (const { what, path, body, status, counted } of REFUSED) {
  test(`${what} is refused with ${status}, and taken for nothing`, async () => {
    const receiver = await receive();
    expect((await receiver.post(path, body)).status).toBe(status);
    expect(receiver.taken).toEqual([]);
    expect(receiver.counted).toEqual(counted);
  });
}

test("anything but POST is refused with 405", async () => {
  const { url } = await receive();
  expect((await fetch(`${url}/secret/stream`)).status).toBe(405);
});
