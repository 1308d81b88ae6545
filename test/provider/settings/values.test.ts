import { describe, expect, test } from "vitest";
import { errorOf, HIDDEN, homeWith, REGIONS_FILE, settingsOf } from "./fixture";

// What is no text, and cannot even be made one: each of these once ended in a TypeError without a word of the setting.

const inFile = (path: string, text: string) => settingsOf({}, { HOME: homeWith({ [path]: text }) });

test.each([
  {
    what: "a list in place of a secret",
    read: () => settingsOf({ accessKey: "AK", secretKey: ["hidden"] }, {}, "studio").credential(),
    message: 'secretKey of the Provider "studio" must be a string, but is an object or a list',
  },
  {
    what: "an object in place of the region",
    read: () => settingsOf({ region: { toString: 1 } }, {}, "studio").region(),
    message: 'region of the Provider "studio" must be a string, but is an object or a list',
  },
  {
    what: "an object in place of the name of an agency",
    read: () => settingsOf({ assumeRole: { agencyName: { toString: 1 }, domainName: "d" } }).assumeRole(),
    message:
      "agencyName of huaweicloud:assumeRole in the stack configuration must be a string, but is an object or a list",
  },
  {
    what: "an object in place of a duration",
    read: () =>
      settingsOf({ assumeRole: { agencyName: "a", domainName: "d", duration: { toString: 1 } } }).assumeRole(),
    message:
      'huaweicloud:assumeRole in the stack configuration has the duration {"toString":1}, but must be 900 to 86400 seconds',
  },
  {
    what: "an object in place of the name of a profile",
    read: () => settingsOf({ profile: { toString: 1 } }).credential(),
    message: 'the profile "{\\"toString\\":1}" was requested, but there is no file ~/.hcloud/config.json',
  },
  {
    what: "a list that holds itself in place of an endpoint",
    read: () => inFile(REGIONS_FILE, "LIVE:\n  - {id: cn-north-4, endpoint: &a [*a]}\n").endpoint("cn-north-4"),
    message: "the endpoint a YAML value that contains itself (LIVE in ~/.huaweicloud/regions.yaml) is not a URL",
  },
])("$what is an error that names the place", ({ read, message }) => {
  const error = errorOf(read);
  expect(error).toMatchObject({ code: "SETTING_INVALID", message });
  expect(error.message).not.toMatch(HIDDEN);
});

describe("text that YAML takes for something else without quotes", () => {
  /** Native values are those of a Provider; the stack configuration and the environment have text only. */
  const provider = (config: Record<string, unknown>) => settingsOf({ region: "cn-north-4", ...config }, {}, "studio");
  const stack = (config: Record<string, unknown>) => settingsOf({ region: "cn-north-4", ...config });
  const env = (env: Record<string, string>) => settingsOf({ region: "cn-north-4" }, env);
  const pair = { accessKey: "AK", secretKey: "SK" };
  const user = { userName: "u", password: "p", domainName: "d" };

  test.each([
    { setting: "projectId", of: "1 for 31 zeros and a one", settings: stack({ projectId: "1" }) },
    { setting: "projectId", of: "32 digits", settings: stack({ project_id: "1.2345678901234567e+31" }) },
    { setting: "projectId", of: "a variable", settings: env({ HUAWEICLOUD_SDK_PROJECT_ID: "1" }) },
    { setting: "projectId", of: "a number", settings: provider({ projectId: 1 }) },
    { setting: "region", of: "a number", settings: provider({ region: 4 }) },
    { setting: "region", of: "a boolean", settings: stack({ region: "true" }) },
    { setting: "accessKey", of: "20 digits", settings: stack({ ...pair, accessKey: "1234567890123456800" }) },
    { setting: "accessKey", of: "a number", settings: provider({ ...pair, accessKey: 7 }) },
    { setting: "secretKey", of: "a number", settings: provider({ ...pair, secretKey: 7 }) },
    { setting: "secretKey", of: "40 digits", settings: stack({ ...pair, secretKey: "1.2345678901234567e+39" }) },
    { setting: "securityToken", of: "a boolean", settings: provider({ ...pair, securityToken: true }) },
    { setting: "token", of: "a number", settings: provider({ token: 7 }) },
    { setting: "userName", of: "a number", settings: provider({ ...user, userName: 7 }) },
    { setting: "password", of: "a number", settings: provider({ ...user, password: 1234 }) },
    { setting: "domainName", of: "a boolean", settings: provider({ ...user, domainName: false }) },
    { setting: "profile", of: "a number", settings: provider({ profile: 7 }) },
    { setting: "sharedConfigFile", of: "a boolean", settings: provider({ sharedConfigFile: true }) },
    { setting: "cloud", of: "a number", settings: provider({ cloud: 7 }) },
    { setting: "projectName", of: "a number", settings: provider({ projectName: 7 }) },
    {
      setting: "assumeRole",
      of: "a number in JSON",
      settings: stack({ assumeRole: '{"agencyName":7,"domainName":"d"}' }),
    },
  ])("$setting: $of is an error of the preview that says to quote it", ({ setting, settings }) => {
    const mistake = settings.mistakes().find((one) => one.setting === setting && /quotes/.test(one.message));
    expect(mistake).toMatchObject({
      code: "SETTING_INVALID",
      message: expect.stringContaining("Put quotes around it"),
    });
    expect(mistake?.message).not.toMatch(/\d{3}/);
  });

  test("what may be so is text", () => {
    const digits = "01234567890123456789012345678901";
    expect(stack({ projectId: digits }).projectId()).toBe(digits);
    expect(stack({ ...pair, accessKey: digits.slice(0, 20) }).mistakes()).toEqual([]);
    const numeric = { userName: "13800138000", password: "0123", domainName: "007" };
    expect(stack(numeric).credential()).toMatchObject(numeric);
  });
});
