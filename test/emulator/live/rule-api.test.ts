import { describe, expect, test } from "vitest";
import type { Client } from "../client";
import { emulate, stream } from "../fixture";

const prefix = "Record/{publish_domain}/{app}/{record_type}/{record_format}/{stream}_{file_start_time}";
const config = {
  record_format: ["HLS"],
  obs_addr: { bucket: "recordings", location: "cn-north-4", object: "live/" },
  hls_config: { record_cycle: 900 },
};
const rule = {
  publish_domain: "push.example.com",
  app: "live",
  stream: "*",
  record_type: "COMMAND_RECORD",
  default_record_config: config,
};
const id = "1".padStart(32, "0");
const shown = {
  id,
  ...rule,
  default_record_config: {
    ...config,
    hls_config: {
      record_cycle: 900,
      record_prefix: `${prefix}/{stream}_{file_start_time}`,
      record_ts_prefix: "{file_start_time_unix}_{file_end_time_unix}_{ts_sequence_number}",
      record_slice_duration: 10,
      record_max_duration_to_merge_file: 0,
    },
    flv_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
    mp4_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
  },
  create_time: "2026-01-02T03:04:05Z",
  update_time: "0001-01-01T00:00:00Z",
};

async function call(client: Client, method: string, path: string, body?: unknown) {
  const answer = await client.send(method, `record/${path}`, "", body === undefined ? "" : JSON.stringify(body));
  return { status: answer.status, body: answer.text === "" ? undefined : JSON.parse(answer.text) };
}
const create = (client: Client, body: unknown = rule) => call(client, "POST", "rules", body);

const notFound = { status: 404, body: { error_code: "LIVE.100011001", error_msg: "Request Illegal" } };
const exists = { status: 400, body: { error_code: "LIVE.103011018" } };

describe("a rule", () => {
  test("that is made is answered with its id, what was left out, and zeros for formats that are not in use", async () => {
    const { client } = await emulate({ strict: true });
    expect(await create(client)).toEqual({ status: 201, body: shown });
    expect(await call(client, "GET", `rules/${id}`)).toEqual({ status: 200, body: shown });
    expect(await call(client, "GET", "rules")).toEqual({ status: 200, body: { total: 1, record_config: [shown] } });
  });

  test("is CONTINUOUS_RECORD by default, and keeps what was said", async () => {
    const { client } = await emulate();
    const hls_config = {
      record_cycle: 0,
      record_prefix: "a",
      record_ts_prefix: "b",
      record_slice_duration: 60,
      record_max_duration_to_merge_file: -1,
    };
    const mp4_config = { record_cycle: 43_200, record_prefix: "c", record_max_duration_to_merge_file: 300 };
    const obs_addr = { bucket: "recordings", location: "cn-north-4", object: "" };
    const default_record_config = { record_format: ["MP4", "HLS"], obs_addr, hls_config, mp4_config };
    const { body } = await create(client, { ...rule, record_type: undefined, default_record_config });
    expect(body).toMatchObject({ record_type: "CONTINUOUS_RECORD", default_record_config });
  });

  test("that is changed has another time of update", async () => {
    const { client, pass } = await emulate();
    await create(client);
    pass(60);
    const changed = { ...shown, stream: "keynote", update_time: "2026-01-02T03:05:05Z" };
    expect(await call(client, "PUT", `rules/${id}`, { ...rule, stream: "keynote" })).toEqual({
      status: 200,
      body: changed,
    });
    expect(await call(client, "GET", `rules/${id}`)).toEqual({ status: 200, body: changed });
  });

  test("may be sent back as it was shown", async () => {
    const { client } = await emulate();
    const { body } = await create(client);
    expect(await call(client, "PUT", `rules/${id}`, body)).toMatchObject({
      status: 200,
      body: { default_record_config: shown.default_record_config },
    });
  });

  test("that is deleted is gone, with an empty answer", async () => {
    const { client } = await emulate({ strict: true });
    await create(client);
    expect(await call(client, "DELETE", `rules/${id}`)).toEqual({ status: 204, body: undefined });
    expect(await call(client, "GET", "rules")).toMatchObject({ body: { total: 0 } });
    expect(await create(client)).toMatchObject({ status: 201, body: { id: "2".padStart(32, "0") } });
  });

  test.each([
    ["GET", "rules/none"],
    ["PUT", "rules/none"],
    ["DELETE", "rules/none"],
    ["GET", "rules/implied"],
    ["PUT", "rules/implied"],
    ["DELETE", "rules/implied"],
  ])("that does not exist is 404: %s %s", async (method, path) => {
    const { client } = await emulate();
    expect(await call(client, method, path, method === "PUT" ? rule : undefined)).toEqual(notFound);
  });

  test("is the only one for its domain, app and stream", async () => {
    const { client, emulator } = await emulate();
    emulator.setRules([{ id: "declared", publish_domain: "push.example.com", app: "x", stream: "*" }]);
    expect(await create(client)).toMatchObject({ status: 201 });
    expect(await create(client, { ...rule, record_type: "CONTINUOUS_RECORD" })).toMatchObject(exists);
    expect(await create(client, { ...rule, app: "x" })).toMatchObject(exists);
    expect(await call(client, "PUT", "rules/declared", rule)).toMatchObject(exists);
    for (const other of [{ app: "*" }, { stream: "s" }, { publish_domain: "b.com" }])
      expect(await create(client, { ...rule, ...other })).toMatchObject({ status: 201 });
  });

  test("never collides with the implied one, and is listed before it", async () => {
    const { client, emulator } = await emulate();
    await create(client, { ...rule, app: "*" });
    const ids = async () => (await client.rules("publish_domain=push.example.com")).record_config.map((r) => r.id);
    expect(await ids()).toEqual([id, "implied"]);
    emulator.reset();
    expect(await ids()).toEqual(["implied"]);
  });
});

describe("a rule that was made", () => {
  const illegal = { status: 400, code: "LIVE.100011001" };

  test("covers the pushes that begin from then on", async () => {
    const { client, emulator, pass } = await emulate({ strict: true });
    emulator.push(stream);
    pass(1);
    await create(client);
    expect(await client.start(stream)).toMatchObject(illegal);
    emulator.interrupt(stream);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test("and is changed goes on as it was for a push that was on", async () => {
    const { client, emulator, pass } = await emulate({ strict: true });
    await create(client);
    emulator.push(stream);
    pass(1);
    await call(client, "PUT", `rules/${id}`, { ...rule, record_type: "CONTINUOUS_RECORD" });
    expect(await client.start(stream)).toMatchObject({ status: 200 });
    emulator.interrupt(stream);
    expect(await client.start(stream)).toMatchObject(illegal);
  });

  test("and is deleted leaves a recording alone, but begins none", async () => {
    const { client, emulator, pass } = await emulate({ strict: true });
    await create(client);
    emulator.push(stream);
    emulator.push(`${stream}-2`);
    await client.start(stream);
    await call(client, "DELETE", `rules/${id}`);
    pass(60);
    expect(emulator.recordings()).toMatchObject([{ stoppedAt: null }]);
    expect(await client.start(`${stream}-2`)).toMatchObject(illegal);
    expect(await client.stop(stream)).toMatchObject({ status: 200 });
  });

  test("leaves the streams to the implied one that it does not cover", async () => {
    const { client } = await emulate();
    await create(client, { ...rule, record_type: "CONTINUOUS_RECORD" });
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });
});

describe("a malformed rule", () => {
  const inConfig = (change: object) => ({ ...rule, default_record_config: { ...config, ...change } });
  const hls = (change: object) => inConfig({ hls_config: { record_cycle: 900, ...change } });
  const flv = (change: object) => inConfig({ record_format: ["FLV"], flv_config: { record_cycle: 900, ...change } });

  test.each<[string, unknown]>([
    ["body", null],
    ["body", "rule"],
    ["publish_domain", []],
    ["publish_domain", { ...rule, publish_domain: undefined }],
    ["publish_domain", { ...rule, publish_domain: "" }],
    ["publish_domain", { ...rule, publish_domain: "*" }],
    ["publish_domain", { ...rule, publish_domain: "rtmp://push.example.com" }],
    ["publish_domain", { ...rule, publish_domain: "push.example.com:1935" }],
    ["app", { ...rule, app: "live?a=b" }],
    ["stream", { ...rule, stream: "keynote?auth_info=abc" }],
    ["stream", { ...rule, stream: "keynote#1" }],
    ["publish_domain", { ...rule, publish_domain: "d".repeat(256) }],
    ["app", { ...rule, app: undefined }],
    ["app", { ...rule, app: "" }],
    ["app", { ...rule, app: "live_*" }],
    ["app", { ...rule, app: "a".repeat(129) }],
    ["stream", { ...rule, stream: undefined }],
    ["stream", { ...rule, stream: 7 }],
    ["stream", { ...rule, stream: "**" }],
    ["stream", { ...rule, stream: "a/b" }],
    ["stream", { ...rule, stream: "s".repeat(513) }],
    ["record_type", { ...rule, record_type: "SOME_RECORD" }],
    ["default_record_config", { ...rule, default_record_config: undefined }],
    ["default_record_config", { ...rule, default_record_config: "HLS" }],
    ["default_record_config.record_format", inConfig({ record_format: undefined })],
    ["default_record_config.record_format", inConfig({ record_format: "HLS" })],
    ["default_record_config.record_format", inConfig({ record_format: [] })],
    ["default_record_config.record_format", inConfig({ record_format: ["HLS", "HLS"] })],
    ["default_record_config.record_format.0", inConfig({ record_format: ["hls"] })],
    ["default_record_config.obs_addr", inConfig({ obs_addr: undefined })],
    ["default_record_config.obs_addr.bucket", inConfig({ obs_addr: { ...config.obs_addr, bucket: "" } })],
    ["default_record_config.obs_addr.location", inConfig({ obs_addr: { ...config.obs_addr, location: undefined } })],
    ["default_record_config.obs_addr.object", inConfig({ obs_addr: { ...config.obs_addr, object: undefined } })],
    ["default_record_config.hls_config", inConfig({ hls_config: undefined })],
    ["default_record_config.mp4_config", inConfig({ record_format: ["HLS", "MP4"] })],
    ["default_record_config.hls_config.record_cycle", hls({ record_cycle: undefined })],
    ["default_record_config.hls_config.record_cycle", hls({ record_cycle: 59 })],
    ["default_record_config.hls_config.record_cycle", hls({ record_cycle: 43_201 })],
    ["default_record_config.hls_config.record_cycle", hls({ record_cycle: 60.5 })],
    ["default_record_config.hls_config.record_prefix", hls({ record_prefix: 1 })],
    ["default_record_config.hls_config.record_ts_prefix", hls({ record_ts_prefix: 1 })],
    ["default_record_config.hls_config.record_slice_duration", hls({ record_slice_duration: 1 })],
    ["default_record_config.hls_config.record_slice_duration", hls({ record_slice_duration: 61 })],
    [
      "default_record_config.hls_config.record_max_duration_to_merge_file",
      hls({ record_max_duration_to_merge_file: -2 }),
    ],
    [
      "default_record_config.hls_config.record_max_duration_to_merge_file",
      hls({ record_max_duration_to_merge_file: 301 }),
    ],
    [
      "default_record_config.flv_config.record_max_duration_to_merge_file",
      flv({ record_max_duration_to_merge_file: -1 }),
    ],
  ])("is refused by POST and PUT, and %s named: %j", async (field, body) => {
    const { client } = await emulate({ strict: true });
    await create(client, { ...rule, app: "other" });
    for (const answer of [await create(client, body), await call(client, "PUT", `rules/${id}`, body)]) {
      expect(answer).toMatchObject({ status: 400, body: { error_code: "LIVE.100011001" } });
      expect(answer.body.error_detail.split(": ")[0]).toBe(field);
    }
    expect(await call(client, "GET", "rules")).toMatchObject({ body: { total: 1 } });
  });

  test.each(["POST", "PUT"])("%s takes JSON only", async (method) => {
    const { client } = await emulate();
    await create(client, { ...rule, app: "other" });
    const path = method === "POST" ? "record/rules" : `record/rules/${id}`;
    const headers = { "content-type": "text/plain" };
    expect(await client.send(method, path, "", JSON.stringify(rule), { headers })).toMatchObject({
      status: 400,
      code: "LIVE.100011012",
    });
  });
});

test("the calls about rules share 300 a minute, apart from record control", async () => {
  const { client } = await emulate();
  await create(client);
  for (let i = 0; i < 297; i += 1) await client.send("GET", `record/rules/${id}`);
  expect((await client.send("GET", "record/rules")).status).toBe(200);
  expect((await call(client, "PUT", `rules/${id}`, rule)).status).toBe(200);
  const throttled = await client.send("DELETE", `record/rules/${id}`);
  expect(throttled).toMatchObject({ status: 429, code: "APIGW.0308" });
  expect(await client.start(stream)).toMatchObject({ status: 200 });
});

test("each call about rules is an operation of its own, for the log and for faults", async () => {
  const { client, emulator } = await emulate();
  for (const operation of ["rules", "rule-create", "rule-show", "rule-update", "rule-delete"] as const)
    emulator.addFault({ kind: "delay", operation });
  await client.rules("");
  await create(client);
  await call(client, "GET", `rules/${id}`);
  await call(client, "PUT", `rules/${id}`, rule);
  await call(client, "DELETE", `rules/${id}`);
  const named = "push.example.com/live/*";
  expect(emulator.requests()).toMatchObject([
    { operation: "rules", status: 200, fault: "delay" },
    { operation: "rule-create", status: 201, fault: "delay", stream: named },
    { operation: "rule-show", status: 200, fault: "delay" },
    { operation: "rule-update", status: 200, fault: "delay", stream: named },
    { operation: "rule-delete", status: 204, fault: "delay", executed: true },
  ]);
});
