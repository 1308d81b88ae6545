import { describe, expect, test } from "vitest";
import { type Env, errorOf, HIDDEN, homeWith, KOOCLI_FILE, PROFILE_FILE, settingsOf, type Values } from "./fixture";

const FILES = {
  [PROFILE_FILE]: "[basic]\nak = profile-file\nsk = hidden\n",
  [KOOCLI_FILE]: JSON.stringify({
    current: "one",
    profiles: ["one", "two"].map((name) => ({ name, accessKeyId: `koocli-${name}`, secretAccessKey: "hidden" })),
  }),
};

/** All sources at once, by who wins: each is taken away in turn. */
const ORDER: readonly [string, { readonly config?: Values; readonly env?: Env; readonly file?: string }][] = [
  ["config-token", { config: { token: "config-token" } }],
  ["config-ak", { config: { accessKey: "config-ak", secretKey: "hidden" } }],
  ["config-user", { config: { userName: "config-user", password: "hidden", domainName: "domain" } }],
  ["koocli-two", { config: { profile: "two" } }],
  ["env-token", { env: { HW_AUTH_TOKEN: "env-token" } }],
  ["official-ak", { env: { HUAWEICLOUD_SDK_AK: "official-ak", HUAWEICLOUD_SDK_SK: "hidden" } }],
  ["tf-ak", { env: { HW_ACCESS_KEY: "tf-ak", HW_SECRET_KEY: "hidden" } }],
  ["sample-ak", { env: { CLOUD_SDK_AK: "sample-ak", CLOUD_SDK_SK: "hidden" } }],
  ["env-user", { env: { HW_USER_NAME: "env-user", HW_USER_PASSWORD: "hidden", HW_DOMAIN_NAME: "domain" } }],
  ["profile-file", { file: PROFILE_FILE }],
  ["koocli-one", { env: { HW_PROFILE: "one" } }],
];

test.each(ORDER.map(([winner], i) => [winner, i] as const))("%s wins over all that come after it", (winner, i) => {
  const left = ORDER.slice(i).map(([, source]) => source);
  const config: Values = Object.assign({}, ...left.map((source) => source.config));
  const env: Env = Object.assign({}, ...left.map((source) => source.env));
  const { [PROFILE_FILE]: profileFile, ...kooCli } = FILES;
  const withFile = left.some((source) => source.file);
  const home = homeWith(withFile ? { ...kooCli, [PROFILE_FILE]: profileFile } : kooCli);
  const found = settingsOf(config, { HOME: home, ...env }).credential();
  expect(Object.values(found ?? {})).toContain(winner);
});

describe("a user with a password", () => {
  const user = { userName: "me", password: "hidden", domainName: "domain" };
  const variables = { HW_USER_NAME: "me", HW_USER_PASSWORD: "hidden", HW_DOMAIN_NAME: "domain" };

  test.each<{ what: string; values: Values; env: Env; from: string }>([
    { what: "the stack configuration", values: user, env: {}, from: "huaweicloud:userName in the stack configuration" },
    {
      what: "the stack configuration in snake_case",
      values: { user_name: "me", password: "hidden", domain_name: "domain" },
      env: {},
      from: "huaweicloud:user_name in the stack configuration",
    },
    { what: "the environment", values: {}, env: variables, from: "HW_USER_NAME" },
  ])("is a credential in $what", ({ values, env, from }) => {
    expect(settingsOf(values, env).credential()).toEqual({ ...user, from });
  });

  test("of a Provider is from there", () => {
    expect(settingsOf(user, {}, "bangkok").credential()).toMatchObject({ from: 'userName of the Provider "bangkok"' });
  });

  const file = { HOME: "", HUAWEICLOUD_SDK_AK: "", HW_ACCESS_KEY: "" };
  test.each([
    {
      name: "HW_USER_NAME",
      setting: "userName",
      text: "HW_USER_PASSWORD and HW_DOMAIN_NAME are set, but HW_USER_NAME is not",
    },
    {
      name: "HW_USER_PASSWORD",
      setting: "password",
      text: "HW_USER_NAME and HW_DOMAIN_NAME are set, but HW_USER_PASSWORD is not",
    },
    {
      name: "HW_DOMAIN_NAME",
      setting: "domainName",
      text: "HW_USER_NAME and HW_USER_PASSWORD are set, but HW_DOMAIN_NAME is not",
    },
  ])(
    "without $name is an error that says what is missing, also where a file has a key pair",
    ({ name, setting, text }) => {
      const env = { ...variables, ...file, HOME: homeWith(FILES), [name]: " " };
      const error = errorOf(() => settingsOf({}, env).credential());
      expect(error).toMatchObject({ code: "CREDENTIAL_INCOMPLETE", setting });
      expect(error.message).toContain(`${text}. A user with password and domain must come from one place`);
      expect(error.message).not.toMatch(HIDDEN);
    },
  );

  test.each<[string, Values]>([
    ["a name alone", { userName: "me" }],
    ["a password alone", { password: "hidden" }],
  ])("that is %s is an error that names both others", (_, values) => {
    const error = errorOf(() => settingsOf(values, variables).credential());
    expect(error.code).toBe("CREDENTIAL_INCOMPLETE");
    expect(error.message).toMatch(/is set, but huaweicloud:\w+ .* and huaweicloud:\w+ .* are not/);
    expect(error.message).not.toMatch(HIDDEN);
  });

  // Tools that name the account by it set it for a key pair, too.
  test("is not half set by the name of the domain alone", () => {
    const env = { HW_DOMAIN_NAME: "domain" };
    expect(settingsOf({ domainName: "domain" }, env).credential()).toBeUndefined();
    expect(settingsOf({}, { ...env, HOME: homeWith(FILES) }).credential()).toMatchObject({ accessKey: "profile-file" });
  });
});

describe("an error of the credential", () => {
  const half = { HW_ACCESS_KEY: "hidden-ak" };

  test("that there is none lists all places in their order", () => {
    const config = (name: string) => `huaweicloud:${name} in the stack configuration`;
    const { message } = settingsOf().noCredential(["the metadata service of this machine: no answer"]);
    expect(message.split("\n")).toEqual([
      "no credential for Huawei Cloud was found. Set one of these, which were checked in this order:",
      `  - ${config("token")}: not set`,
      `  - ${config("accessKey")} and ${config("secretKey")}: not set`,
      `  - ${config("userName")} and ${config("password")} and ${config("domainName")}: not set`,
      "  - HW_AUTH_TOKEN: not set",
      "  - HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: not set",
      "  - HW_ACCESS_KEY and HW_SECRET_KEY: not set",
      "  - CLOUD_SDK_AK and CLOUD_SDK_SK: not set",
      "  - HW_USER_NAME and HW_USER_PASSWORD and HW_DOMAIN_NAME: not set",
      "  - ~/.huaweicloud/credentials: no such file",
      "  - KooCLI's configuration: neither HW_PROFILE nor HW_SHARED_CONFIG_FILE is set",
      "  - the metadata service of this machine: no answer",
    ]);
  });

  test("a password keeps the space at its ends, and not the newline of a file", () => {
    const env = { HW_USER_NAME: "me", HW_USER_PASSWORD: " hidden \n", HW_DOMAIN_NAME: "domain" };
    expect(settingsOf({}, env).credential()).toMatchObject({ password: " hidden " });
  });

  test("that there is none says what is there of one, by name", () => {
    const { message } = settingsOf({}, { HW_DOMAIN_NAME: "domain" }).noCredential([]);
    expect(message).toContain("HW_USER_NAME and HW_USER_PASSWORD and HW_DOMAIN_NAME: only HW_DOMAIN_NAME");
  });

  test("that half is missing lists what was looked at up to there, and what is there of it", () => {
    const error = errorOf(() => settingsOf({}, half).credential());
    const lines = error.message.split("\n");
    expect(lines[0]).toBe(
      "HW_ACCESS_KEY is set, but HW_SECRET_KEY is not. A key pair must come from one place: set all of it there, or nothing. These places were checked, in this order:",
    );
    expect(lines.at(-1)).toBe("  - HW_ACCESS_KEY and HW_SECRET_KEY: only HW_ACCESS_KEY");
    expect(lines).toContain("  - HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: not set");
    expect(error.message).not.toMatch(/CLOUD_SDK_AK and CLOUD_SDK_SK(?!.*HUAWEI)|hidden|\.huaweicloud/s);
  });

  test("does not come up before half a credential that nobody needs", () => {
    const env = { ...half, HUAWEICLOUD_SDK_AK: "ak", HUAWEICLOUD_SDK_SK: "hidden" };
    expect(settingsOf({}, env).credential()).toMatchObject({ accessKey: "ak" });
  });
});
