import { request } from "node:http";
import { expect, test } from "vitest";
import { startEmulator } from "../../../emulator";
import { emulate, stream } from "../fixture";

/** With headers that `fetch` does not let through. */
function statusOf(port: number, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: "/_emulator/recordings", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test.each([
  [{}, 200],
  [{ host: "localhost:8787" }, 200],
  [{ host: "live.localhost" }, 200],
  [{ host: "127.0.0.2" }, 200],
  [{ host: "[::1]:80" }, 200],
  [{ host: "evil.example.com" }, 403],
  [{ host: "127.0.0.1.example.com" }, 403],
  [{ host: "notlocalhost" }, 403],
  [{ origin: "http://localhost:3000" }, 403],
  [{ origin: "null" }, 403],
  [{ "sec-fetch-site": "cross-site" }, 403],
  [{ "sec-fetch-site": "same-site" }, 403],
  [{ "sec-fetch-site": "none" }, 200],
  [{ "sec-fetch-site": "same-origin" }, 200],
  [{ host: "localhost:8787", origin: "http://localhost:8787", "sec-fetch-site": "same-origin" }, 200],
  [{ host: "localhost:8787", origin: "http://localhost:8788" }, 403],
  [{ host: "localhost:8787", origin: "https://localhost:8787" }, 403],
  [{ host: "evil.example.com", origin: "http://evil.example.com", "sec-fetch-site": "same-origin" }, 403],
])("a request with %j: %i", async (headers, status) => {
  const { emulator } = await emulate();
  expect(await statusOf(emulator.port, headers)).toBe(status);
});

test("another web page changes nothing", async () => {
  const { emulator } = await emulate();
  const url = `${emulator.url}/_emulator/faults`;
  await fetch(url, {
    method: "POST",
    body: '{"kind":"reset","times":0}',
    headers: { origin: "http://evil.example.com" },
  });
  expect(await fetch(`${emulator.url}/v1/x/realtime/streams`)).toMatchObject({ status: 401 });
});

test.each([
  { size: 12 * 1024 * 1024, status: 400, code: "LIVE.100011001" },
  { size: 12 * 1024 * 1024 + 1, status: 413, code: "APIGW.0201" },
])("a body of $size bytes: $status", async ({ size, status, code }) => {
  const { client } = await emulate();
  expect(await client.send("POST", "record/control", "action=START", "x".repeat(size))).toMatchObject({ status, code });
});

test("the request ids of one emulator are all different, on every answer", async () => {
  const { client, emulator } = await emulate();
  const answers = [await client.start(stream), await client.stop("a/b/c"), await client.send("GET", "nothing")];
  const ids = answers.map((answer) => answer.headers.get("x-request-id"));
  expect(new Set(ids).size).toBe(3);
  expect(emulator.requests().map((logged) => logged.requestId)).toEqual(ids);
});

test("a port that is in use is refused", async () => {
  const { emulator } = await emulate();
  await expect(startEmulator({ port: emulator.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
