import { describe, expect, test } from "vitest";
import type { Emulator } from "../../../emulator";
import { signedWith } from "../credentials";
import { emulate, stream } from "../fixture";

async function ask(emulator: Emulator, method: string, path: string, headers: Record<string, string>) {
  const response = await fetch(`${emulator.url}${path}`, { method, headers });
  return { status: response.status, text: await response.text() };
}
const askForToken = (emulator: Emulator, headers: Record<string, string> = {}) =>
  ask(emulator, "PUT", "/meta-data/latest/api/token", headers);
const askForKey = (emulator: Emulator, token?: string) =>
  ask(emulator, "GET", "/openstack/latest/securitykey", token === undefined ? {} : { "x-metadata-token": token });

test("keys are given for a token, and good for six hours", async () => {
  const { client, emulator, pass } = await emulate();
  const { status, text: token } = await askForToken(emulator, { "x-metadata-token-ttl-seconds": "21600" });
  expect([status, token]).toEqual([200, expect.stringMatching(/^[0-9a-f]{64}$/)]);
  const { credential } = JSON.parse((await askForKey(emulator, token)).text);
  expect(credential).toEqual({
    access: expect.stringMatching(/^[0-9A-F]{20}$/),
    secret: expect.any(String),
    securitytoken: expect.any(String),
    expires_at: "2026-01-02T09:04:05.678000Z",
  });
  pass(21_599);
  expect(await client.start(stream, signedWith(credential))).toMatchObject({ status: 200 });
  pass(1);
  expect(await client.stop(stream, signedWith(credential))).toMatchObject({ status: 401, code: "APIGW.0301" });
});

test("keys are good for as long as the options say", async () => {
  const { emulator } = await emulate({ keyLifetime: 60 });
  const { text } = await askForKey(emulator, (await askForToken(emulator)).text);
  expect(JSON.parse(text).credential.expires_at).toBe("2026-01-02T03:05:05.678000Z");
});

describe("a token", () => {
  test.each([
    [{}, 200],
    [{ "x-metadata-token-ttl-seconds": "60" }, 200],
    [{ "x-metadata-token-ttl-seconds": "59" }, 400],
    [{ "x-metadata-token-ttl-seconds": "21601" }, 400],
    [{ "x-metadata-token-ttl-seconds": "long" }, 400],
    [{ "x-forwarded-for": "192.0.2.1" }, 403],
  ])("asked for with %j: %i", async (headers, status) => {
    const { emulator } = await emulate();
    expect(await askForToken(emulator, headers)).toMatchObject({ status });
  });

  test("is good for as long as was asked", async () => {
    const { emulator, pass } = await emulate();
    const { text: token } = await askForToken(emulator, { "x-metadata-token-ttl-seconds": "60" });
    pass(59);
    expect(await askForKey(emulator, token)).toMatchObject({ status: 200 });
    pass(1);
    expect(await askForKey(emulator, token)).toMatchObject({ status: 401 });
  });

  test("ends with the credentials", async () => {
    const { emulator } = await emulate();
    const { text: token } = await askForToken(emulator);
    emulator.expireCredentials();
    expect(await askForKey(emulator, token)).toMatchObject({ status: 401 });
  });
});

test.each([
  ["token", 200, 401, 200],
  ["plain", 404, 200, 200],
  ["no-agency", 200, 401, 401],
  ["off", 404, 404, 404],
] as const)("%s: the token %i, keys without one %i, with one %i", async (metadata, token, without, withToken) => {
  const { emulator } = await emulate({ metadata });
  const { status, text } = await askForToken(emulator);
  const statuses = [status, (await askForKey(emulator)).status, (await askForKey(emulator, text)).status];
  expect(statuses).toEqual([token, without, withToken]);
});

test("an instance without an agency says so", async () => {
  const { emulator } = await emulate({ metadata: "no-agency" });
  const { text: token } = await askForToken(emulator);
  expect((await askForKey(emulator)).text).not.toContain("Agency");
  expect((await askForKey(emulator, token)).text).toBe("Please configure Cloud Service Agency first");
});

test("both requests are logged without anything secret, and faults strike at either", async () => {
  const { emulator } = await emulate();
  const { text: token } = await askForToken(emulator);
  const { text } = await askForKey(emulator, token);
  emulator.addFault({ kind: "status", status: 405, operation: "metadata", times: 2 });
  expect(await askForToken(emulator)).toMatchObject({ status: 405 });
  expect(await askForKey(emulator, token)).toMatchObject({ status: 405 });
  expect(emulator.requests()).toMatchObject([
    { operation: "metadata", method: "PUT", path: "/meta-data/latest/api/token", status: 200 },
    { operation: "metadata", method: "GET", path: "/openstack/latest/securitykey", status: 200 },
    { operation: "metadata", status: 405, fault: "status" },
    { operation: "metadata", status: 405, fault: "status" },
  ]);
  const log = JSON.stringify(emulator.requests());
  for (const secret of [token, ...Object.values<string>(JSON.parse(text).credential).slice(0, 3)])
    expect(log).not.toContain(secret);
});

test.each([
  ["PUT", "/meta-data/latest/api/token"],
  ["GET", "/openstack/latest/securitykey"],
  ["POST", "/v3/auth/tokens"],
  ["GET", "/v3/projects"],
  ["POST", "/v3.0/OS-CREDENTIAL/securitytokens"],
])("a web page gets nothing from %s %s", async (method, path) => {
  const { emulator } = await emulate();
  expect(await ask(emulator, method, path, { origin: "http://evil.example.com" })).toMatchObject({ status: 403 });
  expect(emulator.requests()).toEqual([]);
});
