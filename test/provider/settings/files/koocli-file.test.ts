import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Env, errorOf, HIDDEN, homeWith, KOOCLI_FILE, PROFILE_FILE, settingsOf, type Values } from "../fixture";

const profile = (name: string, more: Values = {}) => ({
  name,
  mode: "AKSK",
  accessKeyId: `${name}-ak`,
  secretAccessKey: `hidden-${name}`,
  securityToken: "",
  region: `${name}-region`,
  projectId: `${name}-project`,
  ...more,
});

const CONFIG = {
  language: "en",
  current: "default",
  profiles: [profile("default"), profile("studio")],
  authEncrypt: "false",
};

const NAME = "~/.hcloud/config.json";
const asked = { HW_PROFILE: "studio" };

function settingsWith(config: unknown, env: Env = asked, values: Values = {}, files: Record<string, string> = {}) {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  return settingsOf(values, { HOME: homeWith({ [KOOCLI_FILE]: text, ...files }), ...env });
}

test("a profile with an agency acts by it, and only where its own key pair is used", () => {
  const agency = profile("studio", { agencyName: "recorder", agencyDomainName: "customer" });
  const config = { ...CONFIG, profiles: [agency] };
  expect(settingsWith(config).assumeRole()).toMatchObject({
    agencyName: "recorder",
    domainName: "customer",
    from: `agencyName of the profile "studio" in ${NAME}`,
  });
  const elsewhere = { ...asked, HW_ACCESS_KEY: "other-ak", HW_SECRET_KEY: "hidden-other" };
  expect(settingsWith(config, elsewhere).assumeRole()).toBeUndefined();
});

test("a profile may name the account of its agency by its id", () => {
  const config = { ...CONFIG, profiles: [profile("studio", { agencyName: "recorder", agencyDomainId: "0123" })] };
  expect(settingsWith(config).assumeRole()).toMatchObject({ agencyName: "recorder", domainId: "0123" });
});

describe("the file of KooCLI", () => {
  test("is not read unless somebody asks for it", () => {
    const settings = settingsWith(CONFIG, {});
    expect(settings.credential()).toBeUndefined();
    expect(settings.projectId()).toBeUndefined();
    expect(settings.noCredential([]).message).not.toContain("hcloud");
    expect(settingsWith("not JSON", {}).credential()).toBeUndefined();
  });

  test.each<{ what: string; env: Env; values: Values; name: string }>([
    { what: "HW_PROFILE", env: { HW_PROFILE: "studio" }, values: {}, name: "studio" },
    {
      what: "HW_SHARED_CONFIG_FILE: the current one",
      env: { HW_SHARED_CONFIG_FILE: `${NAME}` },
      values: {},
      name: "default",
    },
    { what: "both", env: { HW_PROFILE: "studio", HW_SHARED_CONFIG_FILE: NAME }, values: {}, name: "studio" },
    { what: "huaweicloud:profile", env: {}, values: { profile: "studio" }, name: "studio" },
    {
      what: "huaweicloud:sharedConfigFile: the current one",
      env: {},
      values: { sharedConfigFile: NAME },
      name: "default",
    },
    { what: "huaweicloud:shared_config_file", env: {}, values: { shared_config_file: NAME }, name: "default" },
    {
      what: "huaweicloud:profile before HW_PROFILE",
      env: { HW_PROFILE: "default" },
      values: { profile: "studio" },
      name: "studio",
    },
  ])("has a profile with credential, region and project, named by $what", ({ env, values, name }) => {
    const settings = settingsWith(CONFIG, env, values);
    const shown = JSON.stringify("profile" in values || "HW_PROFILE" in env ? name : "current");
    expect(settings.credential()).toEqual({
      accessKey: `${name}-ak`,
      secretKey: `hidden-${name}`,
      securityToken: undefined,
      from: `accessKeyId of the profile ${shown} in ${NAME}`,
    });
    expect(settings.region()).toBe(`${name}-region`);
    expect(settings.projectId()).toBe(`${name}-project`);
  });

  test("may be anywhere", () => {
    const home = homeWith({ "elsewhere.json": JSON.stringify(CONFIG) });
    const file = join(home, "elsewhere.json");
    expect(settingsOf({}, { HOME: home, HW_SHARED_CONFIG_FILE: file }).credential()).toMatchObject({
      from: `accessKeyId of the profile "current" in ${file}`,
    });
  });

  test("may have a byte order mark", () => {
    expect(settingsWith(`\uFEFF${JSON.stringify(CONFIG)}`).region()).toBe("studio-region");
  });

  test("has the temporary key pair of a profile that signed on with SSO, and its region", () => {
    const stsToken = { accessKeyId: "sso-ak", secretAccessKey: "hidden-sso", securityToken: "hidden-st" };
    const sso = profile("studio", { mode: "SSO", accessKeyId: "", secretAccessKey: "", ssoAuth: { stsToken } });
    const settings = settingsWith({ ...CONFIG, profiles: [sso] });
    expect(settings.credential()).toMatchObject({
      accessKey: "sso-ak",
      secretKey: "hidden-sso",
      securityToken: "hidden-st",
    });
    expect([settings.region(), settings.projectId()]).toEqual(["studio-region", "studio-project"]);
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["without keys", { stsToken: null }],
    ["with empty keys", { stsToken: { accessKeyId: "", secretAccessKey: "", securityToken: "" } }],
  ])("has the key pair of a profile whose SSO part is %s", (_, ssoAuth) => {
    const settings = settingsWith({ ...CONFIG, profiles: [profile("studio", { ssoAuth })] });
    expect(settings.credential()).toMatchObject({ accessKey: "studio-ak", secretKey: "hidden-studio" });
  });

  test("with half a pair is an error that names the profile, and no secret", () => {
    const half = profile("studio", { secretAccessKey: "" });
    const error = errorOf(() => settingsWith({ ...CONFIG, profiles: [half] }).credential());
    expect(error).toMatchObject({ code: "CREDENTIAL_INCOMPLETE", setting: "secretKey" });
    expect(error.message).toContain(
      `accessKeyId of the profile "studio" in ${NAME} is set, but secretAccessKey of the profile "studio" in ${NAME} is not`,
    );
    expect(error.message).not.toMatch(HIDDEN);
  });

  test("without the profile is an error that names those that it has, and no secret", () => {
    const error = errorOf(() => settingsWith(CONFIG, { HW_PROFILE: "stduio" }).credential());
    expect(error).toMatchObject({
      code: "SETTING_INVALID",
      setting: "profile",
      message: `${NAME} has no profile "stduio"; it has: default, studio`,
    });
  });

  test.each<{ what: string; env: Env; message: string }>([
    {
      what: "a profile",
      env: { HW_PROFILE: "studio" },
      message: `the profile "studio" was requested, but there is no file ${NAME}`,
    },
    {
      what: "a file",
      env: { HW_SHARED_CONFIG_FILE: "/nonexistent/c.json" },
      message: "KooCLI's configuration was requested, but there is no file /nonexistent/c.json",
    },
  ])("that is missing is an error where $what is asked for", ({ env, message }) => {
    const settings = settingsOf({}, { HOME: homeWith({}), ...env });
    expect(errorOf(() => settings.credential())).toMatchObject({
      code: "SETTING_INVALID",
      setting: "profile",
      message,
    });
  });

  test.each([
    ["no JSON", `{"profiles": [{"name": "studio", "secretAccessKey": "hidden`],
    ["empty", ""],
    ["a list", "[]"],
    ["without profiles", "{}"],
    ["with profiles that are no list", '{"profiles": {"studio": {"secretAccessKey": "hidden"}}}'],
    ["with a profile without a name", '{"profiles": [{"secretAccessKey": "hidden"}]}'],
    [
      "with a key that is a number",
      '{"profiles": [{"name": "studio", "accessKeyId": 5, "secretAccessKey": "hidden"}]}',
    ],
  ])("that is %s is an error that names it, and no secret", (_, text) => {
    const error = errorOf(() => settingsWith(text).credential());
    expect(error).toMatchObject({
      code: "SETTING_INVALID",
      message: `the file ${NAME} has a syntax error`,
    });
  });

  test("with a profile in use that has no key is no credential, and the error says so", () => {
    const settings = settingsWith({ ...CONFIG, profiles: [{ name: "studio", region: "cn-north-4" }] });
    expect(settings.credential()).toBeUndefined();
    const pair = ["accessKeyId", "secretAccessKey"].map((key) => `${key} of the profile "studio" in ${NAME}`);
    expect(settings.noCredential([]).message).toContain(`  - ${pair.join(" and ")}: not set`);
  });
});

describe("what a profile of KooCLI says besides", () => {
  const pair = { HUAWEICLOUD_SDK_AK: "env-ak", HUAWEICLOUD_SDK_SK: "hidden" };

  test("is no project for the credential of another place", () => {
    expect(settingsWith(CONFIG, { ...asked, ...pair }).projectId()).toBeUndefined();
    const file = "[basic]\nak = file-ak\nsk = hidden\nproject_id = file-project\n";
    expect(settingsWith(CONFIG, asked, {}, { [PROFILE_FILE]: file }).projectId()).toBe("file-project");
    expect(settingsWith(CONFIG, {}, { profile: "studio" }, { [PROFILE_FILE]: file }).projectId()).toBe(
      "studio-project",
    );
  });

  test("is no project for the credential of another profile in the same file", () => {
    const { projectId, ...withoutProject } = profile("studio");
    const config = { ...CONFIG, profiles: [profile("default"), withoutProject] };
    const settings = settingsWith(config, { HW_PROFILE: "default" }, { profile: "studio" });
    expect(settings.credential()).toMatchObject({ accessKey: "studio-ak" });
    expect(settings.projectId()).toBeUndefined();
    expect(settings.projectPlaces()).not.toContain('"default"');
  });

  test("is the project of a Provider that names it, unless the Provider has a region of its own", () => {
    const env = { HOME: homeWith({ [KOOCLI_FILE]: JSON.stringify(CONFIG) }) };
    const own = settingsOf({ profile: "studio" }, env, "bangkok");
    expect([own.region(), own.projectId()]).toEqual(["studio-region", "studio-project"]);
    const elsewhere = settingsOf({ profile: "studio", region: "ap-southeast-2" }, env, "bangkok");
    expect([elsewhere.region(), elsewhere.projectId()]).toEqual(["ap-southeast-2", undefined]);
    expect(elsewhere.credential()).toMatchObject({ accessKey: "studio-ak" });
  });

  test("is a region, whatever the credential", () => {
    expect(settingsWith(CONFIG, { ...asked, ...pair }).region()).toBe("studio-region");
  });
});
