import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Unchecked } from "../../../../provider/lifecycle/inputs/declaration";
import { checkRule } from "../../../../provider/lifecycle/rule/check";
import { CONFIG, PROJECT, settingsOf } from "../fixture";
import { DECLARED, INPUTS } from "./fixture";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const checked = (news: Unchecked, olds: Unchecked = {}) => checkRule(settingsOf(CONFIG), olds, news);

/** The declaration with one property changed; `hls.cycle` is one of a format that has a cycle besides. */
function declaring(property: string, value: unknown): Unchecked {
  const [name = "", key] = property.split(".");
  if (key === undefined) return { ...DECLARED, [name]: value };
  const least = name === "storage" ? DECLARED.storage : { cycle: 3600 };
  return { ...DECLARED, [name]: { ...least, [key]: value } };
}

describe("what is written into the state", () => {
  const { storage } = INPUTS;
  test.each<{ what: string; news: Unchecked; inputs: Unchecked }>([
    { what: "stream, type, region and prefix of the bucket, the region and the project id", news: {}, inputs: {} },
    {
      what: "what is declared of them",
      news: {
        stream: "keynote",
        type: "CONTINUOUS_RECORD",
        storage: { bucket: "recordings", region: "cn-north-1", path: "a/" },
      },
      inputs: {
        stream: "keynote",
        type: "CONTINUOUS_RECORD",
        storage: { bucket: "recordings", region: "cn-north-1", path: "a/" },
      },
    },
    {
      what: "the prefix of the bucket alone",
      news: { storage: { bucket: "b-1", path: "a/" } },
      inputs: { storage: { ...storage, bucket: "b-1", path: "a/" } },
    },
    { what: "nothing that a format leaves out", news: { mp4: { cycle: 0 } }, inputs: { mp4: { cycle: 0 } } },
    { what: "no adopt and timeout at their defaults", news: { adopt: false, timeout: 120 }, inputs: {} },
    { what: "those that have another value", news: { adopt: true, timeout: 30 }, inputs: { adopt: true, timeout: 30 } },
    {
      what: "nothing that is null or undefined",
      news: { stream: null, type: undefined, flv: null, adopt: null },
      inputs: {},
    },
    { what: "no provider text of its own", news: { __provider: "exports.handler=…" }, inputs: {} },
  ])("$what", ({ news, inputs }) => {
    expect(checked({ ...DECLARED, ...news })).toEqual({ inputs: { ...INPUTS, ...inputs }, failures: [] });
  });

  test("no project id where none is configured", () => {
    const { projectId: _, ...config } = CONFIG;
    const { projectId: __, ...inputs } = INPUTS;
    expect(checkRule(settingsOf(config), {}, DECLARED)).toEqual({ inputs, failures: [] });
  });

  test("another region in force is that of the bucket, too", () => {
    const { inputs } = checkRule(settingsOf({ ...CONFIG, region: "cn-north-1" }), {}, DECLARED);
    expect(inputs).toMatchObject({ region: "cn-north-1", storage: { region: "cn-north-1" } });
  });
});

describe("bad input names the property, the value and what is allowed", () => {
  const domain = /must be a bare host name such as push\.example\.com, without scheme, port or path/;
  const wildcard = /must be a name or a single \*: Live has no other wildcard/;
  const type = /must be COMMAND_RECORD or CONTINUOUS_RECORD/;
  const cycle = /must be 0 or a whole number of seconds from 60 to 43200/;
  const merge = /must be a whole number of seconds from 0 to 300/;
  const hlsMerge = /must be -1 or a whole number of seconds from 0 to 300/;
  const slice = /must be a whole number of seconds from 2 to 60/;
  const bucket = /must be the name of an OBS bucket/;
  const region = /must be a region such as cn-north-4/;

  test.each<[string, unknown, RegExp]>([
    ["publishDomain", "", /is empty, but must be an ingest domain such as push\.example\.com/],
    ["publishDomain", 7, /must be an ingest domain/],
    ["publishDomain", "push.example.com:1935", domain],
    ["publishDomain", "*", /must be one domain: Live has no wildcard for domains/],
    ["publishDomain", "*.example.com", /must be one domain/],
    ["app", "", /is empty, but must be the name of an application such as live, or \* for all/],
    ["app", 7, /must be the name of an application such as live, or \* for all/],
    ["app", "li*", wildcard],
    ["app", "**", wildcard],
    ["app", "x".repeat(129), /has 129 characters; at most 128 are allowed/],
    ["stream", "", /is empty, but must be the name of a stream, or \* for all/],
    ["stream", true, /must be the name of a stream, or \* for all.*arrived as a boolean: put quotes around it/],
    ["stream", "stage_0*", wildcard],
    ["stream", "x".repeat(513), /has 513 characters; at most 512 are allowed/],
    ["type", "PLAN_RECORD", type],
    ["type", "command_record", type],
    ["type", "", type],
    ["type", 1, type],
    ["storage", "recordings", /must be an object with bucket, region, path/],
    ["storage", 7, /must be an object with bucket, region, path/],
    ["storage.bucket", "", bucket],
    [
      "storage.bucket",
      7,
      /must be the name of an OBS bucket, as a string\. It arrived as a number.*put quotes around it/,
    ],
    ["storage.bucket", null, /must be the name of an OBS bucket, as a string\. It arrived as null/],
    ["storage.bucket", "ab", bucket],
    ["storage.bucket", "Recordings", bucket],
    ["storage.bucket", "my_bucket", bucket],
    ["storage.bucket", "-bucket", bucket],
    ["storage.bucket", "bucket.", bucket],
    ["storage.bucket", "obs://bucket", bucket],
    ["storage.bucket", "x".repeat(64), /has 64 characters; at most 63 are allowed/],
    ["storage.region", "", region],
    ["storage.region", "CN North-Beijing4", region],
    ["storage.region", 4, region],
    ["storage.path", 7, /must be the prefix of the objects, as a string.*put quotes around it/],
    ["storage.path", null, /must be the prefix of the objects, as a string.*put quotes around it/],
    ["storage.path", "x".repeat(1025), /has 1025 characters; at most 1024 are allowed/],
    ["hls", true, /must be an object with cycle, prefix, tsPrefix, sliceDuration, mergeDuration/],
    ["hls", "", /must be an object/],
    ["hls", 0, /must be an object/],
    ["flv", "yes", /must be an object with cycle, prefix, mergeDuration/],
    ["mp4", 3600, /must be an object with cycle, prefix, mergeDuration/],
    ...["hls", "flv", "mp4"].flatMap((format): [string, unknown, RegExp][] => [
      [`${format}.cycle`, -1, cycle],
      [`${format}.cycle`, 1, cycle],
      [`${format}.cycle`, 59, cycle],
      [`${format}.cycle`, 43_201, cycle],
      [`${format}.cycle`, 60.5, cycle],
      [`${format}.cycle`, "3600", cycle],
      [`${format}.cycle`, Number.NaN, cycle],
      [`${format}.prefix`, "", /is empty/],
      [`${format}.prefix`, 7, /must be path and name of the files, as a string.*put quotes around it/],
      [`${format}.prefix`, "x".repeat(1025), /has 1025 characters; at most 1024 are allowed/],
    ]),
    ["hls.tsPrefix", "", /is empty/],
    ["hls.sliceDuration", 1, slice],
    ["hls.sliceDuration", 61, slice],
    ["hls.sliceDuration", 2.5, slice],
    ["hls.sliceDuration", "10", slice],
    ["hls.mergeDuration", -2, hlsMerge],
    ["hls.mergeDuration", 301, hlsMerge],
    ["hls.mergeDuration", 0.5, hlsMerge],
    ["flv.mergeDuration", -1, merge],
    ["flv.mergeDuration", 301, merge],
    ["mp4.mergeDuration", -1, merge],
    ["mp4.mergeDuration", true, merge],
    ["adopt", "yes", /must be true or false/],
    ["timeout", 0, /must be a number of seconds from 1 to 3600/],
    ["timeout", 3601, /must be a number of seconds from 1 to 3600/],
    ["timeout", "120", /must be a number of seconds from 1 to 3600/],
    ["region", "cn-north-1", /cannot be set on a RecordRule: set it on a Provider.*resource option "provider"/],
    ["projectId", PROJECT, /cannot be set on a RecordRule: set it on a Provider/],
  ])("%s: %j", (property, value, why) => {
    const { failures } = checked(declaring(property, value));
    expect(failures).toEqual([{ property, reason: expect.stringMatching(why) }]);
    expect(failures[0]?.reason).toContain((JSON.stringify(value) ?? "").slice(0, 100));
  });

  test.each<[string, RegExp]>([
    ["bucket", /^is not a property of RecordRule, which has publishDomain, app, stream, type, storage, hls/],
    ["waitForStream", /^is not a property of RecordRule/],
    ["toString", /^is not a property of RecordRule/],
    ["storage.location", /^is not a property of storage, which has bucket, region, path$/],
    ["hls.record_cycle", /^is not a property of hls, which has cycle, prefix, tsPrefix, sliceDuration, mergeDuration$/],
    ["flv.tsPrefix", /^is not a property of flv, which has cycle, prefix, mergeDuration$/],
    ["mp4.sliceDuration", /^is not a property of mp4, which has cycle, prefix, mergeDuration$/],
    ["mp4.constructor", /^is not a property of mp4/],
  ])("%s is no property", (property, reason) => {
    expect(checked(declaring(property, "x")).failures).toEqual([{ property, reason: expect.stringMatching(reason) }]);
  });

  test.each<{ what: string; news: Unchecked; properties: string[] }>([
    { what: "everything", news: {}, properties: ["publishDomain", "app", "storage", "hls"] },
    { what: "the bucket", news: { ...DECLARED, storage: {} }, properties: ["storage.bucket"] },
    {
      what: "the cycle of a format",
      news: { ...DECLARED, hls: {}, mp4: { prefix: "a" } },
      properties: ["hls.cycle", "mp4.cycle"],
    },
  ])("without $what", ({ news, properties }) => {
    const { failures } = checked(news);
    expect(failures.map(({ property }) => property)).toEqual(properties);
    for (const { reason } of failures) expect(reason).toMatch(/^is (required, but )?not set/);
  });

  test("a rule without any format is one failure", () => {
    const { hls: _, ...formless } = DECLARED;
    expect(checked(formless).failures).toEqual([
      { property: "hls", reason: "is not set, and neither is flv or mp4: a rule needs at least one format" },
    ]);
  });

  test("all failures are told at once", () => {
    const { failures } = checked({
      publishDomain: "*",
      app: "",
      storage: { bucket: "", region: "?" },
      hls: { cycle: 1, sliceDuration: 1 },
      flv: { cycle: 2, tsPrefix: "x" },
    });
    expect(failures.map(({ property }) => property).sort()).toEqual([
      "app",
      "flv.cycle",
      "flv.tsPrefix",
      "hls.cycle",
      "hls.sliceDuration",
      "publishDomain",
      "storage.bucket",
      "storage.region",
    ]);
  });

  test("a setting that is missing is a failure beside those of the resource", () => {
    const { failures } = checkRule(settingsOf({}), {}, { ...DECLARED, app: "" });
    expect(failures.map(({ property }) => property)).toEqual(["app", "region"]);
  });
});

test.each(["publishDomain", "app", "stream"])("what may be pasted into %s is not shown", (property) => {
  for (const value of ["live?key=5ecret", "5ecret@live", "rtmp://5ecret", "live/5ecret", `${"x".repeat(600)}#5ecret`]) {
    const { failures } = checked({ ...DECLARED, [property]: value });
    expect(failures.map((failure) => failure.property)).toEqual([`${property}(hidden)`]);
    expect(JSON.stringify(failures)).not.toContain("5ecret");
  }
});

test("a spelling of the domain is no change, and a new rule has one spelling", () => {
  const inCapitals = { ...DECLARED, publishDomain: "Push.Example.COM" };
  expect(checked(inCapitals).inputs).toEqual(INPUTS);
  const kept = { ...INPUTS, publishDomain: "PUSH.example.com" };
  expect(checked(inCapitals, kept)).toEqual({ inputs: kept, failures: [] });
});

test("a project that was looked up and is set now is no change, and neither is one that is not set any more", () => {
  const { projectId: _, ...looked } = INPUTS;
  const { projectId: __, ...unset } = CONFIG;
  expect(checked(DECLARED, looked)).toEqual({ inputs: looked, failures: [] });
  expect(checkRule(settingsOf(unset), { ...INPUTS }, DECLARED)).toEqual({ inputs: INPUTS, failures: [] });
});

describe("good input passes as it is", () => {
  test.each<[string, unknown]>([
    ["app", "*"],
    ["app", "直播"],
    ["app", "x".repeat(128)],
    ["stream", "*"],
    ["stream", "a.b~c(1)!'&=+%20"],
    ["stream", "x".repeat(512)],
    ["type", "COMMAND_RECORD"],
    ["type", "CONTINUOUS_RECORD"],
    ["storage.bucket", "a-1"],
    ["storage.bucket", "my.bucket-2"],
    ["storage.bucket", "x".repeat(63)],
    ["storage.region", "cn-north-1"],
    ["storage.path", ""],
    ["storage.path", "录制/{app}/"],
    ...["hls", "flv", "mp4"].flatMap((format): [string, unknown][] => [
      [`${format}.cycle`, 0],
      [`${format}.cycle`, 60],
      [`${format}.cycle`, 43_200],
      [`${format}.prefix`, "Record/{publish_domain}/{app}/{stream}_{file_start_time}"],
      [`${format}.mergeDuration`, 0],
      [`${format}.mergeDuration`, 300],
    ]),
    ["hls.tsPrefix", "{file_start_time_unix}_{ts_sequence_number}"],
    ["hls.sliceDuration", 2],
    ["hls.sliceDuration", 60],
    ["hls.mergeDuration", -1],
    ["adopt", true],
    ["timeout", 1],
    ["timeout", 0.5 + 3599],
  ])("%s: %j", (property, value) => {
    const { inputs, failures } = checked(declaring(property, value));
    expect(failures).toEqual([]);
    const [name = "", key] = property.split(".");
    const at = inputs[name] as Record<string, unknown>;
    expect(key === undefined ? at : at[key]).toBe(value);
  });

  test.each(["hls", "flv", "mp4"])("%s alone", (format) => {
    const { hls: _, ...formless } = DECLARED;
    expect(checked({ ...formless, [format]: { cycle: 60 } }).failures).toEqual([]);
  });
});

describe("what is not known yet passes as it is", () => {
  test.each([
    "publishDomain",
    "app",
    "stream",
    "type",
    "storage",
    "storage.bucket",
    "storage.region",
    "storage.path",
    "hls",
    "flv",
    "mp4",
    ...["cycle", "prefix", "tsPrefix", "sliceDuration", "mergeDuration"].map((key) => `hls.${key}`),
    ...["flv", "mp4"].flatMap((format) => ["cycle", "prefix", "mergeDuration"].map((key) => `${format}.${key}`)),
    "adopt",
    "timeout",
  ])("%s", (property) => {
    const { inputs, failures } = checked(declaring(property, UNKNOWN));
    expect(failures).toEqual([]);
    const [name = "", key] = property.split(".");
    const at = inputs[name] as Record<string, unknown>;
    expect(key === undefined ? at : at[key]).toBe(UNKNOWN);
  });

  test("a format that is not known is a format", () => {
    const { hls: _, ...formless } = DECLARED;
    expect(checked({ ...formless, mp4: UNKNOWN }).failures).toEqual([]);
  });

  test("but a property that is none is still none", () => {
    expect(checked(declaring("storage.folder", UNKNOWN)).failures).toEqual([
      { property: "storage.folder", reason: expect.not.stringContaining(UNKNOWN) },
    ]);
  });

  test("and neither region nor project id belong here", () => {
    const { failures } = checked({ ...DECLARED, region: UNKNOWN, projectId: UNKNOWN });
    expect(failures.map(({ property }) => property)).toEqual(["region", "projectId"]);
  });
});

describe("whatever a program declares", () => {
  const key = fc.constantFrom("cycle", "prefix", "tsPrefix", "sliceDuration", "mergeDuration", "bucket", "path", "x");
  const value = fc.oneof(
    fc.constantFrom<unknown>(UNKNOWN, null, 0, -1, 60, 3600, "recordings", "*", "live", true),
    fc.anything(),
  );
  const property = fc.constantFrom(
    ...["publishDomain", "app", "stream", "type", "storage", "hls", "flv", "mp4", "adopt", "timeout"],
    ...["region", "projectId", "__proto__", "__provider", "extra"],
  );
  const declared = fc.dictionary(property, fc.oneof(value, fc.dictionary(key, value)));

  test("gets inputs or failures that name a property and a reason, never an exception", () => {
    fc.assert(
      fc.property(declared, declared, (olds, news) => {
        const { inputs, failures } = checked(news, olds);
        expect(inputs).toMatchObject({ region: INPUTS.region, projectId: PROJECT });
        for (const { property, reason } of failures) {
          expect(property).not.toBe("");
          expect(reason.length).toBeGreaterThan(7);
          expect(reason.length).toBeLessThan(600);
        }
      }),
      { numRuns: 500 },
    );
  });

  const files = fc.record(
    { cycle: fc.integer({ min: 60, max: 43_200 }), prefix: fc.constant("a") },
    { requiredKeys: ["cycle"] },
  );
  const good = fc.record(
    {
      publishDomain: fc.constant("push.example.com"),
      app: fc.constantFrom("*", "live", UNKNOWN),
      stream: fc.constantFrom("*", "keynote"),
      type: fc.constantFrom("COMMAND_RECORD", "CONTINUOUS_RECORD"),
      storage: fc.oneof(
        fc.constant(UNKNOWN),
        fc.record(
          {
            bucket: fc.constantFrom("recordings", UNKNOWN),
            region: fc.constant("cn-north-1"),
            path: fc.constantFrom("", "a/"),
          },
          { requiredKeys: ["bucket"] },
        ),
      ),
      hls: files,
      mp4: fc.oneof(files, fc.constant(UNKNOWN)),
      adopt: fc.boolean(),
      timeout: fc.constantFrom(120, 7),
    },
    { requiredKeys: ["publishDomain", "app", "storage", "hls"] },
  );

  test("passes again as it was written: no difference where nothing changed", () => {
    fc.assert(
      fc.property(good, (news) => {
        const once = checked(news);
        expect(once.failures).toEqual([]);
        expect(checked(once.inputs, once.inputs)).toEqual(once);
      }),
    );
  });
});
