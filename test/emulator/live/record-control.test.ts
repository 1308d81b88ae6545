import { describe, expect, test } from "vitest";
import { emulate, stream } from "../fixture";

const exists = { status: 400, code: "LIVE.100011022" };
const illegal = { status: 400, code: "LIVE.100011001" };
const command = { publish_domain: "push.example.com", app: "live", stream: "keynote" };
const rule = {
  ...command,
  app: "*",
  stream: "*",
  record_type: "COMMAND_RECORD",
  create_time: "2026-01-01T00:00:00Z",
} as const;

describe("START", () => {
  test("begins a recording and answers 200 with an empty body, by the service's clock", async () => {
    const { client, emulator } = await emulate();
    const { status, text, headers } = await client.start(stream);
    expect({ status, text }).toEqual({ status: 200, text: "" });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}-1767323045678-emulator$/);
    expect(headers.get("date")).toBe("Fri, 02 Jan 2026 03:04:05 GMT");
    expect(emulator.recordings()).toEqual([
      {
        publishDomain: "push.example.com",
        app: "live",
        stream: "keynote",
        startedAt: "2026-01-02T03:04:05.678Z",
        stoppedAt: null,
        endedBy: null,
      },
    ]);
  });

  test("of a stream that is being recorded is refused, however long it has been", async () => {
    const { client, emulator, pass } = await emulate();
    await client.start(stream);
    pass(86_400);
    const answer = await client.start(stream);
    expect(answer).toMatchObject(exists);
    expect(JSON.parse(answer.text)).toEqual({ error_code: "LIVE.100011022", error_msg: "LIVE.Record task exist." });
    expect(emulator.recordings()).toHaveLength(1);
  });

  test.each([
    { cooldown: 10, after: 10, expected: exists },
    { cooldown: 10, after: 10.001, expected: { status: 200 } },
    { cooldown: 1, after: 1, expected: exists },
    { cooldown: 1, after: 1.001, expected: { status: 200 } },
  ])("$after s after STOP, with a cooldown of $cooldown s: $expected.status", async ({ cooldown, after, expected }) => {
    const { client, pass } = await emulate({ cooldown });
    await client.start(stream);
    await client.stop(stream);
    pass(after);
    expect(await client.start(stream)).toMatchObject(expected);
  });

  test("of another stream need not wait for the cooldown", async () => {
    const { client } = await emulate();
    await client.start(stream);
    await client.stop(stream);
    expect(await client.start(`${stream}-2`)).toMatchObject({ status: 200 });
  });

  test("needs a push", async () => {
    const { client, emulator } = await emulate({ strict: true });
    emulator.setRules([rule]);
    expect(await client.start(stream)).toMatchObject(illegal);
    emulator.push(stream);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test("needs a COMMAND_RECORD rule that is older than the push", async () => {
    const { client, emulator, pass } = await emulate({ strict: true });
    emulator.push(stream);
    expect(await client.start(stream)).toMatchObject(illegal);
    pass(1);
    const { create_time: _, ...youngRule } = rule;
    emulator.setRules([youngRule]);
    expect(await client.start(stream)).toMatchObject(illegal);
    emulator.endPush(stream);
    emulator.push(stream);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test("counts every stream as pushed and covered, until told otherwise", async () => {
    const { client, emulator, pass } = await emulate();
    await client.start(stream);
    await client.stop(stream);
    pass(11);
    emulator.setRules([{ ...rule, record_type: "CONTINUOUS_RECORD" }]);
    expect(await client.start(stream)).toMatchObject(illegal);
    emulator.setRules([rule]);
    emulator.endPush(stream);
    expect(await client.start(stream)).toMatchObject(illegal);
    emulator.push(stream);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });
});

describe("STOP", () => {
  test("ends the recording and answers 200 with an empty body", async () => {
    const { client, emulator, pass } = await emulate();
    await client.start(stream);
    pass(5);
    expect(await client.stop(stream)).toMatchObject({ status: 200, text: "" });
    expect(emulator.recordings()).toMatchObject([{ stoppedAt: "2026-01-02T03:04:10.678Z", endedBy: "STOP" }]);
  });

  test("without a recording is 404, and does not begin the cooldown", async () => {
    const { client } = await emulate();
    expect(await client.stop(stream)).toMatchObject({ status: 404, code: "LIVE.100011001" });
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });
});

describe("a malformed command", () => {
  test.each([
    { what: "no action", query: "", body: command, field: "action" },
    { what: "another action", query: "action=PAUSE", body: command, field: "action" },
    {
      what: "no domain",
      query: "action=START",
      body: { ...command, publish_domain: undefined },
      field: "publish_domain",
    },
    { what: "an empty app", query: "action=START", body: { ...command, app: "" }, field: "app" },
    { what: "a stream that is no string", query: "action=STOP", body: { ...command, stream: 7 }, field: "stream" },
    { what: "a wildcard", query: "action=START", body: { ...command, stream: "*" }, field: "stream" },
    { what: "a slash", query: "action=START", body: { ...command, app: "live/2" }, field: "app" },
    {
      what: "the query of a push address",
      query: "action=START",
      body: { ...command, stream: "keynote?auth_info=abc123" },
      field: "stream",
    },
    { what: "a fragment", query: "action=STOP", body: { ...command, stream: "keynote#1" }, field: "stream" },
    {
      what: "the query of a push address in the app",
      query: "action=START",
      body: { ...command, app: "live?a=b" },
      field: "app",
    },
    {
      what: "a whole push address",
      query: "action=START",
      body: { ...command, stream: "rtmp://push.example.com/live/a" },
      field: "stream",
    },
    {
      what: "a push address for a domain",
      query: "action=START",
      body: { ...command, publish_domain: "rtmp://a.com" },
      field: "publish_domain",
    },
    {
      what: "a port",
      query: "action=START",
      body: { ...command, publish_domain: "push.example.com:1935" },
      field: "publish_domain",
    },
    {
      what: "a user",
      query: "action=STOP",
      body: { ...command, publish_domain: "me@push.example.com" },
      field: "publish_domain",
    },
    {
      what: "a query in the domain",
      query: "action=STOP",
      body: { ...command, publish_domain: "push.example.com?a" },
      field: "publish_domain",
    },
    { what: "a list", query: "action=START", body: [], field: "publish_domain" },
    { what: "no object", query: "action=START", body: "keynote", field: "body" },
  ])("with $what is refused and the field named", async ({ query, body, field }) => {
    const { client, emulator } = await emulate();
    const answer = await client.send("POST", "record/control", query, JSON.stringify(body));
    expect(answer).toMatchObject(illegal);
    expect(JSON.parse(answer.text).error_detail).toMatch(new RegExp(`^${field}: `));
    expect(answer.text).not.toContain("abc123");
    expect(emulator.recordings()).toEqual([]);
  });

  test("that is not JSON is refused", async () => {
    const { client } = await emulate();
    expect(await client.send("POST", "record/control", "action=START", "{")).toMatchObject(illegal);
  });

  test.each([
    ["application/json", 200],
    ["application/json; charset=UTF-8", 200],
    ["Application/JSON", 200],
    ["text/plain", 400],
  ])("content type %s: %i", async (type, status) => {
    const { client } = await emulate();
    const answer = await client.start(stream, { headers: { "content-type": type } });
    expect([answer.status, answer.code]).toEqual([status, status === 200 ? undefined : "LIVE.100011012"]);
  });
});

test.each([
  ["GET", "record/control"],
  ["POST", "record/control/"],
  ["PATCH", "record/rules/1"],
  ["GET", "record/rules/1/files"],
  ["GET", "nothing"],
])("%s %s is not published", async (method, resource) => {
  const { client } = await emulate();
  const answer = await client.send(method, resource);
  expect(answer).toMatchObject({ status: 404, code: "APIGW.0101" });
  expect(JSON.parse(answer.text).request_id).toBe(answer.headers.get("x-request-id"));
});

test("names in any script are kept apart and kept as they are", async () => {
  const { client, emulator } = await emulate();
  await client.start("push.example.com/live/直播-1");
  await client.start("push.example.com/live/直播-2");
  expect(emulator.recordings().map((recording) => recording.stream)).toEqual(["直播-1", "直播-2"]);
});
