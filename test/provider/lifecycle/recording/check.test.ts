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
  test.each<{ what: string; news: Unchecked; inputs: Unchecked }>([
    { what: "recording, the region and the project id", news: {}, inputs: {} },
    { what: "recording as it is declared", news: { recording: false }, inputs: { recording: false } },
    {
      what: "no adopt, waitForStream and timeout at their defaults",
      news: { adopt: true, waitForStream: 0, timeout: 120 },
      inputs: {},
    },
    {
      what: "those that have another value",
      news: { adopt: false, waitForStream: 60, timeout: 30 },
      inputs: { adopt: false, waitForStream: 60, timeout: 30 },
    },
    {
      what: "nothing that is null or undefined",
      news: { adopt: null, timeout: undefined, recording: null },
      inputs: {},
    },
    { what: "no provider text of its own", news: { __provider: "exports.handler=…" }, inputs: {} },
  ])("$what", ({ news, inputs }) => {
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
  const domain = /must be a bare host name such as push\.example\.com, without scheme, port or path/;
  const wildcard = /wildcard \* is for recording rules only/;

  test.each<{ property: string; value: unknown; why: RegExp }>([
    { property: "publishDomain", value: "", why: /is empty, but must be an ingest domain such as push\.example\.com/ },
    {
      property: "publishDomain",
      value: 7,
      why: /must be an ingest domain.*arrived as a number, which may have lost digits: put quotes around it/,
    },
    {
      property: "publishDomain",
      value: true,
      why: /must be an ingest domain.*arrived as a boolean: put quotes around it/,
    },
    { property: "publishDomain", value: {}, why: /must be an ingest domain/ },
    { property: "publishDomain", value: ["push.example.com"], why: /must be an ingest domain/ },
    { property: "publishDomain", value: "push.example.com:1935", why: domain },
    { property: "publishDomain", value: "push..example.com", why: domain },
    { property: "publishDomain", value: ".push.example.com", why: domain },
    { property: "publishDomain", value: "push.example.com.", why: domain },
    { property: "publishDomain", value: "-push.example.com", why: domain },
    { property: "publishDomain", value: "push\\example.com", why: domain },
    { property: "publishDomain", value: "*.example.com", why: /must be one domain: Live has no wildcard for domains/ },
    { property: "publishDomain", value: `${long}.com`, why: /304 characters; at most 253/ },
    { property: "app", value: "", why: /is empty, but must be the name of an application such as live/ },
    { property: "app", value: 7, why: /must be the name of an application.*put quotes around it/ },
    { property: "app", value: false, why: /must be the name of an application.*put quotes around it/ },
    { property: "app", value: "*", why: wildcard },
    { property: "app", value: "li*", why: wildcard },
    { property: "app", value: long, why: /300 characters; at most 255/ },
    { property: "stream", value: "", why: /is empty, but must be the name of a stream/ },
    { property: "stream", value: null, why: /is required, but not set\. It arrived as null: put quotes around it/ },
    { property: "stream", value: undefined, why: /is required, but not set/ },
    { property: "stream", value: 7, why: /must be the name of a stream.*put quotes around it/ },
    { property: "stream", value: 1.5e30, why: /must be the name of a stream.*put quotes around it/ },
    { property: "stream", value: {}, why: /must be the name of a stream, as a string$/ },
    { property: "stream", value: "*", why: wildcard },
    { property: "stream", value: long, why: /300 characters; at most 255/ },
    { property: "recording", value: "yes", why: /must be true \(recorded\) or false \(not recorded\)/ },
    { property: "recording", value: "true", why: /must be true/ },
    { property: "recording", value: 1, why: /must be true/ },
    { property: "adopt", value: "no", why: /must be true or false/ },
    { property: "adopt", value: 0, why: /must be true or false/ },
    { property: "waitForStream", value: -1, why: /must be a number of seconds from 0 to 3600/ },
    { property: "waitForStream", value: 3601, why: /from 0 to 3600/ },
    { property: "waitForStream", value: "60", why: /from 0 to 3600/ },
    { property: "waitForStream", value: true, why: /from 0 to 3600/ },
    { property: "timeout", value: 0, why: /must be a number of seconds from 1 to 3600/ },
    { property: "timeout", value: 0.5, why: /from 1 to 3600/ },
    { property: "timeout", value: -120, why: /from 1 to 3600/ },
    { property: "timeout", value: 1e9, why: /from 1 to 3600/ },
    { property: "timeout", value: Number.NaN, why: /from 1 to 3600/ },
    { property: "timeout", value: Number.POSITIVE_INFINITY, why: /from 1 to 3600/ },
    { property: "timeout", value: "120s", why: /from 1 to 3600/ },
    {
      property: "streamName",
      value: "keynote",
      why: /is not a property of StreamRecording, which has publishDomain, app, stream, recording/,
    },
    { property: "Stream", value: "keynote", why: /is not a property/ },
    { property: "constructor", value: "x", why: /is not a property/ },
    { property: "toString", value: "x", why: /is not a property/ },
    { property: "secretKey", value: "x", why: /is not a property/ },
    {
      property: "region",
      value: "cn-north-1",
      why: /cannot be set on a StreamRecording: set it on a Provider.*resource option "provider"/,
    },
    { property: "projectId", value: PROJECT, why: /cannot be set on a StreamRecording: set it on a Provider/ },
  ])("$property: $value", ({ property, value, why }) => {
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

describe("what may be pasted from an ingest URL is refused and not shown", () => {
  const SECRET = "hwSecret=0123456789abcdef";
  const NAMES = ["publishDomain", "app", "stream"];
  /** Whatever the name may be, and wherever the mark is in it. */
  const pasted: Record<string, string[]> = {
    'a "?"': [`keynote?${SECRET}`, `?${SECRET}`, `*?${SECRET}`, `${"x".repeat(300)}?${SECRET}`, `keynote%3F${SECRET}`],
    'a "#"': [`keynote#${SECRET}`, `#${SECRET}`, `keynote%23${SECRET}`],
    'an "@"': [`user:${SECRET}@push.example.com`, `${SECRET}@`, `user%40${SECRET}`],
    "a slash": [
      `rtmp://push.example.com/live/${SECRET}`,
      `https://${SECRET}.example.com`,
      `stage/${SECRET}`,
      `/${SECRET}`,
      `live%2f${SECRET}`,
      "/",
    ],
    "white space or control characters": [
      ...[" ", "\t", "\n", "\u0000", "\u007f", "\u0085", "\u00a0", "\u2028", "\u3000", "\ufeff", "\ud800"].map(
        (white) => `stage${white}${SECRET}`,
      ),
      ` ${SECRET}`,
      `${SECRET}\n`,
    ],
  };
  const cases = NAMES.flatMap((property) =>
    Object.entries(pasted).flatMap(([mark, values]) => values.map((value) => ({ property, mark, value }))),
  );

  test.each(cases)("$property: $value", ({ property, mark, value }) => {
    const failures = failuresOf({ [property]: value });
    // The engine prints the value of the property that a failure names, so that it names none that there is.
    expect(failures).toEqual([
      {
        property: `${property}(hidden)`,
        reason: expect.stringMatching(/^it must not contain .*may hold a secret$/s),
      },
    ]);
    expect(failures[0]?.reason).toContain(`must not contain ${mark}`);
    expect(JSON.stringify(failures)).not.toContain(SECRET);
  });

  test("a domain with more around it is told what it must be", () => {
    expect(failuresOf({ publishDomain: "rtmp://push.example.com/live" })[0]?.reason).toMatch(
      /must be a bare host name such as push\.example\.com, without scheme, port or path/,
    );
  });

  test("whatever comes before and after the mark", () => {
    const around = fc.string({ unit: "grapheme", maxLength: 300 });
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        around,
        fc.constantFrom("?", "#", "@", "/", "://"),
        (property, text, mark) => {
          const failures = failuresOf({ [property]: `${text}${mark}${SECRET}` });
          expect(failures.map((failure) => failure.property)).toEqual([`${property}(hidden)`]);
          expect(failures[0]?.reason).not.toContain(SECRET);
        },
      ),
    );
  });
});

describe("two spellings of one host are one", () => {
  const host = (publishDomain: string, olds: Unchecked = {}) =>
    checked({ ...STREAM, publishDomain }, olds).inputs.publishDomain;

  test.each([
    ["PUSH-1.Example.COM", "push-1.example.com"],
    ["推流.example.中国", "xn--jzup7s.example.xn--fiqs8s"],
    ["XN--FIQS8S.example.com", "xn--fiqs8s.example.com"],
    ["Straße.example.com", "xn--strae-oqa.example.com"],
  ])("%s is %s", (written, one) => {
    expect(host(written)).toBe(one);
    expect(host(one)).toBe(one);
  });

  test("what the state has stays as it was written: that is no difference", () => {
    expect(host("push.example.com", { ...INPUTS, publishDomain: "Push.Example.COM" })).toBe("Push.Example.COM");
    expect(host("PUSH.example.com", { ...INPUTS, publishDomain: "Push.Example.COM" })).toBe("Push.Example.COM");
    expect(host("Push2.example.com", { ...INPUTS, publishDomain: "Push.Example.COM" })).toBe("push2.example.com");
    expect(host("xn--fiqs8s.com", { ...INPUTS, publishDomain: "中国.com" })).toBe("中国.com");
  });

  test("a state that says something else than text does not matter", () => {
    for (const old of [null, 7, {}, "a/b"])
      expect(host("Push.example.com", { publishDomain: old })).toBe("push.example.com");
  });
});

describe("the project among the inputs", () => {
  const { projectId: _, ...unset } = CONFIG;
  const looked = { ...STREAM, recording: true, region: CONFIG.region };
  const project = (config: Unchecked, olds: Unchecked) => check(settingsOf(config), olds, STREAM).inputs.projectId;

  test.each<{ title: string; config: Unchecked; olds: Unchecked; expected: string | undefined }>([
    { title: "is the one that is set, for a new resource", config: CONFIG, olds: {}, expected: PROJECT },
    { title: "is none where it is looked up, for a new resource", config: unset, olds: {}, expected: undefined },
    { title: "stays where it is not set any more", config: unset, olds: { ...INPUTS }, expected: PROJECT },
    { title: "stays away where it was looked up and is set now", config: CONFIG, olds: looked, expected: undefined },
    {
      title: "is another one where another one is set",
      config: { ...CONFIG, projectId: "another" },
      olds: { ...INPUTS },
      expected: "another",
    },
    {
      title: "does not stay in another region",
      config: { ...unset, region: "cn-north-1" },
      olds: { ...INPUTS },
      expected: undefined,
    },
    {
      title: "is the one that is set in another region",
      config: { ...CONFIG, region: "cn-north-1" },
      olds: looked,
      expected: PROJECT,
    },
  ])("$title", ({ config, olds, expected }) => {
    expect(project(config, olds)).toBe(expected);
  });
});

describe("good input passes", () => {
  test.each<[string, unknown]>([
    ["publishDomain", "push.example.com"],
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
    expect(failures).toEqual([{ property: "region", reason: expect.stringMatching(/set it on a Provider/) }]);
    expect(failures[0]?.reason).not.toContain(UNKNOWN);
  });
});

describe("settings that are missing or wrong fail here", () => {
  test.each<{ what: string; config: Record<string, unknown>; property: string; reason: RegExp }>([
    {
      what: "no region",
      config: {},
      property: "region",
      reason: /huaweicloud:region in the stack configuration.*HUAWEICLOUD_REGION.*HW_REGION_NAME/s,
    },
    {
      what: "no region, with an endpoint of its own",
      config: { "endpoints.live": "http://127.0.0.1:8787" },
      property: "region",
      reason: /no region is set/,
    },
    { what: "a region that is none", config: { region: "cn north 4" }, property: "region", reason: /"cn north 4"/ },
    {
      what: "a project id that is none",
      config: { region: "cn-north-4", projectId: "a/b" },
      property: "projectId",
      reason: /"a\/b"/,
    },
    {
      what: "plain http to another machine",
      config: { region: "cn-north-4", endpoints: { live: "http://live.example.com" } },
      property: "endpoints",
      reason: /"http:\/\/live\.example\.com".*Use https/,
    },
    {
      what: "a request limit that is none",
      config: { region: "cn-north-4", requestsPerMinute: "many" },
      property: "requestsPerMinute",
      reason: /"many".*from 1 to 100000/,
    },
  ])("$what", ({ config, property, reason }) => {
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
          if (failures.some((failure) => failure.property.replace("(hidden)", "") === property)) continue;
          expect(value).toMatch(/^[^/*\s?#@]+$/);
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
