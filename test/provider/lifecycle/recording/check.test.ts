import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Unchecked } from "../../../../provider/lifecycle/inputs/declaration";
import { check } from "../../../../provider/lifecycle/recording/check";
import { CONFIG, INPUTS, PROJECT, STREAM, settingsOf } from "../fixture";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const settings = settingsOf(CONFIG);

const checked = (news: Unchecked, olds: Unchecked = {}) => check(settings, olds, news);
const failuresOf = (change: Unchecked) => checked({ ...STREAM, ...change }).failures;

describe("what is written into the state", () => {
  test.each<[string, Unchecked, Unchecked]>([
    ["recording, the region and the project id", {}, {}],
    ["recording as it is declared", { recording: false }, { recording: false }],
    ["no adopt, waitForStream and timeout at their defaults", { adopt: true, waitForStream: 0, timeout: 120 }, {}],
    [
      "those that have another value",
      { adopt: false, waitForStream: 60, timeout: 30 },
      { adopt: false, waitForStream: 60, timeout: 30 },
    ],
    ["nothing that is null or undefined", { adopt: null, timeout: undefined, recording: null }, {}],
    ["no provider text of its own", { __provider: "exports.handler=…" }, {}],
  ])("%s", (_, news, inputs) => {
    expect(checked({ ...STREAM, ...news })).toEqual({ inputs: { ...INPUTS, ...inputs }, failures: [] });
  });

  test("no project id where none is configured: it is looked up with the first command", () => {
    const { projectId: _, ...config } = CONFIG;
    expect(check(settingsOf(config), {}, STREAM)).toEqual({
      inputs: { ...STREAM, recording: true, region: CONFIG.region },
      failures: [],
    });
  });

  test("what was written passes again: no difference where nothing changed", () => {
    const once = checked({ ...STREAM, adopt: false });
    expect(checked(once.inputs, once.inputs)).toEqual(once);
  });

  test("no credential is needed", () => {
    expect(check(settingsOf({ region: "cn-north-4" }), {}, STREAM).failures).toEqual([]);
  });
});

describe("bad input names the property, the value and what is allowed", () => {
  const long = "x".repeat(300);
  const white = /must not contain white space or control characters/;
  const domain = /must be a bare host name such as push\.example\.com, without scheme, port or path/;
  const wildcard = /wildcard \* is for recording rules only/;
  const slash = /must not contain a slash/;

  test.each<[string, unknown, RegExp]>([
    ["publishDomain", "", /is empty, but must be an ingest domain such as push\.example\.com/],
    ["publishDomain", 7, /must be an ingest domain/],
    ["publishDomain", true, /must be an ingest domain/],
    ["publishDomain", {}, /must be an ingest domain/],
    ["publishDomain", ["push.example.com"], /must be an ingest domain/],
    ["publishDomain", "https://push.example.com", domain],
    ["publishDomain", "rtmp://push.example.com/live", domain],
    ["publishDomain", "push.example.com:1935", domain],
    ["publishDomain", "push.example.com/live", domain],
    ["publishDomain", "push.example.com?a=b", domain],
    ["publishDomain", "user@push.example.com", domain],
    ["publishDomain", "push..example.com", domain],
    ["publishDomain", ".push.example.com", domain],
    ["publishDomain", "push.example.com.", domain],
    ["publishDomain", "-push.example.com", domain],
    ["publishDomain", "push\\example.com", domain],
    ["publishDomain", "*.example.com", /must be one domain: Live has no wildcard for domains/],
    ["publishDomain", "push example.com", white],
    ["publishDomain", " push.example.com", white],
    ["publishDomain", "push.example.com\n", white],
    ["publishDomain", `${long}.com`, /304 characters; at most 253/],
    ["app", "", /is empty, but must be the name of an application such as live/],
    ["app", 7, /must be the name of an application/],
    ["app", "*", wildcard],
    ["app", "li*", wildcard],
    ["app", "live/x", slash],
    ["app", "/", slash],
    ["app", "my app", white],
    ["app", "live\u0000", white],
    ["app", long, /300 characters; at most 255/],
    ["stream", "", /is empty, but must be the name of a stream/],
    ["stream", null, /is required, but not set/],
    ["stream", undefined, /is required, but not set/],
    ["stream", 7, /must be the name of a stream/],
    ["stream", "*", wildcard],
    ["stream", "stage/b", slash],
    ["stream", "stage b", white],
    ["stream", "stage\tb", white],
    ["stream", "stage\u00a0b", white],
    ["stream", "stage\u3000b", white],
    ["stream", "stage\u2028b", white],
    ["stream", "stage\u007f", white],
    ["stream", "stage\u0085", white],
    ["stream", "stage\ufeff", white],
    ["stream", "stage\ud800", white],
    ["stream", long, /300 characters; at most 255/],
    ["recording", "yes", /must be true \(recorded\) or false \(not recorded\)/],
    ["recording", "true", /must be true/],
    ["recording", 1, /must be true/],
    ["adopt", "no", /must be true or false/],
    ["adopt", 0, /must be true or false/],
    ["waitForStream", -1, /must be a number of seconds from 0 to 3600/],
    ["waitForStream", 3601, /from 0 to 3600/],
    ["waitForStream", "60", /from 0 to 3600/],
    ["waitForStream", true, /from 0 to 3600/],
    ["timeout", 0, /must be a number of seconds from 1 to 3600/],
    ["timeout", 0.5, /from 1 to 3600/],
    ["timeout", -120, /from 1 to 3600/],
    ["timeout", 1e9, /from 1 to 3600/],
    ["timeout", Number.NaN, /from 1 to 3600/],
    ["timeout", Number.POSITIVE_INFINITY, /from 1 to 3600/],
    ["timeout", "120s", /from 1 to 3600/],
    ["streamName", "keynote", /is not a property of StreamRecording; there are publishDomain, app, stream, recording/],
    ["Stream", "keynote", /is not a property/],
    ["constructor", "x", /is not a property/],
    ["toString", "x", /is not a property/],
    ["secretKey", "x", /is not a property/],
    ["region", "cn-north-1", /cannot be set on a StreamRecording: give it to a Provider.*resource option "provider"/],
    ["projectId", PROJECT, /cannot be set on a StreamRecording: give it to a Provider/],
  ])("%s: %j", (property, value, why) => {
    const failures = failuresOf({ [property]: value });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(why) }]);
    const named = !/is required|is not a property/.test(why.source);
    if (named) expect(failures[0]?.reason).toContain((JSON.stringify(value) ?? "").slice(0, 100));
  });

  test("each property that is missing is one failure", () => {
    expect(checked({}).failures.map(({ property }) => property)).toEqual(["publishDomain", "app", "stream"]);
  });

  test("all failures are told at once", () => {
    const failures = failuresOf({ app: "", stream: "*", timeout: 0, nonsense: 1 });
    expect(failures.map(({ property }) => property).sort()).toEqual(["app", "nonsense", "stream", "timeout"]);
  });

  test("a long value is cut in the message", () => {
    expect(failuresOf({ stream: "x".repeat(100_000) })[0]?.reason.length).toBeLessThan(300);
  });
});

describe("good input passes", () => {
  test.each<[string, unknown]>([
    ["publishDomain", "push.example.com"],
    ["publishDomain", "PUSH-1.Example.COM"],
    ["publishDomain", "推流.example.中国"],
    ["publishDomain", "xn--fiqs8s.example.com"],
    ["publishDomain", `${"x".repeat(63)}.com`],
    ["app", "live"],
    ["app", "直播"],
    ["app", "my_app-2"],
    ["stream", "直播-1"],
    ["stream", "البث"],
    ["stream", "🎥"],
    ["stream", "👩‍💻-café"],
    ["stream", "キーノート"],
    ["stream", "a.b~c(1)!'&=+%20"],
    ["stream", "x".repeat(255)],
    ["stream", "-"],
    ["waitForStream", 3600],
    ["waitForStream", 0.5],
    ["timeout", 1],
    ["timeout", 3600],
  ])("%s: %j", (property, value) => {
    const { inputs, failures } = checked({ ...STREAM, [property]: value });
    expect(failures).toEqual([]);
    expect(inputs[property]).toBe(value);
  });

  test.each(["publishDomain", "app", "stream", "recording", "adopt", "waitForStream", "timeout"])(
    "%s that is not known yet",
    (property) => {
      const { inputs, failures } = checked({ ...STREAM, [property]: UNKNOWN });
      expect(failures).toEqual([]);
      expect(inputs[property]).toBe(UNKNOWN);
    },
  );
});

describe("region and project id on the resource", () => {
  test("are fine where they are what the state has, which is what ignoreChanges makes of them", () => {
    const olds = { ...INPUTS };
    expect(checked({ ...STREAM, region: INPUTS.region, projectId: INPUTS.projectId }, olds).failures).toEqual([]);
  });

  test("that are not known yet are misplaced too", () => {
    const failures = failuresOf({ region: UNKNOWN });
    expect(failures).toEqual([{ property: "region", reason: expect.stringMatching(/give it to a Provider/) }]);
    expect(failures[0]?.reason).not.toContain(UNKNOWN);
  });
});

describe("settings that are missing or wrong fail here", () => {
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ["no region", {}, "region", /huaweicloud:region in the stack configuration.*HUAWEICLOUD_REGION.*HW_REGION_NAME/s],
    [
      "no region, with an endpoint of its own",
      { "endpoints.live": "http://127.0.0.1:8787" },
      "region",
      /no region is set/,
    ],
    ["a region that is none", { region: "cn north 4" }, "region", /"cn north 4"/],
    ["a project id that is none", { region: "cn-north-4", projectId: "a/b" }, "projectId", /"a\/b"/],
    [
      "plain http to another machine",
      { region: "cn-north-4", endpoints: { live: "http://live.example.com" } },
      "endpoints",
      /"http:\/\/live\.example\.com".*use https/,
    ],
    [
      "a request limit that is none",
      { region: "cn-north-4", requestsPerMinute: "many" },
      "requestsPerMinute",
      /"many".*from 1 to 100000/,
    ],
  ])("%s", (_, config, property, reason) => {
    const { failures } = check(settingsOf(config), {}, STREAM);
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) }]);
  });

  test("beside the failures of the resource", () => {
    const { failures } = check(settingsOf({}), {}, { ...STREAM, app: "" });
    expect(failures.map(({ property }) => property)).toEqual(["app", "region"]);
  });
});

describe("whatever a program declares", () => {
  const values = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.stringMatching(/^[a-z*/ \t.:]{0,12}$/),
    fc.constantFrom(UNKNOWN, "keynote", "push.example.com"),
    fc.anything(),
  );
  const properties = fc.constantFrom(
    "publishDomain",
    "app",
    "stream",
    "recording",
    "adopt",
    "waitForStream",
    "timeout",
    "region",
    "projectId",
    "__proto__",
    "__provider",
    "extra",
  );
  const declared = fc.dictionary(properties, values);

  test("gets inputs or failures that name a property and a reason, never an exception", () => {
    fc.assert(
      fc.property(declared, declared, (olds, news) => {
        const { inputs, failures } = checked(news, olds);
        expect(inputs).toMatchObject({ region: INPUTS.region, projectId: PROJECT });
        for (const { property, reason } of failures) {
          expect(property).not.toBe("");
          expect(reason.length).toBeGreaterThan(10);
          expect(reason.length).toBeLessThan(600);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("is never accepted with a slash, a * or white space in a name, or with a name that is not text", () => {
    fc.assert(
      fc.property(fc.record({ publishDomain: values, app: values, stream: values }), (names) => {
        const { failures } = checked(names);
        for (const [property, value] of Object.entries(names)) {
          if (failures.some((failure) => failure.property === property)) continue;
          expect(value).toMatch(/^[^/*\s]+$/);
          // What cannot be written as UTF-8 could not be sent.
          expect(() => encodeURIComponent(String(value))).not.toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });

  test("with plain names in any script is accepted", () => {
    const name = fc.stringMatching(/^[\p{L}\p{N}\p{Emoji_Presentation}_-]{1,60}$/u);
    fc.assert(
      fc.property(name, name, (app, stream) => {
        expect(checked({ ...STREAM, app, stream }).failures).toEqual([]);
      }),
    );
  });
});
