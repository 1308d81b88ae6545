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
  test.each<[string, string, string | object | undefined, string]>([
    ["PUT", "streams/a.com/x/s", "{", "body"],
    ["PUT", "streams/a.com/x/s", "7", "push"],
    ["PUT", "streams/a.com/x/s", { startedAt: "yesterday" }, "startedAt"],
    ["PUT", "streams/a.com/x/s", { listed: "no" }, "listed"],
    ["PUT", "streams/a.com/x/s", { listedAfter: -1 }, "listedAfter"],
    ["PUT", "streams/a.com/x/s", { other: 1 }, "other"],
    ["PUT", "streams/a.com//s", undefined, "app"],
    ["PUT", "streams/a.com/x", undefined, "stream"],
    ["PUT", "streams/a.com/x/*", undefined, "stream"],
    ["PUT", "streams/a.com/x/a%2Fb", undefined, "stream"],
    ["PUT", "streams/a.com/x/%E7", undefined, "path"],
    ["POST", "streams/a.com/x/s/interrupt?seconds=soon", undefined, "seconds"],
    ["POST", "streams/a.com/x/s/interrupt?seconds=-1", undefined, "seconds"],
    ["PUT", "rules", rule, "rules"],
    ["PUT", "rules", [rule, { ...rule, app: "" }], "1.app"],
    ["PUT", "rules", [{ ...rule, record_type: "SOME" }], "0.record_type"],
    ["PUT", "rules", [{ ...rule, create_time: "now" }], "0.create_time"],
    [
      "PUT",
      "rules",
      [{ ...rule, default_record_config: { record_format: ["AVI"] } }],
      "0.default_record_config.record_format.0",
    ],
    ["POST", "faults", "7", "fault"],
    ["POST", "faults", {}, "kind"],
    ["POST", "faults", { kind: "flood" }, "kind"],
    ["POST", "faults", { kind: "reset", operation: "PAUSE" }, "operation"],
    ["POST", "faults", { kind: "reset", stream: "keynote" }, "stream"],
    ["POST", "faults", { kind: "reset", times: -1 }, "times"],
    ["POST", "faults", { kind: "reset", probability: 2 }, "probability"],
    ["POST", "faults", { kind: "status", status: 99 }, "status"],
    ["POST", "faults", { kind: "status", headers: { "retry-after": 1 } }, "headers.retry-after"],
    ["POST", "faults", { kind: "status", headers: { "retry after": "1" } }, "headers"],
    ["POST", "faults", { kind: "status", headers: { "retry-after": "1\n2" } }, "headers"],
    ["POST", "faults", { kind: "reset", chance: 0.5 }, "chance"],
  ])("%s %s %j: %s", async (method, path, body, property) => {
    const { emulator } = await emulate();
    const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    const answer = await control(emulator, method, path, text);
    expect(answer.status).toBe(400);
    expect(answer.body.error.split(": ")[0]).toBe(property);
  });

  test.each(["a.com/x", "a.com/x/s/t", "", "a.com/x/*"])("also by the methods: the stream %j", async (name) => {
    const { emulator } = await emulate();
    expect(() => emulator.push(name)).toThrow(/^stream: must be /);
  });
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
