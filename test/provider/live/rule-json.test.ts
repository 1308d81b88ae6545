import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { type RecordRule, type RuleContent, ruleFromJson, ruleToJson } from "../../../provider/live/rule-json";
import { anyContent } from "../lifecycle/rule/fixture";

const CREATED = Date.UTC(2026, 0, 2, 3, 4, 5);

/** The example of the ShowRecordRule page: only HLS is in use. */
const SHOWN = {
  id: "42810594c2fc4f0b9e6f36b7784c76a0",
  publish_domain: "push.example.com",
  app: "live",
  stream: "*",
  record_type: "COMMAND_RECORD",
  default_record_config: {
    record_format: ["HLS"],
    obs_addr: { bucket: "recordings", location: "cn-north-4", object: "live/" },
    hls_config: {
      record_cycle: 900,
      record_prefix: "a/{stream}",
      record_ts_prefix: "{ts_sequence_number}",
      record_slice_duration: 10,
      record_max_duration_to_merge_file: 60,
    },
    flv_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
    mp4_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
  },
  create_time: "2026-01-02T03:04:05Z",
  update_time: "0001-01-01T00:00:00Z",
};

const READ: RecordRule = {
  id: SHOWN.id,
  publishDomain: "push.example.com",
  app: "live",
  stream: "*",
  type: "COMMAND_RECORD",
  storage: { bucket: "recordings", region: "cn-north-4", path: "live/" },
  hls: {
    cycle: 900,
    prefix: "a/{stream}",
    tsPrefix: "{ts_sequence_number}",
    sliceDuration: 10,
    mergeDuration: 60,
  },
  createdAt: CREATED,
  since: CREATED,
};

const read = (json: object) => v.parse(ruleFromJson, json);
const readConfig = (change: object) =>
  read({ ...SHOWN, default_record_config: { ...SHOWN.default_record_config, ...change } });
const { storage, hls, ...UNCONFIGURED } = READ;
const NO_STORAGE = { bucket: "", region: "", path: "" };

describe("a rule as the service describes it", () => {
  test("has the formats that are in use; the zeroed blocks of the others are none", () => {
    expect(read(SHOWN)).toEqual(READ);
  });

  const zeros = { cycle: 0, mergeDuration: 0 };
  test.each<{ what: string; change: object; expected: Partial<RecordRule> }>([
    {
      what: "a zeroed block of a format in use is that format",
      change: { record_format: ["FLV"] },
      expected: { storage, flv: zeros },
    },
    {
      what: "a format in use without a block is that format",
      change: { record_format: ["MP4"], mp4_config: null },
      expected: { storage, mp4: zeros },
    },
    {
      what: "an empty block of a format in use is that format",
      change: { record_format: ["HLS"], hls_config: {} },
      expected: { storage, hls: zeros },
    },
    {
      what: "formats in small letters are formats",
      change: { record_format: ["hls"] },
      expected: { storage, hls: READ.hls },
    },
    {
      what: "several formats",
      change: { record_format: ["MP4", "HLS"] },
      expected: { storage, hls: READ.hls, mp4: zeros },
    },
    { what: "a format that nobody knows is left out", change: { record_format: ["CMAF"] }, expected: { storage } },
    { what: "no list of formats is no format", change: { record_format: null }, expected: { storage } },
    {
      what: "a merge time of -1 stays",
      change: { hls_config: { record_cycle: 60, record_max_duration_to_merge_file: -1 } },
      expected: { storage, hls: { cycle: 60, mergeDuration: -1 } },
    },
    { what: "no address in OBS is an empty one", change: { obs_addr: null }, expected: { storage: NO_STORAGE, hls } },
    {
      what: "an address without a prefix is the root of the bucket",
      change: { obs_addr: { bucket: "recordings", location: "cn-north-4" } },
      expected: { storage: { ...storage, path: "" }, hls },
    },
  ])("$what", ({ change, expected }) => {
    expect(readConfig(change)).toEqual({ ...UNCONFIGURED, ...expected });
  });

  test.each([undefined, null])("without a configuration (%s) it has no format", (default_record_config) => {
    expect(read({ ...SHOWN, default_record_config })).toEqual({ ...UNCONFIGURED, storage: NO_STORAGE });
  });

  test("without a domain and a type it has those that are meant then", () => {
    const { publish_domain: _, record_type: __, ...less } = SHOWN;
    expect(read(less)).toEqual({ ...READ, publishDomain: "", type: "CONTINUOUS_RECORD" });
  });

  test.each<{ what: string; change: object; times: Pick<RecordRule, "createdAt" | "since"> }>([
    { what: "the year 1 is no time of change", change: {}, times: { createdAt: CREATED, since: CREATED } },
    {
      what: "a change is later",
      change: { update_time: "2026-01-02T04:04:05Z" },
      times: { createdAt: CREATED, since: CREATED + 3_600_000 },
    },
    {
      what: "milliseconds count",
      change: { create_time: "2026-01-02T03:04:05.678Z", update_time: "2026-01-02T03:04:05.7Z" },
      times: { createdAt: CREATED + 678, since: CREATED + 700 },
    },
    {
      what: "a time without a zone is UTC",
      change: { create_time: "2026-01-02T03:04:05" },
      times: { createdAt: CREATED, since: CREATED },
    },
    {
      what: "a time with another zone",
      change: { create_time: "2026-01-02T11:04:05+08:00" },
      times: { createdAt: CREATED, since: CREATED },
    },
    { what: "no times", change: { create_time: undefined, update_time: null }, times: { createdAt: 0, since: 0 } },
    { what: "both in the year 1", change: { create_time: "0001-01-01T00:00:00Z" }, times: { createdAt: 0, since: 0 } },
    {
      what: "times that are none",
      change: { create_time: "soon", update_time: "" },
      times: { createdAt: 0, since: 0 },
    },
  ])("times: $what", ({ change, times }) => {
    expect(read({ ...SHOWN, ...change })).toEqual({ ...READ, ...times });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "rule"],
    ["an error", { error_code: "LIVE.100011001" }],
    ["one without an id", { ...SHOWN, id: undefined }],
    ["one without an application", { ...SHOWN, app: undefined }],
  ])("%s is no rule", (_, json) => {
    expect(v.safeParse(ruleFromJson, json).success).toBe(false);
  });
});

describe("the body of a request", () => {
  test("has the blocks of the formats in use, and nothing that is left to the service", () => {
    const content: RuleContent = {
      ...READ,
      hls: { cycle: 900 },
      mp4: { cycle: 60, mergeDuration: 0, prefix: undefined },
    };
    const body = JSON.parse(JSON.stringify(ruleToJson(content)));
    const { id: _, create_time: __, update_time: ___, default_record_config: config, ...rest } = SHOWN;
    expect(body).toEqual({
      ...rest,
      default_record_config: {
        record_format: ["HLS", "MP4"],
        obs_addr: config.obs_addr,
        hls_config: { record_cycle: 900 },
        mp4_config: { record_cycle: 60, record_max_duration_to_merge_file: 0 },
      },
    });
  });

  test("says of HLS what only HLS has", () => {
    expect(ruleToJson(READ)).toMatchObject({
      default_record_config: { hls_config: SHOWN.default_record_config.hls_config },
    });
  });
});

test("a rule that is sent and shown again is the same, but for the merge time that is 0 unless it is said", () => {
  fc.assert(
    fc.property(anyContent, (content) => {
      const shown = JSON.parse(JSON.stringify({ id: "the-id", ...ruleToJson(content) }));
      const merging = <F extends object>(format: F | undefined) => format && { mergeDuration: 0, ...format };
      const { hls, flv, mp4, ...rest } = content;
      expect(read(shown)).toEqual({
        ...rest,
        ...(hls && { hls: merging(hls) }),
        ...(flv && { flv: merging(flv) }),
        ...(mp4 && { mp4: merging(mp4) }),
        id: "the-id",
        createdAt: 0,
        since: 0,
      });
    }),
  );
});
