import { describe, expect, test } from "vitest";
import type { Emulator } from "../../../emulator";
import { emulate, stream } from "../fixture";

async function control(emulator: Emulator, method: string, path: string, body?: string) {
  const response = await fetch(`${emulator.url}/_emulator/${path}`, { method, body: body ?? null });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

test("a push begins and ends by its route, with names in any script", async () => {
  const { client, emulator } = await emulate({ strict: true });
  const name = { publishDomain: "push.example.com", app: "live", stream: "直播 1%" };
  const path = "streams/push.example.com/live/%E7%9B%B4%E6%92%AD%201%25";
  const on = { ...name, pushed: true, pushedSince: "2026-01-02T03:04:05.678Z", recorded: false };
  expect(await control(emulator, "PUT", path)).toEqual({ status: 200, body: on });
  expect((await client.streams("publish_domain=push.example.com")).streams).toMatchObject([{ stream: "直播 1%" }]);
  const off = { ...name, pushed: false, pushedSince: null, recorded: false };
  expect(await control(emulator, "DELETE", path)).toEqual({ status: 200, body: off });
  expect((await client.streams("publish_domain=push.example.com")).streams).toEqual([]);
});

test("a push that is on goes on; what the body names is changed", async () => {
  const { client, emulator, pass } = await emulate({ strict: true });
  const path = `streams/${stream}`;
  await control(emulator, "PUT", path, '{"startedAt":"2026-01-01T00:00:00Z"}');
  pass(5);
  expect((await control(emulator, "PUT", path)).body.pushedSince).toBe("2026-01-01T00:00:00.000Z");
  await control(emulator, "PUT", path, '{"startedAt":"2026-01-02T00:00:00Z"}');
  expect((await control(emulator, "PUT", path)).body.pushedSince).toBe("2026-01-02T00:00:00.000Z");
  const { streams } = await client.streams("publish_domain=push.example.com");
  expect(streams).toMatchObject([{ start_time: "2026-01-02T00:00:00Z" }]);
});

test("a push is interrupted by its route", async () => {
  const { client, emulator, pass } = await emulate();
  await client.start(stream);
  pass(100);
  const { body } = await control(emulator, "POST", `streams/${stream}/interrupt?seconds=20`);
  expect(body).toMatchObject({ pushed: true, recorded: false, pushedSince: "2026-01-02T03:05:45.678Z" });
  expect((await control(emulator, "GET", "recordings")).body).toEqual([
    {
      publishDomain: "push.example.com",
      app: "live",
      stream: "keynote",
      startedAt: "2026-01-02T03:04:05.678Z",
      stoppedAt: "2026-01-02T03:05:25.678Z",
      endedBy: "interruption",
    },
  ]);
});

test("rules are replaced by a list", async () => {
  const { client, emulator } = await emulate();
  const rules = [{ id: "r", publish_domain: "a.com", app: "*", stream: "*", record_type: "COMMAND_RECORD" }];
  expect(await control(emulator, "PUT", "rules", JSON.stringify(rules))).toMatchObject({ status: 200, body: rules });
  expect((await client.rules("")).record_config).toMatchObject(rules);
  await control(emulator, "PUT", "rules", "[]");
  expect(await client.rules("publish_domain=a.com")).toMatchObject({ total: 0 });
});

test("faults are added and removed by their route", async () => {
  const { client, emulator } = await emulate();
  const fault = JSON.stringify({ kind: "status", status: 503, times: 0 });
  expect(await control(emulator, "POST", "faults", fault)).toEqual({ status: 204, body: undefined });
  expect(await client.start(stream)).toMatchObject({ status: 503 });
  expect(await control(emulator, "DELETE", "faults")).toEqual({ status: 204, body: undefined });
  expect(await client.start(stream)).toMatchObject({ status: 200 });
});

describe("the requests", () => {
  test("are listed in the order of arrival, with what became of them", async () => {
    const { client, emulator, pass } = await emulate();
    const { headers } = await client.start(stream);
    pass(1);
    await client.start(stream);
    await client.streams("publish_domain=push.example.com");
    await client.rules("");
    await client.send("GET", "nothing");
    const path = `/v1/${emulator.projectId}/record/control`;
    const { body } = await control(emulator, "GET", "requests");
    expect(body[0]).toEqual({
      at: "2026-01-02T03:04:05.678Z",
      method: "POST",
      path,
      query: "action=START",
      operation: "START",
      stream,
      requestId: headers.get("x-request-id"),
      status: 200,
      executed: true,
    });
    expect(body.slice(1)).toMatchObject([
      { at: "2026-01-02T03:04:06.678Z", operation: "START", status: 400, errorCode: "LIVE.100011022", executed: false },
      { operation: "streams", query: "publish_domain=push.example.com", status: 200 },
      { operation: "rules", status: 200 },
      { operation: "unknown", status: 404, errorCode: "APIGW.0101" },
    ]);
    expect(body[2]).not.toHaveProperty("stream");
  });

  test("hold nothing secret", async () => {
    const { client, emulator } = await emulate();
    await client.start(stream, { headers: { "x-security-token": "TOKEN" } });
    const text = JSON.stringify((await control(emulator, "GET", "requests")).body);
    for (const secret of ["TOKEN", emulator.accessKey, emulator.secretKey, "Signature"])
      expect(text).not.toContain(secret);
  });
});

test("reset forgets everything", async () => {
  const { client, emulator } = await emulate({ limit: 2 });
  emulator.setRules([]);
  emulator.endPush(stream);
  for (let i = 0; i < 2; i += 1) await client.start(stream);
  for (let i = 0; i < 6; i += 1) await client.start(stream, { secretKey: "wrong" });
  emulator.addFault({ kind: "reset", times: 0 });
  expect(await control(emulator, "POST", "reset")).toEqual({ status: 204, body: undefined });
  expect([emulator.recordings(), emulator.requests()]).toEqual([[], []]);
  expect(await client.start(stream)).toMatchObject({ status: 200 });
});

describe("what a control cannot take is refused, and the property named", () => {
  const rule = { publish_domain: "a.com", app: "*", stream: "*" };
  test.each([
    { method: "PUT", path: "streams/a.com/x/s", body: "{", property: "body" },
    { method: "PUT", path: "streams/a.com/x/s", body: "7", property: "push" },
    { method: "PUT", path: "streams/a.com/x/s", body: { startedAt: "yesterday" }, property: "startedAt" },
    { method: "PUT", path: "streams/a.com/x/s", body: { listed: "no" }, property: "listed" },
    { method: "PUT", path: "streams/a.com/x/s", body: { listedAfter: -1 }, property: "listedAfter" },
    { method: "PUT", path: "streams/a.com/x/s", body: { other: 1 }, property: "other" },
    { method: "PUT", path: "streams/a.com//s", body: undefined, property: "app" },
    { method: "PUT", path: "streams/a.com/x", body: undefined, property: "stream" },
    { method: "PUT", path: "streams/a.com/x/*", body: undefined, property: "stream" },
    { method: "PUT", path: "streams/a.com/x/a%2Fb", body: undefined, property: "stream" },
    { method: "PUT", path: "streams/a.com/x/%E7", body: undefined, property: "path" },
    { method: "POST", path: "streams/a.com/x/s/interrupt?seconds=soon", body: undefined, property: "seconds" },
    { method: "POST", path: "streams/a.com/x/s/interrupt?seconds=-1", body: undefined, property: "seconds" },
    { method: "PUT", path: "rules", body: rule, property: "rules" },
    { method: "PUT", path: "rules", body: [rule, { ...rule, app: "" }], property: "1.app" },
    { method: "PUT", path: "rules", body: [{ ...rule, record_type: "SOME" }], property: "0.record_type" },
    { method: "PUT", path: "rules", body: [{ ...rule, create_time: "now" }], property: "0.create_time" },
    {
      method: "PUT",
      path: "rules",
      body: [{ ...rule, default_record_config: { record_format: ["AVI"] } }],
      property: "0.default_record_config.record_format.0",
    },
    { method: "POST", path: "faults", body: "7", property: "fault" },
    { method: "POST", path: "faults", body: {}, property: "kind" },
    { method: "POST", path: "faults", body: { kind: "flood" }, property: "kind" },
    { method: "POST", path: "faults", body: { kind: "reset", operation: "PAUSE" }, property: "operation" },
    { method: "POST", path: "faults", body: { kind: "reset", stream: "keynote" }, property: "stream" },
    { method: "POST", path: "faults", body: { kind: "reset", times: -1 }, property: "times" },
    { method: "POST", path: "faults", body: { kind: "reset", probability: 2 }, property: "probability" },
    { method: "POST", path: "faults", body: { kind: "status", status: 99 }, property: "status" },
    {
      method: "POST",
      path: "faults",
      body: { kind: "status", headers: { "retry-after": 1 } },
      property: "headers.retry-after",
    },
    { method: "POST", path: "faults", body: { kind: "status", headers: { "retry after": "1" } }, property: "headers" },
    {
      method: "POST",
      path: "faults",
      body: { kind: "status", headers: { "retry-after": "1\n2" } },
      property: "headers",
    },
    { method: "POST", path: "faults", body: { kind: "reset", chance: 0.5 }, property: "chance" },
    { method: "PUT", path: "streams/a.com/x/s%3Fauth_info=abc", body: undefined, property: "stream" },
    { method: "PUT", path: "streams/a.com/x%23y/s", body: undefined, property: "app" },
    { method: "PUT", path: "streams/a.com%3A1935/x/s", body: undefined, property: "publishDomain" },
    { method: "PUT", path: "rules", body: [{ ...rule, stream: "s?auth_info=abc" }], property: "0.stream" },
    { method: "PUT", path: "rules", body: [{ ...rule, publish_domain: "rtmp://a.com" }], property: "0.publish_domain" },
    { method: "PUT", path: "delivery", body: { repeats: -1 }, property: "repeats" },
    { method: "PUT", path: "delivery", body: { order: "none" }, property: "order" },
    { method: "POST", path: "streams/a.com/x/s/fail?message=", body: undefined, property: "message" },
  ])("$method $path with $body: $property", async ({ method, path, body, property }) => {
    const { emulator } = await emulate();
    const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    const answer = await control(emulator, method, path, text);
    expect(answer.status).toBe(400);
    expect(answer.body.error.split(": ")[0]).toBe(property);
  });

  test.each(["a.com/x", "a.com/x/s/t", "", "a.com/x/*", "a.com/x/s?a=b", "rtmp://a.com/x/s"])(
    "also by the methods: the stream %j",
    async (name) => {
      const { emulator } = await emulate();
      expect(() => emulator.push(name)).toThrow(/^stream: must be /);
    },
  );
});

test.each([
  ["GET", "nothing"],
  ["GET", "streams/a.com/x/s"],
  ["POST", "streams/a.com/x/s/resume"],
  ["GET", "rules/1"],
  ["GET", "reset"],
])("%s %s is no control", async (method, path) => {
  const { emulator } = await emulate();
  expect(await control(emulator, method, path)).toEqual({ status: 404, body: { error: "no such control" } });
});
