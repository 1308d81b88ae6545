import { describe, expect, test } from "vitest";
import { emulate, stream } from "../fixture";

const domain = "publish_domain=push.example.com";

describe("the streams online", () => {
  test("are described as the API does", async () => {
    const { client, emulator } = await emulate({ strict: true });
    emulator.push(stream);
    const answer = await client.send("GET", "realtime/streams", domain);
    expect(JSON.parse(answer.text)).toEqual({
      total_page: 1,
      total_num: 1,
      offset: 0,
      limit: 10,
      request_id: answer.headers.get("x-request-id"),
      streams: [
        {
          publish_domain: "push.example.com",
          app: "live",
          stream: "keynote",
          video_codec: "H264",
          audio_codec: "AAC",
          client_ip: "127.0.0.1",
          start_time: "2026-01-02T03:04:05Z",
        },
      ],
    });
  });

  test("are those that were seen, pushed since an hour before the emulator began", async () => {
    const { client, emulator, pass } = await emulate();
    expect((await client.streams(domain)).streams).toEqual([]);
    pass(7200);
    await client.start(stream);
    await client.stop(`${stream}-2`);
    emulator.endPush(`${stream}-3`);
    const { streams } = await client.streams(domain);
    expect(streams.map((online) => [online.stream, online.start_time])).toEqual([
      ["keynote", "2026-01-02T02:04:05Z"],
      ["keynote-2", "2026-01-02T02:04:05Z"],
    ]);
  });

  test("include one that is asked for by name, but not in strict mode", async () => {
    const query = `app=live&${domain}&stream=keynote`;
    const easy = await emulate();
    expect((await easy.client.streams(query)).total_num).toBe(1);
    const strict = await emulate({ strict: true });
    expect((await strict.client.streams(query)).total_num).toBe(0);
  });

  test.each([
    { query: "", total: 25, count: 10, first: "s01" },
    { query: "limit=20&", total: 25, count: 20, first: "s01" },
    { query: "limit=20&offset=20&", total: 25, count: 5, first: "s21" },
    { query: "limit=100&offset=3&", total: 25, count: 22, first: "s04" },
    { query: "offset=25&", total: 25, count: 0, first: undefined },
  ])("in pages that begin at a record: $query", async ({ query, total, count, first }) => {
    const { client, emulator } = await emulate();
    for (let i = 1; i <= 25; i += 1) emulator.push(`push.example.com/live/s${String(i).padStart(2, "0")}`);
    const answer = await client.streams(`${query}${domain}`);
    expect([answer.total_num, answer.streams.length, answer.streams[0]?.stream]).toEqual([total, count, first]);
    expect(answer.total_page).toBe(
      Math.ceil(25 / (query.includes("limit") ? Number(/limit=(\d+)/.exec(query)?.[1]) : 10)),
    );
  });

  test("of a domain, an app, a stream", async () => {
    const { client, emulator } = await emulate({ strict: true });
    for (const name of ["a.com/x/1", "a.com/x/2", "a.com/y/1", "b.com/x/1"]) emulator.push(name);
    const found = async (query: string) =>
      (await client.streams(query)).streams.map((s) => `${s.publish_domain}/${s.app}/${s.stream}`);
    expect(await found("publish_domain=a.com")).toEqual(["a.com/x/1", "a.com/x/2", "a.com/y/1"]);
    expect(await found("app=x&publish_domain=a.com")).toEqual(["a.com/x/1", "a.com/x/2"]);
    expect(await found("app=x&publish_domain=a.com&stream=2")).toEqual(["a.com/x/2"]);
  });

  test.each([
    ["", "publish_domain"],
    ["publish_domain=a.com&stream=s", "app"],
    ["limit=0&publish_domain=a.com", "limit"],
    ["limit=101&publish_domain=a.com", "limit"],
    ["offset=-1&publish_domain=a.com", "offset"],
    ["offset=x&publish_domain=a.com", "offset"],
  ])("asked with %j are refused and the field named", async (query, field) => {
    const { client } = await emulate();
    const answer = await client.send("GET", "realtime/streams", query);
    expect(answer).toMatchObject({ status: 400, code: "LIVE.100011001" });
    expect(JSON.parse(answer.text).error_detail).toMatch(new RegExp(`^${field}: `));
  });

  test("may be asked for 1,000 times a minute", async () => {
    const { client } = await emulate();
    const statuses: number[] = [];
    for (let i = 0; i < 1001; i += 1) statuses.push((await client.send("GET", "realtime/streams", domain)).status);
    expect(statuses.indexOf(429)).toBe(1000);
  });

  test("show a push late, or not at all, if told so", async () => {
    const { client, emulator, pass } = await emulate({ strict: true });
    emulator.push("a.com/x/late", { listedAfter: 120 });
    emulator.push("a.com/x/never", { listed: false });
    const names = async () => (await client.streams("publish_domain=a.com")).streams.map((s) => s.stream);
    pass(119);
    expect(await names()).toEqual([]);
    pass(1);
    expect(await names()).toEqual(["late"]);
    emulator.push("a.com/x/never", { listed: true });
    expect(await names()).toEqual(["late", "never"]);
  });
});

describe("the rules", () => {
  test("are one for every domain, unless declared", async () => {
    const { client } = await emulate();
    const { total, record_config } = await client.rules("publish_domain=any.example.com");
    expect(total).toBe(1);
    expect(record_config).toMatchObject([
      {
        publish_domain: "any.example.com",
        app: "*",
        stream: "*",
        record_type: "COMMAND_RECORD",
        create_time: "2000-01-01T00:00:00Z",
      },
    ]);
  });

  test("are one for each domain that was seen, if none is asked for", async () => {
    const { client } = await emulate();
    for (const name of ["a.com/x/1", "a.com/x/2", "b.com/x/1"]) await client.start(name);
    expect((await client.rules("")).record_config.map((rule) => rule.publish_domain)).toEqual(["a.com", "b.com"]);
  });

  test("are none in strict mode, unless declared", async () => {
    const { client } = await emulate({ strict: true });
    expect(await client.rules(domain)).toEqual({ total: 0, record_config: [] });
  });

  test("are listed as declared, with what the service adds", async () => {
    const { client, emulator } = await emulate();
    emulator.setRules([{ publish_domain: "a.com", app: "x", stream: "*" }]);
    expect((await client.rules("publish_domain=a.com")).record_config).toEqual([
      {
        id: "rule-1",
        publish_domain: "a.com",
        app: "x",
        stream: "*",
        record_type: "CONTINUOUS_RECORD",
        default_record_config: {
          record_format: ["HLS"],
          hls_config: {
            record_cycle: 0,
            record_prefix: expect.stringMatching(/^Record\//),
            record_ts_prefix: expect.stringContaining("{ts_sequence_number}"),
            record_slice_duration: 10,
            record_max_duration_to_merge_file: 0,
          },
          flv_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
          mp4_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
        },
        create_time: "2026-01-02T03:04:05Z",
        update_time: "0001-01-01T00:00:00Z",
      },
    ]);
  });

  test.each([
    ["", ["1", "2", "3", "4"]],
    ["publish_domain=a.com", ["1", "2", "3"]],
    ["app=*&publish_domain=a.com", ["3"]],
    ["record_type=COMMAND_RECORD", ["2", "4"]],
    ["stream=s", ["1"]],
    ["limit=3&offset=1", ["4"]],
    ["limit=2&offset=1", ["3", "4"]],
    ["limit=2&offset=2", []],
  ])("filtered, in pages that are counted: %j", async (query, ids) => {
    const { client, emulator } = await emulate();
    emulator.setRules([
      { id: "1", publish_domain: "a.com", app: "x", stream: "s" },
      { id: "2", publish_domain: "a.com", app: "x", stream: "*", record_type: "COMMAND_RECORD" },
      { id: "3", publish_domain: "a.com", app: "*", stream: "*" },
      { id: "4", publish_domain: "b.com", app: "*", stream: "*", record_type: "COMMAND_RECORD" },
    ]);
    const { record_config } = await client.rules(query.replace("*", "%2A"));
    expect(record_config.map((rule) => rule.id)).toEqual(ids);
  });
});
