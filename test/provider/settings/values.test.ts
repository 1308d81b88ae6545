import { expect, test } from "vitest";
import { errorOf, HIDDEN, homeWith, REGIONS_FILE, settingsOf } from "./fixture";

// What is no text, and cannot even be made one: each of these once ended in a TypeError without a word of the setting.

const inFile = (path: string, text: string) => settingsOf({}, { HOME: homeWith({ [path]: text }) });

test.each([
  [
    "a list in place of a secret",
    () => settingsOf({ accessKey: "AK", secretKey: ["hidden"] }, {}, "studio").credential(),
    'secretKey of the Provider "studio" must be text, but is an object or a list',
  ],
  [
    "an object in place of the region",
    () => settingsOf({ region: { toString: 1 } }, {}, "studio").region(),
    'region of the Provider "studio" must be text, but is an object or a list',
  ],
  [
    "an object in place of the name of an agency",
    () => settingsOf({ assumeRole: { agencyName: { toString: 1 }, domainName: "d" } }).assumeRole(),
    "agencyName of huaweicloud:assumeRole in the stack configuration must be text, but is an object or a list",
  ],
  [
    "an object in place of a duration",
    () => settingsOf({ assumeRole: { agencyName: "a", domainName: "d", duration: { toString: 1 } } }).assumeRole(),
    'huaweicloud:assumeRole in the stack configuration has the duration {"toString":1}, but must be 900 to 86400 seconds',
  ],
  [
    "an object in place of the name of a profile",
    () => settingsOf({ profile: { toString: 1 } }).credential(),
    'the profile "{\\"toString\\":1}" is asked for, but there is no file ~/.hcloud/config.json',
  ],
  [
    "a list that holds itself in place of an endpoint",
    () => inFile(REGIONS_FILE, "LIVE:\n  - {id: cn-north-4, endpoint: &a [*a]}\n").endpoint("cn-north-4"),
    "the endpoint a YAML value that contains itself (LIVE in ~/.huaweicloud/regions.yaml) is not a URL",
  ],
])("%s is an error that names the place", (_, read, message) => {
  const error = errorOf(read);
  expect(error).toMatchObject({ code: "SETTING_INVALID", message });
  expect(error.message).not.toMatch(HIDDEN);
});
