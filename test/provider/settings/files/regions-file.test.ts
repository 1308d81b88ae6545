import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Env, errorOf, homeWith, REGIONS_FILE, settingsOf, type Values } from "../fixture";

const FILE = `
# a comment
LIVE:
  - id: cn-north-1
    endpoint: https://live.one.example.com
  - id: cn-north-4
    endpoint: https://live.four.example.com
IAM:
  - id: cn-north-4
    endpoint: https://iam.four.example.com
ECS:
  - id: cn-north-4
    endpoint: https://ecs.four.example.com
`;
const NAME = "~/.huaweicloud/regions.yaml";
const DEFAULT = "https://live.cn-north-4.myhuaweicloud.com";

function settingsWith(text: string | null, env: Env = {}, values: Values = {}) {
  return settingsOf(values, { HOME: homeWith({ [REGIONS_FILE]: text }), ...env });
}

describe("the endpoint file", () => {
  test("has the endpoints of Live and of IAM, by region", () => {
    const settings = settingsWith(FILE);
    expect(settings.endpoint("cn-north-4")).toBe("https://live.four.example.com");
    expect(settings.endpoint("cn-north-1")).toBe("https://live.one.example.com");
    expect(settings.iamEndpoint("cn-north-4")).toBe("https://iam.four.example.com");
  });

  test("leaves the others as they are", () => {
    const settings = settingsWith(FILE);
    expect(settings.endpoint("cn-east-3")).toBe("https://live.cn-east-3.myhuaweicloud.com");
    expect(settings.iamEndpoint("cn-north-1")).toBe("https://iam.cn-north-1.myhuaweicloud.com");
  });

  test("is where HUAWEICLOUD_SDK_REGIONS_FILE says", () => {
    const home = homeWith({ "mine.yaml": FILE });
    const env = { HOME: home, HUAWEICLOUD_SDK_REGIONS_FILE: join(home, "mine.yaml") };
    expect(settingsOf({}, env).endpoint("cn-north-4")).toBe("https://live.four.example.com");
  });

  test.each([
    ["Live", FILE.replace("LIVE", "Live")],
    ["live", FILE.replace("LIVE", "live")],
    [
      "a list of endpoints, the first of which counts",
      FILE.replaceAll(/endpoint: (.*)/g, "endpoints: [$1, https://x.test]"),
    ],
    ["a byte order mark", `\uFEFF${FILE}`],
    ["quotes", FILE.replaceAll(/endpoint: (.*)/g, 'endpoint: "$1/"')],
  ])("may have %s", (_, text) => {
    expect(settingsWith(text).endpoint("cn-north-4")).toBe("https://live.four.example.com");
  });

  test.each<{ what: string; env: Env; values: Values; endpoint: string }>([
    {
      what: "the stack configuration",
      env: {},
      values: { endpoints: { live: "https://own.example.com" } },
      endpoint: "https://own.example.com",
    },
    {
      what: "the environment",
      env: { HUAWEICLOUD_LIVE_ENDPOINT: "https://env.example.com" },
      values: {},
      endpoint: "https://env.example.com",
    },
    {
      what: "the environment by the official name",
      env: { HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4: "https://official.example.com" },
      values: {},
      endpoint: "https://official.example.com",
    },
  ])("comes after $what", ({ env, values, endpoint }) => {
    expect(settingsWith(FILE, env, values).endpoint("cn-north-4")).toBe(endpoint);
  });

  test.each([
    ["is empty", ""],
    ["has nothing but a comment", "# nothing\n"],
    ["knows no service of ours", "ECS:\n  - id: cn-north-4\n    endpoint: https://ecs.example.com\n"],
    ["has an empty list", "LIVE: []\n"],
    ["has a service without regions", "LIVE:\n"],
    ["has a region without an endpoint", "LIVE:\n  - id: cn-north-4\n"],
    ["has a region without endpoints", "LIVE:\n  - id: cn-north-4\n    endpoints: []\n"],
  ])("that %s changes nothing", (_, text) => {
    expect(settingsWith(text).endpoint("cn-north-4")).toBe(DEFAULT);
  });

  test.each([
    ["is no YAML", "LIVE: [\n"],
    ["is a text", "https://live.example.com"],
    ["has no list of regions", "LIVE:\n  id: cn-north-4\n  endpoint: https://live.example.com\n"],
    ["has a list of something else", "LIVE:\n  - cn-north-4\n"],
  ])("that %s is an error: its endpoint would not count, and nobody would know", (_, text) => {
    const error = errorOf(() => settingsWith(text).endpoint("cn-north-4"));
    expect(error).toMatchObject({
      code: "SETTING_INVALID",
      setting: "endpoints",
      message: `the file ${NAME} has a syntax error`,
    });
  });

  test("at its standard place that cannot be read counts as none", () => {
    expect(settingsWith(null).endpoint("cn-north-4")).toBe(DEFAULT);
  });

  test("that is named and cannot be read is an error that names it", () => {
    const file = homeWith({});
    const error = errorOf(() => settingsOf({}, { HUAWEICLOUD_SDK_REGIONS_FILE: file }).endpoint("cn-north-4"));
    expect(error.message).toBe(`the file ${file} cannot be read (EISDIR)`);
  });

  test.each(["live.four.example.com", "http://live.four.example.com", "5"])(
    "with the endpoint %s is an error that names the value and the file",
    (value) => {
      const text = FILE.replace("https://live.four.example.com", value);
      const error = errorOf(() => settingsWith(text).endpoint("cn-north-4"));
      expect(error).toMatchObject({ code: "SETTING_INVALID", setting: "endpoints" });
      expect(error.message).toMatch(new RegExp(`^the endpoint "?${value}"? \\(LIVE in ${NAME}\\)`));
    },
  );
});
