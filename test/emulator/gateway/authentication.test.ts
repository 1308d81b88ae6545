import { describe, expect, test } from "vitest";
import { begin, emulate, stream } from "../fixture";

const byToken = (token: string) => ({
  method: "POST",
  headers: { "x-auth-token": token, "content-type": "application/json" },
  body: '{"publish_domain":"push.example.com","app":"live","stream":"keynote"}',
});

describe("a key pair", () => {
  test("whose signature is wrong is refused with the canonical request and without the token in it", async () => {
    const { client, emulator } = await emulate();
    const headers = { "x-security-token": "TOKEN" };
    const answer = await client.start(stream, { secretKey: "wrong", headers });
    expect(answer).toMatchObject({ status: 401, code: "APIGW.0301" });
    const { error_msg, request_id } = JSON.parse(answer.text);
    expect(request_id).toBe(answer.headers.get("x-request-id"));
    expect(error_msg).toContain(`POST|/v1/${emulator.projectId}/record/control/|action=START|content-type:`);
    expect(error_msg).toContain("|x-security-token:***|");
    expect(answer.text).not.toContain("TOKEN");
  });

  test("that does not exist is refused", async () => {
    const { client } = await emulate();
    const answer = await client.start(stream, { accessKey: "ANOTHER" });
    expect(answer).toMatchObject({ status: 401, code: "APIGW.0301" });
    expect(answer.text).toContain("ak ANOTHER not exist");
  });

  test.each([
    [-899_000, 200],
    [-900_000, 401],
    [900_000, 200],
    [901_000, 401],
  ])("signed %i ms off the service's clock: %i", async (offset, status) => {
    // Signatures have whole seconds: 678 ms of the emulator's time are cut off.
    const { client } = await emulate();
    const answer = await client.start(stream, { signedAt: begin + offset });
    expect(answer.status).toBe(status);
    if (status === 401) {
      expect(answer.code).toBe("APIGW.0303");
      expect(answer.text).toMatch(/signature time: 20260102T\d{6}Z, server time: 20260102T030405Z/);
    }
  });

  test.each(["20260102", "2026-01-02T03:04:05Z", ""])("with the date %j is refused", async (date) => {
    const { client } = await emulate();
    const answer = await client.start(stream, { headers: { "x-sdk-date": date } });
    expect(answer).toMatchObject({ status: 401, code: "APIGW.0301" });
  });

  test("needs its security token, if the emulator has one", async () => {
    const { client } = await emulate({ securityToken: "T1" });
    expect(await client.start(stream)).toMatchObject({ status: 401, code: "APIGW.0301" });
    expect(await client.start(stream, { headers: { "x-security-token": "T2" } })).toMatchObject({ status: 401 });
    expect(await client.start(stream, { headers: { "x-security-token": "T1" } })).toMatchObject({ status: 200 });
  });

  test("may come with any security token otherwise, as long as it is signed", async () => {
    const { client } = await emulate();
    const token = { "x-security-token": "any" };
    expect(await client.start(stream, { unsignedHeaders: token })).toMatchObject({ status: 401, code: "APIGW.0301" });
    expect(await client.start(stream, { headers: token })).toMatchObject({ status: 200 });
  });
});

describe("the lock of a key", () => {
  test("comes with the sixth failure in a row and lasts five minutes", async () => {
    const { client, pass } = await emulate();
    for (let failure = 1; failure <= 6; failure += 1) {
      const { text } = await client.start(stream, { secretKey: "wrong" });
      expect(text).toContain("verify aksk signature fail");
    }
    pass(299);
    const locked = await client.start(stream);
    expect(locked).toMatchObject({ status: 401, code: "APIGW.0301" });
    expect(locked.text).toContain("AK access failed to reach the limit");
    pass(1);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test("does not come when a success lies in between, nor from keys that do not exist", async () => {
    const { client } = await emulate();
    for (let failure = 1; failure <= 5; failure += 1) await client.start(stream, { secretKey: "wrong" });
    expect(await client.start(stream)).toMatchObject({ status: 200 });
    await client.start(stream, { secretKey: "wrong" });
    for (let failure = 1; failure <= 9; failure += 1) await client.start(stream, { accessKey: "ANOTHER" });
    expect(await client.stop(stream)).toMatchObject({ status: 200 });
  });
});

describe("a token", () => {
  test("is accepted in X-Auth-Token", async () => {
    const { emulator } = await emulate({ token: "T1" });
    const url = `${emulator.url}/v1/${emulator.projectId}/record/control?action=START`;
    expect(await fetch(url, byToken("T1"))).toMatchObject({ status: 200 });
  });

  test("that is not known must be updated", async () => {
    const { emulator } = await emulate();
    const url = `${emulator.url}/v1/${emulator.projectId}/record/control?action=START`;
    const answer = await fetch(url, byToken("old"));
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ error_code: "APIGW.0307" })]);
  });

  test("or a key is needed", async () => {
    const { emulator } = await emulate();
    const answer = await fetch(`${emulator.url}/v1/${emulator.projectId}/record/control?action=START`, {
      method: "POST",
    });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ error_code: "APIGW.0301" })]);
  });
});

const other = "f".repeat(32);

test.each([
  ["the project in the path is another", { projectId: other }],
  ["both projects are another", { projectId: other, headers: { "x-project-id": other } }],
  ["X-Project-Id is another", { headers: { "x-project-id": other } }],
  ["X-Project-Id is missing", { headers: { "x-project-id": undefined } }],
  [
    "X-Project-Id is not signed",
    { headers: { "x-project-id": undefined }, unsignedHeaders: { "x-project-id": "0".repeat(32) } },
  ],
])("401 of Live when %s", async (_, changes) => {
  const { client, emulator } = await emulate();
  expect(await client.start(stream, changes)).toMatchObject({ status: 401, code: "LIVE.100011015" });
  expect(emulator.recordings()).toEqual([]);
});

test("a token goes without X-Project-Id, but for its own project only", async () => {
  const { emulator } = await emulate();
  const answer = await fetch(`${emulator.url}/v1/${other}/record/control?action=START`, byToken("emulator-token"));
  expect(await answer.json()).toMatchObject({ error_code: "LIVE.100011015" });
});
