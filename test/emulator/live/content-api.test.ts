import { describe, expect, test } from "vitest";
import { emulate, stream } from "../fixture";

const rule = (change: object) => ({
  publish_domain: "push.example.com",
  app: "*",
  stream: "*",
  record_type: "COMMAND_RECORD" as const,
  default_record_config: {
    record_format: ["HLS" as const],
    obs_addr: { bucket: "recordings", location: "ap-southeast-3", object: "events/" },
    hls_config: { record_cycle: 60, record_prefix: "{app}/{stream}/{file_start_time}" },
    ...change,
  },
  create_time: "2026-01-01T00:00:00Z",
});

async function recorder(change: object = {}) {
  const fixture = await emulate();
  fixture.emulator.setRules([rule(change)]);
  const list = async (query: string) => {
    const answer = await fixture.client.send("GET", "record/contents", query);
    return { status: answer.status, ...JSON.parse(answer.text) };
  };
  /** All commanded recordings since the beginning of the year; `query` in canonical form. */
  const files = async () => {
    const all = "limit=100&record_type=COMMAND_RECORD&start_time=2026-01-01T00%3A00%3A00Z";
    return (await list(all)).record_contents as Record<string, unknown>[];
  };
  return { ...fixture, list, files };
}

describe("the list of recorded files", () => {
  test("has finished files, by cycle and prefix of the rule, with the address for a download", async () => {
    const { client, files, pass } = await recorder();
    await client.start(stream);
    pass(59);
    expect(await files()).toEqual([]);
    pass(1);
    expect(await files()).toEqual([
      {
        publish_domain: "push.example.com",
        app: "live",
        stream: "keynote",
        file_name: "20260102030405.m3u8",
        record_format: "HLS",
        record_type: "COMMAND_RECORD",
        obs_addr: {
          bucket: "recordings",
          location: "ap-southeast-3",
          object: "events/live/keynote/20260102030405.m3u8",
        },
        download_url: "https://recordings.obs.ap-southeast-3.myhuaweicloud.com/events/live/keynote/20260102030405.m3u8",
        start_time: "2026-01-02T03:04:05Z",
        end_time: "2026-01-02T03:05:05Z",
        duration: 60,
      },
    ]);
    pass(10);
    await client.stop(stream);
    expect((await files()).map(({ duration }) => duration)).toEqual([60, 10]);
  });

  test.each([
    { what: "one file without a cycle", config: { hls_config: { record_cycle: 0 } }, formats: ["HLS"] },
    {
      what: "a file per format",
      config: { record_format: ["FLV", "MP4"], flv_config: { record_cycle: 0 }, mp4_config: { record_cycle: 0 } },
      formats: ["FLV", "MP4"],
    },
    {
      what: "each format by its own cycle",
      config: { record_format: ["HLS", "MP4"], hls_config: { record_cycle: 50 }, mp4_config: { record_cycle: 0 } },
      formats: ["HLS", "MP4", "HLS"],
    },
  ])("has $what", async ({ config, formats }) => {
    const { client, files, pass } = await recorder(config);
    await client.start(stream);
    pass(100);
    await client.stop(stream);
    expect((await files()).map(({ record_format }) => record_format)).toEqual(formats);
  });

  test("knows every placeholder, leaves others as they are, and encodes what a URL cannot have", async () => {
    const record_prefix =
      "{publish_domain}/{app}/{record_type}/{record_format}/{stream}/{file_start_time}_{file_end_time}_{file_start_time_unix}_{file_end_time_unix}_{other}";
    const { client, files, pass } = await recorder({ hls_config: { record_cycle: 0, record_prefix } });
    await client.start("push.example.com/live/直播 1");
    pass(60);
    await client.stop("push.example.com/live/直播 1");
    const [file] = await files();
    const name = "20260102030405_20260102030505_1767323045_1767323105_{other}.m3u8";
    expect(file).toMatchObject({
      file_name: name,
      obs_addr: { object: `events/push.example.com/live/COMMAND_RECORD/HLS/直播 1/${name}` },
      download_url: expect.stringContaining("/HLS/%E7%9B%B4%E6%92%AD%201/20260102030405_"),
    });
  });

  test("has a file that an interruption ended, and none that a failure did", async () => {
    const { client, emulator, files, pass } = await recorder();
    await client.start(stream);
    pass(40);
    emulator.interrupt(stream, 10);
    await client.start(stream);
    pass(70);
    emulator.fail(stream);
    expect((await files()).map(({ duration }) => duration)).toEqual([30, 60]);
  });

  test("is filtered and in pages, oldest first", async () => {
    const { client, list, pass } = await recorder();
    for (const name of ["a", "b"]) {
      await client.start(`push.example.com/live/${name}`);
      pass(120);
      await client.stop(`push.example.com/live/${name}`);
    }
    const names = async (query: string) => {
      const { total, record_contents } = await list(
        `${query}record_type=COMMAND_RECORD&start_time=2026-01-02T03%3A05%3A00Z`,
      );
      return [total, record_contents.map((file: Record<string, string>) => `${file.stream} ${file.start_time}`)];
    };
    const [a2, b1, b2] = ["a 2026-01-02T03:05:05Z", "b 2026-01-02T03:06:05Z", "b 2026-01-02T03:07:05Z"];
    expect(await names("")).toEqual([3, [a2, b1, b2]]);
    expect(await names("app=live&publish_domain=PUSH.example.com&")).toEqual([3, [a2, b1, b2]]);
    expect(await names("end_time=2026-01-02T03%3A06%3A05Z&")).toEqual([2, [a2, b1]]);
    expect(await names("limit=2&offset=1&")).toEqual([3, [b2]]);
    expect(await names("app=other&")).toEqual([0, []]);
  });

  test("keeps files for 30 days", async () => {
    const { client, files, pass } = await recorder();
    await client.start(stream);
    pass(60);
    await client.stop(stream);
    pass(30 * 86_400 - 1);
    expect(await files()).toHaveLength(1);
    pass(1);
    expect(await files()).toEqual([]);
  });

  test("is one of continuous recordings, of which the emulator makes none, unless commanded ones are asked for", async () => {
    const { client, list, pass } = await recorder();
    await client.start(stream);
    pass(60);
    expect(await list("start_time=2026-01-01T00%3A00%3A00Z")).toEqual({ status: 200, total: 0, record_contents: [] });
  });

  test.each([
    { what: "no start", query: "", field: "start_time" },
    { what: "a start that is no time", query: "start_time=today", field: "start_time" },
    { what: "an end that is no time", query: "end_time=1&start_time=2026-01-01T00%3A00%3A00Z", field: "end_time" },
    { what: "another type", query: "record_type=X&start_time=2026-01-01T00%3A00%3A00Z", field: "record_type" },
    { what: "too long a page", query: "limit=101&start_time=2026-01-01T00%3A00%3A00Z", field: "limit" },
  ])("is refused with $what, and the field named", async ({ query, field }) => {
    const { list } = await recorder();
    const { status, error_code, error_detail } = await list(query);
    expect([status, error_code]).toEqual([400, "LIVE.100011001"]);
    expect(error_detail).toMatch(new RegExp(`^${field}: `));
  });
});

describe("a bucket", () => {
  test("is granted to Live, and the grant taken back", async () => {
    const { client, emulator } = await emulate();
    const authorize = (bucket: string, operation: number) =>
      client.send("PUT", "obs/authority", "", JSON.stringify({ bucket, operation }));
    expect(await authorize("b", 1)).toMatchObject({ status: 200, text: "" });
    await authorize("a", 1);
    expect(emulator.grantedBuckets()).toEqual(["a", "b"]);
    await authorize("b", 0);
    expect(emulator.grantedBuckets()).toEqual(["a"]);
    expect(await authorize("a", 2)).toMatchObject({ status: 400, code: "LIVE.100011001" });
    expect(await authorize("", 1)).toMatchObject({ status: 400, code: "LIVE.100011001" });
  });
});
