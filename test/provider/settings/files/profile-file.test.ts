import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Env, errorOf, HIDDEN, homeWith, PROFILE_FILE, settingsOf } from "../fixture";

const PAIR = "[basic]\nak = file-ak\nsk = hidden-sk\n";
const NAME = "~/.huaweicloud/credentials";

function settingsWith(text: string | null, env: Env = {}) {
  return settingsOf({}, { HOME: homeWith({ [PROFILE_FILE]: text }), ...env });
}

describe("the profile file", () => {
  test("is in the home, and its credential says where it is from", () => {
    expect(settingsWith(PAIR).credential()).toEqual({
      accessKey: "file-ak",
      secretKey: "hidden-sk",
      securityToken: undefined,
      from: `ak in [basic] of ${NAME}`,
    });
  });

  test("is where HUAWEICLOUD_SDK_CREDENTIALS_FILE says, and then not in the home", () => {
    const home = homeWith({ [PROFILE_FILE]: PAIR, "other/file": PAIR.replace("file-ak", "other-ak") });
    const file = join(home, "other/file");
    const env = { HOME: home, HUAWEICLOUD_SDK_CREDENTIALS_FILE: file };
    expect(settingsOf({}, env).credential()).toMatchObject({
      accessKey: "other-ak",
      from: `ak in [basic] of ${file}`,
    });
    const none = { HOME: home, HUAWEICLOUD_SDK_CREDENTIALS_FILE: join(home, "none") };
    expect(settingsOf({}, none).credential()).toBeUndefined();
  });

  test("may be named by a path that begins with ~", () => {
    const env = { HOME: homeWith({ "my/file": PAIR }), HUAWEICLOUD_SDK_CREDENTIALS_FILE: "~/my/file" };
    expect(settingsOf({}, env).credential()).toMatchObject({ from: "ak in [basic] of ~/my/file" });
  });

  test("is in the home of Windows where there is no HOME", () => {
    const home = homeWith({ [PROFILE_FILE]: PAIR });
    expect(settingsOf({}, { HOME: "", USERPROFILE: home }).credential()).toMatchObject({ accessKey: "file-ak" });
  });

  test("has a security token, a project id and an endpoint of IAM, too", () => {
    const settings = settingsWith(
      `${PAIR}security_token = hidden-st\nproject_id = file-project\niam_endpoint = https://iam.file.example.com\n`,
    );
    expect(settings.credential()).toMatchObject({ securityToken: "hidden-st" });
    expect(settings.projectId()).toBe("file-project");
    expect(settings.iamEndpoint("cn-north-4")).toBe("https://iam.file.example.com");
    expect(settings.endpoint("cn-north-4")).toBe("https://live.cn-north-4.myhuaweicloud.com");
  });

  test.each([
    ["a byte order mark", `\uFEFF${PAIR}`],
    ["line ends of Windows", PAIR.replaceAll("\n", "\r\n")],
    ["comments", `# a comment\n; another\n${PAIR}# ak = commented-ak\n`],
    ["no space around =", PAIR.replaceAll(" = ", "=")],
    ["other sections", `[other]\nak = other-ak\n${PAIR}[global]\nsk = other-sk\n`],
    ["keys of later versions", `${PAIR}idp_id = x\n`],
  ])("may have %s", (_, text) => {
    expect(settingsWith(text).credential()).toMatchObject({ accessKey: "file-ak", secretKey: "hidden-sk" });
  });

  test.each([
    ["is empty", ""],
    ["has no [basic]", "[global]\nak = hidden-ak\nsk = hidden-sk\n"],
    ["has an empty [basic]", "[basic]\n"],
    ["has empty keys", "[basic]\nak =\nsk = \n"],
  ])("that %s has no credential, and the error says that it was looked at", (_, text) => {
    const settings = settingsWith(text);
    expect(settings.credential()).toBeUndefined();
    const { message } = settings.noCredential([]);
    expect(message).toContain(`  - ak in [basic] of ${NAME} and sk in [basic] of ${NAME}: not set`);
    expect(message).not.toMatch(HIDDEN);
  });

  test.each([
    { set: "ak", setting: "secretKey", line: "ak = hidden-ak", missing: "sk" },
    { set: "sk", setting: "accessKey", line: "sk = hidden-sk", missing: "ak" },
  ])("with nothing but $set is an error that names the file, and no secret", ({ set, setting, line, missing }) => {
    const error = errorOf(() => settingsWith(`[basic]\n${line}\n`).credential());
    expect(error).toMatchObject({ code: "CREDENTIAL_INCOMPLETE", setting });
    expect(error.message).toContain(
      `${set} in [basic] of ${NAME} is set, but ${missing} in [basic] of ${NAME} is not. A key pair must come from one place`,
    );
    expect(error.message).not.toMatch(HIDDEN);
  });

  test("that is named and cannot be read is an error that names it", () => {
    const home = homeWith({ "my/file": null });
    const error = errorOf(() =>
      settingsOf({}, { HOME: home, HUAWEICLOUD_SDK_CREDENTIALS_FILE: "~/my/file" }).credential(),
    );
    expect(error).toMatchObject({ code: "SETTING_INVALID", message: "the file ~/my/file cannot be read (EISDIR)" });
  });

  test("at its standard place that cannot be read counts as none, and the missing credential says why", () => {
    const settings = settingsWith(null);
    expect(settings.credential()).toBeUndefined();
    expect(settings.noCredential([]).message).toContain(`  - ${NAME}: it cannot be read (EISDIR)`);
  });

  test.each(["http://iam.example.com", "iam.example.com"])(
    "with the endpoint %s is an error that names it",
    (value) => {
      const error = errorOf(() => settingsWith(`${PAIR}iam_endpoint = ${value}\n`).iamEndpoint("cn-north-4"));
      expect(error.message).toContain(`the endpoint "${value}" (iam_endpoint in [basic] of ${NAME})`);
      expect(error.message).not.toMatch(HIDDEN);
    },
  );
});

describe("what the profile file says besides", () => {
  const text = `${PAIR}project_id = file-project\niam_endpoint = https://iam.file.example.com\n`;
  const pair = { HUAWEICLOUD_SDK_AK: "env-ak", HUAWEICLOUD_SDK_SK: "hidden" };

  test.each<[string, Env]>([
    ["a key pair", pair],
    ["a token", { HW_AUTH_TOKEN: "hidden" }],
    ["a user", { HW_USER_NAME: "me", HW_USER_PASSWORD: "hidden", HW_DOMAIN_NAME: "domain" }],
  ])("does not count with %s of the environment, which may be of another account", (_, env) => {
    const settings = settingsWith(text, env);
    expect(settings.projectId()).toBeUndefined();
    expect(settings.projectPlaces()).not.toContain(NAME);
    expect(settings.iamEndpoint("cn-north-4")).toBe("https://iam.cn-north-4.myhuaweicloud.com");
  });

  test("counts where there is no credential at all, as on an instance with an agency", () => {
    expect(settingsWith("[basic]\nproject_id = file-project\n").projectId()).toBe("file-project");
  });

  test("comes after the project id of the environment", () => {
    expect(settingsWith(text, { HW_PROJECT_ID: "env-project" }).projectId()).toBe("env-project");
  });

  test("is not read where a credential comes before it, broken or not", () => {
    expect(settingsWith(null, pair).credential()).toMatchObject({ accessKey: "env-ak" });
    expect(settingsWith(null, pair).projectId()).toBeUndefined();
    expect(settingsWith(null, pair).iamEndpoint("cn-north-4")).toBe("https://iam.cn-north-4.myhuaweicloud.com");
  });
});

describe("the spelling of the profile file", () => {
  const pair = { accessKey: "AK", secretKey: "hidden-sk" };

  test.each<{ text: string; read?: object }>([
    { text: "[basic]\nak: AK\nsk: hidden-sk" },
    { text: "[basic]\nak:AK\nsk=hidden-sk" },
    { text: "[basic]\nAK = AK\nSk = hidden-sk" },
    { text: "[basic] ; ours\nak = AK\nsk = hidden-sk" },
    { text: "  [basic]\n  ak = AK\n  sk = hidden-sk" },
    { text: "[basic]\n\tak = AK\n\tsk = hidden-sk" },
    { text: "[basic]\n; a comment\n  # another\nak = AK\n\nsk = hidden-sk" },
    { text: "[DEFAULT]\nak = AK\n[basic]\nsk = hidden-sk" },
    { text: "[DEFAULT]\nak = other\n[basic]\nak = AK\nsk = hidden-sk" },
    { text: "[basic]\rak = AK\rsk = hidden-sk\r" },
    { text: "[basic]\nak = AK\nsk = ab#cd;ef", read: { ...pair, secretKey: "ab#cd;ef" } },
    { text: "[basic]\nak = AK\nsk = a=b:c==", read: { ...pair, secretKey: "a=b:c==" } },
    { text: "[basic]\nak = AK\nsk = a%%b", read: { ...pair, secretKey: "a%b" } },
    { text: "[basic]\nak = AK\nsk = a\"b'c\\d", read: { ...pair, secretKey: "a\"b'c\\d" } },
  ])("$text is read as Huawei's SDK for Python reads it", ({ text, read = pair }) => {
    expect(settingsWith(text).credential()).toMatchObject(read);
  });

  test.each<{ text: string; line: number; why: RegExp }>([
    { text: "[Basic]\nak = AK\nsk = hidden-sk", line: 2, why: /must be in a section that is spelt \[basic\]/ },
    { text: "[BASIC]\nak = AK", line: 2, why: /must be in a section that is spelt \[basic\]/ },
    { text: "[ basic ]\nak = AK", line: 2, why: /must be in a section that is spelt \[basic\]/ },
    { text: "ak = AK\nsk = hidden-sk", line: 1, why: /before the first section/ },
    { text: "\u0000\u0001{{{hidden]]\n[[basic", line: 1, why: /before the first section/ },
    { text: "[basic]\nak", line: 2, why: /neither a section nor a name/ },
    { text: "[basic]\nak AK", line: 2, why: /neither a section nor a name/ },
    { text: "[basic]\n= hidden-sk", line: 2, why: /neither a section nor a name/ },
    { text: "[basic\nak = AK", line: 1, why: /before the first section/ },
    { text: "[basic]\nak = AK\n  sk = hidden-sk", line: 2, why: /continues on the next line/ },
    { text: "[basic]\nak = AK\nsk =\n  hidden-sk", line: 3, why: /continues on the next line/ },
    { text: "[basic]\nak = AK\nak = BK", line: 3, why: /repeats a name of its section/ },
    { text: "[basic]\nak = AK\nAK = BK", line: 3, why: /repeats a name of its section/ },
    { text: "[basic]\nak = AK\n[basic]\nsk = hidden-sk", line: 3, why: /repeats a section/ },
    { text: '[basic]\nak = "AK"', line: 2, why: /has quotes around its value/ },
    { text: "[basic]\nak = AK\nsk = 'hidden-sk'", line: 3, why: /has quotes around its value/ },
    { text: "[basic]\nak = AK\nsk = hidden%", line: 3, why: /%%/ },
    { text: "[basic]\nak = AK\nsk = %(ak)s", line: 3, why: /%%/ },
  ])("$text is an error that names the file and the line, and no secret", ({ text, line, why }) => {
    const error = errorOf(() => settingsWith(text).credential());
    expect(error).toMatchObject({ code: "SETTING_INVALID" });
    expect(error.message).toContain(`the file ${NAME} has a syntax error: line ${line} `);
    expect(error.message).toMatch(why);
    expect(error.message).not.toMatch(HIDDEN);
  });
});

describe("the home", () => {
  test.each<{ home: Record<string, string> }>([
    { home: { HOME: "" } },
    { home: { HOME: "." } },
    { home: { HOME: "home/me" } },
  ])("that is $home has no files, least of all those of the current folder", ({ home }) => {
    const folder = homeWith({ [PROFILE_FILE]: PAIR, "home/me/.huaweicloud/credentials": PAIR });
    const before = process.cwd();
    process.chdir(folder);
    try {
      const settings = settingsOf({}, { USERPROFILE: "", ...home });
      expect(settings.credential()).toBeUndefined();
      expect(settings.endpoint("cn-north-4")).toBe("https://live.cn-north-4.myhuaweicloud.com");
      expect(settings.noCredential([]).message).toContain(`  - ${NAME}: HOME is not an absolute path`);
    } finally {
      process.chdir(before);
    }
  });

  test("that is not known makes a file that is named by ~ one that is not there", () => {
    const settings = settingsOf({}, { HOME: "", HUAWEICLOUD_SDK_CREDENTIALS_FILE: "~/my/file" });
    expect(settings.noCredential([]).message).toContain("  - ~/my/file: HOME is not an absolute path");
  });
});
