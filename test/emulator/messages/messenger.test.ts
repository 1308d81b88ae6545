import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmulatorOptions, FormatConfig } from "../../../emulator";
import { emulate, stream } from "../fixture";

const key = "0123456789abcdef0123456789abcdef";
const events = ["RECORD_START", "RECORD_NEW_FILE_START", "RECORD_FILE_COMPLETE", "RECORD_OVER", "RECORD_FAILED"];
const rule = {
  publish_domain: "push.example.com",
  app: "*",
  stream: "*",
  record_type: "COMMAND_RECORD" as const,
  create_time: "2026-01-01T00:00:00Z",
};
const recordedAs = (hls_config: FormatConfig) => ({
  ...rule,
  default_record_config: { record_format: ["HLS" as const], hls_config },
});

/** What somebody gets who listens on this machine. */
async function listen(status = 200) {
  const got: Record<string, unknown>[] = [];
  const server = createServer(async (incoming: IncomingMessage, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    got.push(JSON.parse(Buffer.concat(chunks).toString()));
    answer.writeHead(status, { location: "http://example.com/" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
  return { url, got, names: () => got.map(({ event, event_type }) => event ?? event_type) };
}

async function told(options: EmulatorOptions = {}, change: object = {}) {
  const fixture = await emulate(options);
  const receiver = await listen();
  const { client } = fixture;
  const notification = JSON.stringify({ url: receiver.url, auth_sign_key: key });
  await client.send("PUT", "notifications/publish", "domain=push.example.com", notification);
  const callback = { publish_domain: "push.example.com", app: "*", notify_callback_url: receiver.url, key };
  const body = JSON.stringify({ ...callback, notify_event_subscription: events, ...change });
  expect(await client.send("POST", "record/callbacks", "", body)).toMatchObject({ status: 201 });
  return { ...fixture, ...receiver };
}

describe("who listens is told", () => {
  test("that a push begins and ends, with the same time in both", async () => {
    const { emulator, got, names } = await told({ strict: true });
    emulator.push(stream);
    emulator.push(stream);
    emulator.endPush(stream);
    emulator.endPush(stream);
    await emulator.delivered();
    expect(names()).toEqual(["PUBLISH", "PUBLISH_DONE"]);
    expect(new Set(got.map((message) => message.publish_timestamp)).size).toBe(1);
  });

  test("what becomes of a recording that STOP ends", async () => {
    const { client, emulator, pass, got, names } = await told();
    await client.start(stream);
    pass(30);
    await client.stop(stream);
    await emulator.delivered();
    expect(names()).toEqual(["RECORD_START", "RECORD_NEW_FILE_START", "RECORD_FILE_COMPLETE"]);
    expect(got[2]).toMatchObject({ record_duration: 30, task_id: got[0]?.task_id, job_id: got[1]?.job_id });
  });

  test("of each file by the rule's cycle, while the recording goes on", async () => {
    const { client, emulator, pass, names } = await told();
    emulator.setRules([recordedAs({ record_cycle: 60 })]);
    await client.start(stream);
    pass(59);
    await emulator.delivered();
    expect(names()).toEqual(["RECORD_START", "RECORD_NEW_FILE_START"]);
    pass(61);
    await emulator.delivered();
    expect(names().slice(2)).toEqual([
      "RECORD_FILE_COMPLETE",
      "RECORD_NEW_FILE_START",
      "RECORD_FILE_COMPLETE",
      "RECORD_NEW_FILE_START",
    ]);
  });

  test("that an interruption has ended the recording", async () => {
    const { client, emulator, pass, names } = await told();
    await client.start(stream);
    pass(100);
    emulator.interrupt(stream, 5);
    await emulator.delivered();
    expect(names()).toEqual([
      "RECORD_START",
      "RECORD_NEW_FILE_START",
      "PUBLISH_DONE",
      "RECORD_FILE_COMPLETE",
      "RECORD_OVER",
      "PUBLISH",
    ]);
  });

  test("of an interruption that the rule merges only when it has lasted too long", async () => {
    const { client, emulator, pass, names } = await told();
    emulator.setRules([recordedAs({ record_max_duration_to_merge_file: 30 })]);
    await client.start(stream);
    emulator.endPush(stream);
    pass(30);
    await emulator.delivered();
    expect(names()).toEqual(["RECORD_START", "RECORD_NEW_FILE_START", "PUBLISH_DONE"]);
    pass(1);
    await emulator.delivered();
    expect(names().at(-1)).toBe("RECORD_OVER");
  });

  test("that a recording has failed, which ends it: its file is lost, and START is accepted again", async () => {
    const { client, emulator, pass, got, names } = await told();
    await client.start(stream);
    pass(5);
    expect(emulator.fail(stream, "disk full")).toMatchObject({ recorded: false, pushed: true });
    await emulator.delivered();
    expect(names()).toEqual(["RECORD_START", "RECORD_NEW_FILE_START", "RECORD_FAILED"]);
    expect(got[2]).toMatchObject({ error_message: "disk full" });
    expect(emulator.recordings()).toMatchObject([{ endedBy: "failure" }]);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test("without anybody's request, soon after it happens", async () => {
    const { emulator, names } = await told({ strict: true });
    emulator.push(stream);
    await expect.poll(names).toEqual(["PUBLISH"]);
  });

  test("only of what was subscribed to", async () => {
    const { client, emulator, names } = await told({}, { notify_event_subscription: undefined });
    await client.start(stream);
    await client.stop(stream);
    await emulator.delivered();
    expect(names()).toEqual([]);
    emulator.push("push.example.com/live/other");
    await client.start("push.example.com/live/other");
    emulator.setRules([]);
    await emulator.delivered();
    expect(names()).toEqual([]);
  });

  test("not of a domain that was not asked for, but of it in another spelling", async () => {
    const { emulator, got } = await told({ strict: true });
    emulator.push("other.example.com/live/keynote");
    emulator.push("PUSH.example.com/live/keynote");
    await emulator.delivered();
    expect(got).toMatchObject([{ domain: "PUSH.example.com" }]);
  });

  test("of nothing that was before it listened", async () => {
    const { client, emulator } = await emulate({ strict: true });
    emulator.push(stream);
    await emulator.delivered();
    const { url, names } = await listen();
    await client.send("PUT", "notifications/publish", "domain=push.example.com", JSON.stringify({ url }));
    await emulator.delivered();
    expect(names()).toEqual([]);
  });
});

describe("messages", () => {
  test("are listed with the receiver's status", async () => {
    const { client, emulator } = await emulate({ strict: true });
    const { url } = await listen(503);
    await client.send("PUT", "notifications/publish", "domain=push.example.com", JSON.stringify({ url }));
    emulator.push(stream);
    await emulator.delivered();
    expect(emulator.messages()).toMatchObject([
      { at: "2026-01-02T03:04:05.678Z", url, event: "PUBLISH", stream, status: 503 },
    ]);
  });

  test("are repeated on request", async () => {
    const { emulator, names } = await told({ strict: true });
    emulator.setDelivery({ repeats: 2 });
    emulator.push(stream);
    await emulator.delivered();
    expect(names()).toEqual(["PUBLISH", "PUBLISH", "PUBLISH"]);
  });

  test("arrive in disorder on request", async () => {
    const { emulator, names } = await told({ strict: true });
    emulator.setDelivery({ disorder: true });
    emulator.push(stream);
    emulator.endPush(stream);
    await emulator.delivered();
    expect(names()).toEqual(["PUBLISH_DONE", "PUBLISH"]);
  });

  test.each([
    "http://192.0.2.1/",
    "https://example.com/told",
    "http://127.0.0.1.example.com/",
    "http://localhost.example.com/",
    "http://127.0.0.1@192.0.2.1/",
    "http://0.0.0.0/",
  ])("never leave this machine: %s", async (url) => {
    const { client, emulator } = await emulate({ strict: true });
    const answer = await client.send(
      "PUT",
      "notifications/publish",
      "domain=push.example.com",
      JSON.stringify({ url }),
    );
    expect(answer.status).toBe(201);
    emulator.push(stream);
    await emulator.delivered();
    expect(emulator.messages()).toMatchObject([{ status: 0, error: expect.stringContaining("this machine only") }]);
  });

  test("do not follow a redirection", async () => {
    const { client, emulator } = await emulate({ strict: true });
    const { url, got } = await listen(307);
    await client.send("PUT", "notifications/publish", "domain=push.example.com", JSON.stringify({ url }));
    emulator.push(stream);
    await emulator.delivered();
    expect([got.length, emulator.messages().map(({ status }) => status)]).toEqual([1, [307]]);
  });

  test("that nobody takes are not tried again", async () => {
    const { client, emulator } = await emulate({ strict: true });
    const url = "http://127.0.0.1:9/";
    await client.send("PUT", "notifications/publish", "domain=push.example.com", JSON.stringify({ url }));
    emulator.push(stream);
    await emulator.delivered();
    expect(emulator.messages()).toMatchObject([{ status: 0, error: expect.stringContaining("ECONNREFUSED") }]);
  });
});
