import { describe, expect, test } from "vitest";
import type { Settings } from "../../../provider/settings/settings";
import { type Env, errorOf, homeWith, PROFILE_FILE, REGIONS_FILE, settingsOf, type Values } from "./fixture";

/** Every source of a text setting, the one that wins first. */
const SOURCES = [
  {
    setting: "region",
    read: (settings: Settings) => settings.region(),
    names: ["huaweicloud:region", "HUAWEICLOUD_REGION", "HW_REGION_NAME"],
  },
  {
    setting: "projectId",
    read: (settings: Settings) => settings.projectId(),
    names: ["huaweicloud:projectId", "HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID"],
  },
];

describe.each(SOURCES)("$setting", ({ setting, read, names }) => {
  const [, ...env] = names;
  const envFrom = (first: number) =>
    Object.fromEntries(env.slice(first).map((name) => [name, name.toLowerCase().replaceAll("_", "-")]));

  test("is taken from the first place where it is set", () => {
    expect(read(settingsOf({ [setting]: "own" }, envFrom(0)))).toBe("own");
    expect(read(settingsOf({}, envFrom(0)))).toBe(env[0]?.toLowerCase().replaceAll("_", "-"));
    expect(read(settingsOf({}, envFrom(1)))).toBe(env[1]?.toLowerCase().replaceAll("_", "-"));
  });

  test("counts as not set where it is empty", () => {
    expect(read(settingsOf({ [setting]: " " }, { [env[0] ?? ""]: "", [env[1] ?? ""]: "last" }))).toBe("last");
    expect(read(settingsOf({ [setting]: null }, { [env[1] ?? ""]: "last" }))).toBe("last");
  });

  test("counts without the space around it", () => {
    expect(read(settingsOf({ [setting]: " own\n" }))).toBe("own");
  });

  test.each(["cn north", "https://x", "a/b", "a?b", "中国", "a\nb"])("%j is an error that names the value", (value) => {
    const error = errorOf(() => read(settingsOf({ [setting]: value })));
    expect(error).toMatchObject({ code: "SETTING_INVALID", setting });
    expect(error.message).toContain(JSON.stringify(value));
  });
});

describe("a missing region", () => {
  const names = ["HUAWEICLOUD_REGION", "HW_REGION_NAME"];

  test("is an error that names every place", () => {
    const error = errorOf(() => settingsOf().region());
    expect(error).toMatchObject({ code: "SETTING_MISSING", setting: "region" });
    for (const place of ["huaweicloud:region in the stack configuration", ...names]) {
      expect(error.message).toContain(place);
    }
  });

  test("with an explicit provider is an error that names the provider, not the stack configuration", () => {
    const error = errorOf(() => settingsOf({}, {}, "bangkok").region());
    expect(error.message).not.toContain("stack configuration");
    for (const place of ['region of the Provider "bangkok"', ...names]) expect(error.message).toContain(place);
  });
});

test("the stack configuration is read in camelCase and in snake_case, camelCase first", () => {
  expect(settingsOf({ project_id: "snake" }).projectId()).toBe("snake");
  expect(settingsOf({ projectId: "camel", project_id: "snake" }).projectId()).toBe("camel");
  expect(settingsOf({ access_key: "AK", secret_key: "SK", security_token: "T" }).credential()).toMatchObject({
    accessKey: "AK",
    secretKey: "SK",
    securityToken: "T",
  });
  expect(settingsOf({ requests_per_minute: "100" }).requestsPerMinute()).toBe(100);
});

describe("the project id", () => {
  const env = { HUAWEICLOUD_SDK_PROJECT_ID: "elsewhere", HUAWEICLOUD_REGION: "cn-north-4" };

  test("is optional, and the places where it can be set are known", () => {
    expect(settingsOf().projectId()).toBeUndefined();
    for (const place of ["huaweicloud:projectId in the stack configuration", "HUAWEICLOUD_SDK_PROJECT_ID"]) {
      expect(settingsOf().projectPlaces()).toContain(place);
    }
  });

  test("of a Provider with a region is taken from nowhere else", () => {
    const settings = settingsOf({ region: "ap-southeast-2" }, env, "bangkok");
    expect(settings.projectId()).toBeUndefined();
    expect(settings.projectPlaces()).toBe('  - projectId of the Provider "bangkok"');
  });

  test("of a Provider with a region and a project id is its own", () => {
    expect(settingsOf({ region: "ap-southeast-2", projectId: "own" }, env, "bangkok").projectId()).toBe("own");
  });

  test("of a Provider without a region may come from the environment", () => {
    expect(settingsOf({}, env, "bangkok").projectId()).toBe("elsewhere");
  });

  test("may come from the environment where the stack configuration has the region", () => {
    expect(settingsOf({ region: "ap-southeast-2" }, env).projectId()).toBe("elsewhere");
  });
});

describe("the credential", () => {
  const config = { accessKey: "config-ak", secretKey: "config-sk" };
  const official = { HUAWEICLOUD_SDK_AK: "official-ak", HUAWEICLOUD_SDK_SK: "official-sk" };
  const terraform = { HW_ACCESS_KEY: "tf-ak", HW_SECRET_KEY: "tf-sk" };
  const samples = { CLOUD_SDK_AK: "sample-ak", CLOUD_SDK_SK: "sample-sk" };

  test.each<{ what: string; values: Values; env: Env; credential: object }>([
    {
      what: "the stack configuration before the environment",
      values: config,
      env: { ...official, HW_AUTH_TOKEN: "env-token" },
      credential: {
        accessKey: "config-ak",
        secretKey: "config-sk",
        from: "huaweicloud:accessKey in the stack configuration",
      },
    },
    {
      what: "a token of the stack configuration before its pair",
      values: { ...config, token: "config-token" },
      env: {},
      credential: { token: "config-token", from: "huaweicloud:token in the stack configuration" },
    },
    {
      what: "a token of the environment before its pairs",
      values: {},
      env: { ...official, ...terraform, HW_AUTH_TOKEN: "env-token" },
      credential: { token: "env-token", from: "HW_AUTH_TOKEN" },
    },
    {
      what: "the names of the SDKs before those of Terraform",
      values: {},
      env: { ...samples, ...terraform, ...official },
      credential: { accessKey: "official-ak", secretKey: "official-sk", from: "HUAWEICLOUD_SDK_AK" },
    },
    {
      what: "the names of Terraform before those of the samples",
      values: {},
      env: { ...samples, ...terraform },
      credential: { accessKey: "tf-ak", secretKey: "tf-sk", from: "HW_ACCESS_KEY" },
    },
    {
      what: "the names of the samples",
      values: {},
      env: samples,
      credential: { accessKey: "sample-ak", secretKey: "sample-sk", from: "CLOUD_SDK_AK" },
    },
    {
      what: "the security token of the same names",
      values: {},
      env: { ...terraform, HW_SECURITY_TOKEN: "tf-st", HUAWEICLOUD_SDK_SECURITY_TOKEN: "official-st" },
      credential: { accessKey: "tf-ak", secretKey: "tf-sk", securityToken: "tf-st", from: "HW_ACCESS_KEY" },
    },
  ])("is $what", ({ values, env, credential }) => {
    expect(settingsOf(values, env).credential()).toEqual(
      "token" in credential ? credential : { securityToken: undefined, ...credential },
    );
  });

  test("takes no security token from another place than its pair", () => {
    const env = { HUAWEICLOUD_SDK_SECURITY_TOKEN: "env-st", HW_SECURITY_TOKEN: "tf-st" };
    expect(settingsOf(config, env).credential()).toMatchObject({ accessKey: "config-ak", securityToken: undefined });
  });

  test.each<{ what: string; values: Values; env: Env; setting: string; set: string; missing: string }>([
    {
      what: "in the stack configuration",
      values: { accessKey: "config-ak" },
      env: official,
      setting: "secretKey",
      set: "huaweicloud:accessKey in the stack configuration",
      missing: "huaweicloud:secretKey in the stack configuration",
    },
    {
      what: "the other half of it",
      values: { secretKey: "config-sk" },
      env: official,
      setting: "accessKey",
      set: "huaweicloud:secretKey in the stack configuration",
      missing: "huaweicloud:accessKey in the stack configuration",
    },
    {
      what: "in the environment, across two families",
      values: {},
      env: { HUAWEICLOUD_SDK_AK: "official-ak", HW_SECRET_KEY: "tf-sk" },
      setting: "secretKey",
      set: "HUAWEICLOUD_SDK_AK",
      missing: "HUAWEICLOUD_SDK_SK",
    },
    {
      what: "with an empty half",
      values: {},
      env: { ...terraform, HW_SECRET_KEY: "" },
      setting: "secretKey",
      set: "HW_ACCESS_KEY",
      missing: "HW_SECRET_KEY",
    },
  ])(
    "half a pair is an error that names both places, and no secret: $what",
    ({ values, env, setting, set, missing }) => {
      const error = errorOf(() => settingsOf(values, env).credential());
      expect(error).toMatchObject({ code: "CREDENTIAL_INCOMPLETE", setting });
      expect(error.message).toContain(`${set} is set, but ${missing} is not`);
      expect(error.message).not.toMatch(/-(ak|sk)\b/);
    },
  );

  test("none is an error that names every place in their order, and what else was looked at", () => {
    expect(settingsOf().credential()).toBeUndefined();
    const error = settingsOf().noCredential(["the metadata service: no answer"]);
    expect(error).toMatchObject({ code: "CREDENTIAL_MISSING" });
    for (const place of [
      "huaweicloud:token in the stack configuration",
      "huaweicloud:accessKey in the stack configuration and huaweicloud:secretKey",
      "HW_AUTH_TOKEN",
      "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK",
      "HW_ACCESS_KEY and HW_SECRET_KEY",
      "CLOUD_SDK_AK and CLOUD_SDK_SK",
      "HW_USER_NAME and HW_USER_PASSWORD and HW_DOMAIN_NAME: not set",
      "~/.huaweicloud/credentials: no such file",
      "the metadata service: no answer",
    ]) {
      expect(error.message).toContain(place);
    }
  });

  test("none with an explicit provider names the provider", () => {
    const error = settingsOf({}, {}, "bangkok").noCredential([]);
    expect(error.message).toContain('token of the Provider "bangkok"');
    expect(error.message).not.toContain("stack configuration");
  });

  // A file ends with a newline, and a header must not.
  test("counts without the space around it", () => {
    expect(settingsOf({ token: "the-token\n" }).credential()).toMatchObject({ token: "the-token" });
    expect(settingsOf({}, { ...official, HUAWEICLOUD_SDK_SK: "official-sk\r\n" }).credential()).toMatchObject({
      secretKey: "official-sk",
    });
  });
});

describe("the endpoint", () => {
  const own = "https://own.example.com";
  const env = {
    HUAWEICLOUD_LIVE_ENDPOINT: "https://env.example.com",
    HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4: "https://official.example.com,https://second.example.com",
  };

  test.each<{ what: string; values: Values; variables: Env; endpoint: string }>([
    { what: "an object, as a Provider has it", values: { endpoints: { live: own } }, variables: env, endpoint: own },
    {
      what: "JSON text, as the stack configuration has it",
      values: { endpoints: JSON.stringify({ live: own }) },
      variables: env,
      endpoint: own,
    },
    { what: "a key of its own", values: { "endpoints.live": own }, variables: env, endpoint: own },
    {
      what: "a key of its own before the object",
      values: { "endpoints.live": own, endpoints: { live: "https://x.test", iam: "https://y.test" } },
      variables: env,
      endpoint: own,
    },
    {
      what: "the environment",
      values: { endpoints: { iam: own } },
      variables: env,
      endpoint: "https://env.example.com",
    },
    {
      what: "the environment, where it is empty",
      values: { endpoints: { live: "" } },
      variables: env,
      endpoint: "https://env.example.com",
    },
    {
      what: "the environment, where the object is empty text",
      values: { endpoints: "" },
      variables: env,
      endpoint: "https://env.example.com",
    },
    {
      what: "the first of those in the official variable",
      values: {},
      variables: { ...env, HUAWEICLOUD_LIVE_ENDPOINT: "" },
      endpoint: "https://official.example.com",
    },
    { what: "the default", values: {}, variables: {}, endpoint: "https://live.cn-north-4.myhuaweicloud.com" },
    {
      what: "the default, where the official variable is for another region",
      values: {},
      variables: { HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_1: "https://official.example.com" },
      endpoint: "https://live.cn-north-4.myhuaweicloud.com",
    },
  ])("is $what", ({ values, variables, endpoint }) => {
    expect(settingsOf(values, variables).endpoint("cn-north-4")).toBe(endpoint);
  });

  test.each([
    ["cn-north-1", "https://live.cn-north-1.myhuaweicloud.com"],
    ["ap-southeast-3", "https://live.ap-southeast-3.myhuaweicloud.com"],
    ["eu-west-101", "https://live.eu-west-101.myhuaweicloud.eu"],
    ["eu-west-0", "https://live.eu-west-0.myhuaweicloud.com"],
    ["me-east-1", "https://live.me-east-1.myhuaweicloud.com"],
  ])("of %s is %s by default", (region, endpoint) => {
    expect(settingsOf().endpoint(region)).toBe(endpoint);
  });

  test.each([
    ["https://live.example.com/", "https://live.example.com"],
    ["https://live.example.com:8443", "https://live.example.com:8443"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
    ["http://127.8.9.1", "http://127.8.9.1"],
    ["http://localhost:8787/", "http://localhost:8787"],
    ["http://[::1]:8787", "http://[::1]:8787"],
    ["HTTP://LOCALHOST", "http://localhost"],
  ])("%s is accepted, as %s", (value, origin) => {
    expect(settingsOf({ endpoints: { live: value } }).endpoint("cn-north-4")).toBe(origin);
  });

  test.each<[unknown, RegExp]>([
    ["http://live.example.com", /plain http to another machine.*https/],
    ["http://127.0.0.1.example.com", /plain http to another machine/],
    ["http://localhost.example.com", /plain http to another machine/],
    ["http://0.0.0.0", /plain http to another machine/],
    ["http://128.0.0.1", /plain http to another machine/],
    ["http://10.0.0.1", /plain http to another machine/],
    ["live.example.com", /not a URL: write it like https:/],
    ["ftp://live.example.com", /must begin with https:/],
    ["https://live.example.com/v1", /must not have anything after the host and the port/],
    ["https://live.example.com?a=b", /must not have anything after the host and the port/],
    ["https://live.example.com#a", /must not have anything after the host and the port/],
    [7, /is not a URL/],
    [{}, /is not a URL/],
  ])("%j is an error that names the value and the place", (value, why) => {
    const error = errorOf(() => settingsOf({ endpoints: { live: value } }).endpoint("cn-north-4"));
    expect(error).toMatchObject({ code: "SETTING_INVALID", setting: "endpoints" });
    expect(error.message).toMatch(why);
    expect(error.message).toContain(JSON.stringify(value));
    expect(error.message).toContain("huaweicloud:endpoints in the stack configuration");
  });

  test("with a password is an error that does not show it", () => {
    const error = errorOf(() =>
      settingsOf({ endpoints: { live: "https://user:hunter2@live.example.com" } }).endpoint("cn-north-4"),
    );
    expect(error.message).toMatch(/live\.example\.com.*must not contain a user or a password/);
    expect(error.message).not.toMatch(/user:|hunter2/);
  });

  test.each<unknown>([
    { live: "user:hunter2@live.example.com" },
    { live: "ftp://user:hunter2@live.example.com" },
    { live: "//user:hunter2@live.example.com" },
    "https://user:hunter2@live.example.com",
  ])("%j is an error that does not show the password", (endpoints) => {
    const error = errorOf(() => settingsOf({ endpoints }).endpoint("cn-north-4"));
    expect(error.message).toContain("huaweicloud:endpoints in the stack configuration");
    expect(error.message).not.toMatch(/hunter2/);
  });

  test.each(["HUAWEICLOUD_LIVE_ENDPOINT", "HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4"])(
    "in %s that is wrong is an error that names the variable",
    (name) => {
      const error = errorOf(() => settingsOf({}, { [name]: "http://live.example.com" }).endpoint("cn-north-4"));
      expect(error.message).toContain(`"http://live.example.com" (${name})`);
    },
  );

  test.each<unknown>(["https://live.example.com", "[]", ["https://live.example.com"], 7, "7", true])(
    "the endpoints %j are no object: an error that names the value and the place",
    (endpoints) => {
      const error = errorOf(() => settingsOf({ endpoints }).endpoint("cn-north-4"));
      expect(error).toMatchObject({ code: "SETTING_INVALID", setting: "endpoints" });
      expect(error.message).toContain('must be an object such as {"live": "https://live.example.com"}');
      expect(error.message).toContain("huaweicloud:endpoints in the stack configuration");
    },
  );
});

describe("the request limit", () => {
  const env = { HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: "150" };

  test.each<{ what: string; values: Values; variables: Env; limit: number }>([
    { what: "300 by default", values: {}, variables: {}, limit: 300 },
    { what: "a number, as a Provider has it", values: { requestsPerMinute: 20 }, variables: env, limit: 20 },
    { what: "text, as the stack configuration has it", values: { requestsPerMinute: "20" }, variables: env, limit: 20 },
    { what: "from the environment", values: {}, variables: env, limit: 150 },
    { what: "the least", values: { requestsPerMinute: 1 }, variables: {}, limit: 1 },
    { what: "the most", values: { requestsPerMinute: "100000" }, variables: {}, limit: 100_000 },
  ])("is $what", ({ values, variables, limit }) => {
    expect(settingsOf(values, variables).requestsPerMinute()).toBe(limit);
  });

  test.each<unknown>([0, -1, 1.5, 100_001, "many", "1e9", true, [5], {}])(
    "%j is an error that names the value, the place and what is allowed",
    (value) => {
      const error = errorOf(() => settingsOf({ requestsPerMinute: value }).requestsPerMinute());
      expect(error).toMatchObject({ code: "SETTING_INVALID", setting: "requestsPerMinute" });
      expect(error.message).toContain(JSON.stringify(value));
      expect(error.message).toContain("huaweicloud:requestsPerMinute in the stack configuration");
      expect(error.message).toContain("from 1 to 100000");
    },
  );

  test("in the environment that is wrong names the variable", () => {
    const error = errorOf(() => settingsOf({}, { HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: "0" }).requestsPerMinute());
    expect(error.message).toContain('HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE is "0"');
  });
});

describe("where the host of an endpoint is from", () => {
  const STACK = "in the stack configuration";
  const live = "https://live.example.com";
  const regions = `LIVE:\n  - {id: cn-north-4, endpoint: ${live}}\n`;

  test.each<{ name: string; config?: Values; env?: Env; region?: string; origin: string }>([
    {
      name: "a region in the stack configuration",
      config: { region: "cn-nroth-4" },
      region: "cn-nroth-4",
      origin: `derived from the region cn-nroth-4 (huaweicloud:region ${STACK})`,
    },
    {
      name: "a region in the environment",
      env: { HW_REGION_NAME: "cn-nroth-4 " },
      region: "cn-nroth-4",
      origin: "derived from the region cn-nroth-4 (HW_REGION_NAME)",
    },
    {
      name: "the region of a state that is not that of today",
      env: { HUAWEICLOUD_REGION: "cn-north-4" },
      region: "cn-nroth-4",
      origin: "derived from the region cn-nroth-4 (kept in the state)",
    },
    {
      name: "the object of endpoints",
      config: { endpoints: { live } },
      origin: `set by endpoints.live (huaweicloud:endpoints ${STACK})`,
    },
    {
      name: "a variable",
      env: { HUAWEICLOUD_LIVE_ENDPOINT: live },
      origin: "set by HUAWEICLOUD_LIVE_ENDPOINT",
    },
    {
      name: "the variable of the SDKs",
      env: { HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4: live },
      origin: "set by HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4",
    },
    {
      name: "a region and a cloud",
      config: { region: "cn-nroth-4", cloud: "example.com" },
      region: "cn-nroth-4",
      origin: `derived from the region cn-nroth-4 (huaweicloud:region ${STACK}) and the cloud example.com (huaweicloud:cloud ${STACK})`,
    },
  ])("is $name", ({ config, env, region = "cn-north-4", origin }) => {
    const settings = settingsOf(config, env);
    expect(settings.originOf(settings.endpoint(region))).toBe(origin);
  });

  test("is the endpoint file", () => {
    const settings = settingsOf({}, { HOME: homeWith({ [REGIONS_FILE]: regions }) });
    expect(settings.originOf(settings.endpoint("cn-north-4"))).toBe("set by LIVE in ~/.huaweicloud/regions.yaml");
  });

  test("is told of IAM as well", () => {
    const settings = settingsOf({ region: "cn-nroth-4" });
    expect(settings.originOf(settings.iamEndpoint("cn-nroth-4"))).toContain("derived from the region cn-nroth-4 (");
  });
});

describe("the endpoint of IAM", () => {
  const own = "https://own.example.com";
  const env = { HUAWEICLOUD_SDK_IAM_ENDPOINT: "https://env.example.com" };
  const file = {
    [PROFILE_FILE]: "[basic]\nak = ak\nsk = hidden\niam_endpoint = https://file.example.com\n",
    [REGIONS_FILE]: "IAM:\n  - id: cn-north-4\n    endpoint: https://regions.example.com\n",
  };

  test.each<{
    what: string;
    values: Values;
    variables: Env;
    files: Readonly<Record<string, string>>;
    endpoint: string;
  }>([
    {
      what: "the stack configuration",
      values: { endpoints: { iam: own } },
      variables: env,
      files: file,
      endpoint: own,
    },
    { what: "a key of its own", values: { "endpoints.iam": own }, variables: env, files: file, endpoint: own },
    {
      what: "the environment",
      values: { endpoints: { live: own } },
      variables: env,
      files: file,
      endpoint: "https://env.example.com",
    },
    { what: "the profile file", values: {}, variables: {}, files: file, endpoint: "https://file.example.com" },
    {
      what: "the endpoint file",
      values: {},
      variables: {},
      files: { [REGIONS_FILE]: file[REGIONS_FILE] ?? "" },
      endpoint: "https://regions.example.com",
    },
    { what: "the default", values: {}, variables: {}, files: {}, endpoint: "https://iam.cn-north-4.myhuaweicloud.com" },
  ])("is from $what", ({ values, variables, files, endpoint }) => {
    const settings = settingsOf(values, { HOME: homeWith(files), ...variables });
    expect(settings.iamEndpoint("cn-north-4")).toBe(endpoint);
  });

  test.each([
    ["ap-southeast-2", "https://iam.ap-southeast-2.myhuaweicloud.com"],
    ["eu-west-101", "https://iam.myhuaweicloud.eu"],
    ["eu-west-0", "https://iam.eu-west-0.myhuaweicloud.com"],
  ])("of %s is %s by default", (region, endpoint) => {
    expect(settingsOf().iamEndpoint(region)).toBe(endpoint);
  });

  test.each(["http://iam.example.com", "iam.example.com", "https://iam.example.com/v3"])(
    "%s in the environment is an error that names the variable",
    (value) => {
      const error = errorOf(() => settingsOf({}, { HUAWEICLOUD_SDK_IAM_ENDPOINT: value }).iamEndpoint("cn-north-4"));
      expect(error.message).toContain(`${JSON.stringify(value)} (HUAWEICLOUD_SDK_IAM_ENDPOINT)`);
    },
  );
});

describe("the metadata service", () => {
  test.each<[Env, string]>([
    [{}, "http://169.254.169.254"],
    [{ HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:8787" }, "http://127.0.0.1:8787"],
  ])("with %j is at %s", (env, endpoint) => {
    expect(settingsOf({}, env).metadataEndpoint()).toBe(endpoint);
  });
});

describe("the agency", () => {
  const role = { agencyName: "studio", domainName: "domain" };
  const place = "huaweicloud:assumeRole in the stack configuration";
  const env = { HW_ASSUME_ROLE_AGENCY_NAME: "studio", HW_ASSUME_ROLE_DOMAIN_NAME: "domain" };
  const usual = { ...role, domainId: undefined, duration: 21_600 };

  test.each<{ what: string; values: Values; variables: Env; agency: object }>([
    {
      what: "an object, as a Provider has it",
      values: { assumeRole: role },
      variables: {},
      agency: { ...usual, from: place },
    },
    {
      what: "JSON text, as the stack configuration has it",
      values: { assumeRole: JSON.stringify(role) },
      variables: {},
      agency: { ...usual, from: place },
    },
    {
      what: "keys of its own",
      values: { "assumeRole.agencyName": "studio", "assumeRole.domainName": "domain", "assumeRole.duration": "900" },
      variables: {},
      agency: { ...usual, duration: 900, from: place },
    },
    {
      what: "a name in snake_case",
      values: { assume_role: role },
      variables: {},
      agency: { ...usual, from: "huaweicloud:assume_role in the stack configuration" },
    },
    {
      what: "in the environment",
      values: {},
      variables: env,
      agency: { ...usual, from: "HW_ASSUME_ROLE_AGENCY_NAME" },
    },
    {
      what: "in the environment by the id of the domain, for a day",
      values: {},
      variables: {
        HW_ASSUME_ROLE_AGENCY_NAME: "studio",
        HW_ASSUME_ROLE_DOMAIN_ID: "id",
        HW_ASSUME_ROLE_DURATION: "86400",
      },
      agency: {
        agencyName: "studio",
        domainName: undefined,
        domainId: "id",
        duration: 86_400,
        from: "HW_ASSUME_ROLE_AGENCY_NAME",
      },
    },
    {
      what: "of the stack configuration, and nothing of the environment",
      values: { assumeRole: { ...role, agencyName: "own" } },
      variables: { ...env, HW_ASSUME_ROLE_DOMAIN_ID: "id", HW_ASSUME_ROLE_DURATION: "900" },
      agency: { ...usual, agencyName: "own", from: place },
    },
    {
      what: "an object with null for what is not set",
      values: { assumeRole: { agencyName: "studio", domainName: null, domainId: "id", duration: null } },
      variables: {},
      agency: { ...usual, domainName: undefined, domainId: "id", from: place },
    },
  ])("is $what", ({ values, variables, agency }) => {
    expect(settingsOf(values, variables).assumeRole()).toEqual(agency);
  });

  test.each<[string, Env]>([
    ["nothing", {}],
    ["a domain alone", { HW_ASSUME_ROLE_DOMAIN_NAME: "domain" }],
    ["an empty name", { ...env, HW_ASSUME_ROLE_AGENCY_NAME: "" }],
    ["a blank name", { ...env, HW_ASSUME_ROLE_AGENCY_NAME: " " }],
  ])("is none with %s in the environment", (_, variables) => {
    expect(settingsOf({}, variables).assumeRole()).toBeUndefined();
  });

  test.each<[unknown, string]>([
    [{ domainName: "domain" }, "has no agencyName"],
    [{ agencyName: null, domainName: "domain" }, "has no agencyName"],
    [{ agencyName: " ", domainName: "domain" }, "has no agencyName"],
    [{ agencyName: "studio" }, "does not say which account the agency belongs to"],
    [{ agencyName: "studio", domainName: "" }, "does not say which account the agency belongs to"],
    [{ ...role, duration: 0 }, "has the duration 0, but must be 900 to 86400 seconds"],
    [{ ...role, duration: 899 }, "has the duration 899"],
    [{ ...role, duration: 86_401 }, "has the duration 86401"],
    [{ ...role, duration: 900.5 }, "has the duration 900.5"],
    [{ ...role, duration: "1h" }, 'has the duration "1h"'],
    ["studio", 'is "studio", but must be an object such as {"agencyName"'],
    [["studio"], 'is ["studio"], but must be an object such as'],
  ])("%j is an error that names the place and why", (assumeRole, why) => {
    const error = errorOf(() => settingsOf({ assumeRole }).assumeRole());
    expect(error).toMatchObject({ code: "SETTING_INVALID", setting: "assumeRole" });
    expect(error.message).toContain(`${place} ${why}`);
  });

  test("in the environment without a domain is an error that names the variables", () => {
    const error = errorOf(() => settingsOf({}, { HW_ASSUME_ROLE_AGENCY_NAME: "studio" }).assumeRole());
    expect(error.message).toContain("HW_ASSUME_ROLE_AGENCY_NAME does not say which account the agency belongs to");
    expect(error.message).toContain("HW_ASSUME_ROLE_DOMAIN_NAME");
  });
});

describe("the keys of an object", () => {
  const set = (values: Values) => settingsOf({ region: "cn-north-4", ...values });
  const role = { agencyName: "studio", domainName: "domain", duration: 900 };

  test.each<Values>([
    { assumeRole: { agencyName: "studio", domainName: "domain", duration: 900 } },
    { assume_role: { agency_name: "studio", domain_name: "domain", duration: "900" } },
    { assume_role: JSON.stringify({ agency_name: "studio", domain_name: "domain", duration: 900 }) },
    { assumeRole: { agency_name: "studio", domainName: "domain", duration: 900 } },
    { "assume_role.agency_name": "studio", "assume_role.domain_name": "domain", "assume_role.duration": "900" },
    { "assumeRole.agency_name": "studio", "assume_role.domainName": "domain", assumeRole: { duration: 900 } },
    {
      "assume_role.agency_name": "studio",
      assume_role: { agency_name: "other", domain_name: "domain", duration: 900 },
    },
  ])("may be in camelCase and in snake_case: %j", (values) => {
    expect(set(values).assumeRole()).toMatchObject(role);
  });

  test.each<{ values: Values; text: string }>([
    {
      values: { assume_role: { domain_name: "d" } },
      text: "huaweicloud:assume_role in the stack configuration has no agency_name",
    },
    {
      values: { assume_role: '{"agency_name": "a"}' },
      text: "set domain_name or domain_id as well",
    },
    { values: { "assume_role.agency_name": "a" }, text: "set domain_name or domain_id as well" },
    {
      values: { assumeRole: { domainName: "d" } },
      text: "huaweicloud:assumeRole in the stack configuration has no agencyName",
    },
    {
      values: { assumeRole: { agencyNmae: "a", domainName: "d" } },
      text: 'has the unknown key "agencyNmae": did you mean agencyName?',
    },
    {
      values: { assume_role: { agency_nmae: "a", domain_name: "d" } },
      text: 'has the unknown key "agency_nmae": did you mean agency_name?',
    },
    {
      values: { assumeRole: { agencyName: "a", domainName: "d", externalId: "x" } },
      text: 'has the unknown key "externalId": the keys are agencyName, domainName, domainId, duration',
    },
    { values: { endpoints: { lvie: "https://x.test" } }, text: "did you mean live?" },
    { values: { endpoints: { Live: "https://x.test" } }, text: "did you mean live?" },
    { values: { endpoints: '{"iamm": "https://x.test"}' }, text: "did you mean iam?" },
  ])("are named in errors as the user writes them: $values", ({ values, text }) => {
    expect(
      set(values)
        .mistakes()
        .map(({ message }) => message),
    ).toEqual([expect.stringContaining(text)]);
  });

  test("of the endpoints may be those of other services, except on a Provider, which is ours alone", () => {
    const endpoints = { obs: "https://obs.test", ram: "https://ram.test", live: "https://live.test" };
    expect(set({ endpoints }).endpoint("cn-north-4")).toBe("https://live.test");
    expect(set({ endpoints }).mistakes()).toEqual([]);
    const own = settingsOf({ region: "cn-north-4", endpoints }, {}, "bangkok");
    expect(own.mistakes()[0]?.message).toContain('endpoints of the Provider "bangkok" has the unknown key "obs"');
  });
});

describe("secrets inside objects", () => {
  const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  const output = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
    value,
    secret: true,
    dependencies: [],
  });
  const url = "https://live.test";

  test.each<unknown>([
    { live: secret(url) },
    secret({ live: url }),
    secret({ live: secret(url) }),
    { live: secret(secret(url)) },
    { live: output(url) },
    JSON.stringify({ live: secret(url) }),
    secret(JSON.stringify({ live: url })),
  ])("count without their envelope: %j", (endpoints) => {
    expect(settingsOf({ endpoints }, {}, "bangkok").endpoint("cn-north-4")).toBe(url);
  });

  test("count in an agency as well, and in a setting of its own", () => {
    const assumeRole = { agencyName: secret("studio"), domainId: secret("id"), duration: secret(900) };
    const settings = settingsOf({ region: secret("cn-north-4"), assumeRole }, {}, "bangkok");
    expect(settings.assumeRole()).toMatchObject({ agencyName: "studio", domainId: "id", duration: 900 });
    expect(settings.region()).toBe("cn-north-4");
  });

  test.each<Values>([
    { endpoints: { live: secret("http://hidden.example.com") } },
    { endpoints: secret("hidden") },
    { assumeRole: secret("hidden") },
    { assumeRole: { agencyName: "a", domainName: "d", duration: secret("hidden") } },
  ])("are not shown by an error: %j", (values) => {
    const mistakes = settingsOf({ region: "cn-north-4", ...values }, {}, "bangkok").mistakes();
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.message).not.toMatch(/hidden/);
  });
});

describe("the mistakes", () => {
  const region = { region: "cn-north-4" };

  test.each<{ values: Values; env: Env; settings: readonly string[] }>([
    { values: {}, env: {}, settings: ["region"] },
    { values: { region: "cn north" }, env: {}, settings: ["region"] },
    { values: { ...region, projectId: "a b" }, env: {}, settings: ["projectId"] },
    { values: region, env: { HW_PROJECT_NAME: "a b" }, settings: ["projectName"] },
    { values: region, env: { HW_CLOUD: "https://cloud.test" }, settings: ["cloud"] },
    { values: { ...region, cloud: "cloud" }, env: {}, settings: ["cloud"] },
    { values: { ...region, endpoints: { iam: "https://iam.test/v3" } }, env: {}, settings: ["endpoints"] },
    { values: region, env: { HUAWEICLOUD_SDK_IAM_ENDPOINT: "https://iam.test/v3" }, settings: ["endpoints"] },
    { values: region, env: { HUAWEICLOUD_LIVE_ENDPOINT: "live.test" }, settings: ["endpoints"] },
    { values: region, env: { HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://10.1.2.3" }, settings: ["endpoints"] },
    { values: { ...region, requestsPerMinute: "many" }, env: {}, settings: ["requestsPerMinute"] },
    { values: { ...region, accessKey: "AK" }, env: {}, settings: ["secretKey"] },
    { values: region, env: { HW_SECRET_KEY: "hidden" }, settings: ["accessKey"] },
    { values: region, env: { HW_USER_NAME: "me" }, settings: ["password"] },
    { values: { ...region, accessKey: "A K", secretKey: "hidden" }, env: {}, settings: ["accessKey"] },
    { values: { ...region, token: "hid\nden" }, env: {}, settings: ["token"] },
    { values: { ...region, assumeRole: { agencyName: "a" } }, env: {}, settings: ["assumeRole"] },
    { values: region, env: { HW_ASSUME_ROLE_AGENCY_NAME: "a" }, settings: ["assumeRole"] },
    {
      values: { ...region, token: "hidden", assumeRole: { agencyName: "a", domainName: "d" } },
      env: {},
      settings: ["assumeRole"],
    },
    { values: region, env: { HW_PROFILE: "none" }, settings: ["profile"] },
    { values: { ...region, profile: "none" }, env: {}, settings: ["profile"] },
    {
      values: { requestsPerMinute: 0, accessKey: "AK" },
      env: { HTTPS_PROXY: "http://" },
      settings: ["region", "HTTPS_PROXY", "requestsPerMinute", "secretKey"],
    },
    {
      values: {
        ...region,
        accessKey: "AK",
        endpoints: { iam: "https://iam.test/v3" },
        assumeRole: { agencyName: "a" },
      },
      env: {},
      settings: ["endpoints", "secretKey", "assumeRole"],
    },
  ])("of $values with $env are all found at once, without asking anybody", ({ values, env, settings }) => {
    const mistakes = settingsOf(values, env).mistakes();
    expect(mistakes.map(({ setting }) => setting)).toEqual(settings);
    for (const { message } of mistakes) expect(message).not.toMatch(/hid/);
  });

  test("are none where no credential is set: a preview needs none", () => {
    expect(settingsOf(region).mistakes()).toEqual([]);
  });

  test("are none in an endpoint file that is not needed", () => {
    const HOME = homeWith({ [REGIONS_FILE]: "LIVE: [" });
    const keys = { accessKey: "AK", secretKey: "SK", projectId: "p", endpoints: { live: "https://live.test" } };
    expect(settingsOf({ ...region, ...keys }, { HOME }).mistakes()).toEqual([]);
    expect(settingsOf({ ...region, ...keys, projectId: "" }, { HOME }).mistakes()).toHaveLength(1);
  });
});

describe("the name of a project", () => {
  test.each<{ values: Values; env: Env; id?: string; name: string }>([
    { values: {}, env: {}, name: "cn-north-4" },
    { values: {}, env: { HW_PROJECT_NAME: "cn-north-4_events" }, name: "cn-north-4_events" },
    { values: { projectName: "own" }, env: { HW_PROJECT_NAME: "other" }, name: "own" },
    { values: { project_name: "own" }, env: {}, name: "own" },
    { values: { projectName: "own" }, env: { HW_PROJECT_ID: "id" }, name: "own" },
    { values: { projectName: "own", projectId: "id" }, env: {}, id: "id", name: "cn-north-4" },
    { values: {}, env: { HW_PROJECT_NAME: "own", HW_PROJECT_ID: "id" }, id: "id", name: "cn-north-4" },
  ])("with $values and $env is $name", ({ values, env, id, name }) => {
    const settings = settingsOf({ region: "cn-north-4", ...values }, env);
    expect(settings.projectId()).toBe(id);
    expect(settings.projectName("cn-north-4")).toBe(name);
    expect(settings.projectName("cn-north-1")).toBe("cn-north-1");
  });

  test("of a Provider with a region is taken from nowhere else", () => {
    const settings = settingsOf({ region: "ap-southeast-3" }, { HW_PROJECT_NAME: "elsewhere" }, "bangkok");
    expect(settings.projectName("ap-southeast-3")).toBe("ap-southeast-3");
  });
});

describe("the cloud", () => {
  test.each<{ values: Values; env: Env; region?: string; live: string; iam: string }>([
    {
      values: { cloud: "Cloud.test" },
      env: {},
      live: "https://live.cn-north-4.cloud.test",
      iam: "https://iam.cn-north-4.cloud.test",
    },
    {
      values: {},
      env: { HW_CLOUD: "cloud.test" },
      live: "https://live.cn-north-4.cloud.test",
      iam: "https://iam.cn-north-4.cloud.test",
    },
    {
      values: {},
      env: { HW_CLOUD: "myhuaweicloud.eu" },
      region: "eu-west-101",
      live: "https://live.eu-west-101.myhuaweicloud.eu",
      iam: "https://iam.myhuaweicloud.eu",
    },
    {
      values: { endpoints: { live: "https://own.test" } },
      env: { HW_CLOUD: "cloud.test" },
      live: "https://own.test",
      iam: "https://iam.cn-north-4.cloud.test",
    },
  ])("of $values and $env has the endpoints", ({ values, env, region = "cn-north-4", live, iam }) => {
    const settings = settingsOf({ region, ...values }, env);
    expect([settings.endpoint(region), settings.iamEndpoint(region)]).toEqual([live, iam]);
  });
});
