import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { type Emulator, type EmulatorOptions, type Fault, startEmulator } from "../../emulator";
import { DOMAIN } from "../engine/project";
import { homeWith, KOOCLI_FILE, PROFILE_FILE, REGIONS_FILE } from "../provider/settings/fixture";
import { CallError, Plugin, RULE_PROVIDER_TEXT } from "./plugin";

type Env = Record<string, string>;

const PROJECT = "0".repeat(32);
const SECRET = "emulator-secret-key";
const PASSWORD = "emulator-password";

const pair = { HUAWEICLOUD_SDK_AK: "EMULATORACCESSKEY00", HUAWEICLOUD_SDK_SK: SECRET };
const user = { HW_USER_NAME: "emulator-user", HW_USER_PASSWORD: PASSWORD, HW_DOMAIN_NAME: "emulator-domain" };
const agency = { HW_ASSUME_ROLE_AGENCY_NAME: "emulator-agency", HW_ASSUME_ROLE_DOMAIN_NAME: "emulator-domain" };
const STREAM = { publishDomain: DOMAIN, app: "live", stream: "a" };
const project = { HUAWEICLOUD_SDK_PROJECT_ID: PROJECT };

const profileFile = `[basic]\nak = EMULATORACCESSKEY00\nsk = ${SECRET}\nproject_id = ${PROJECT}\n`;
const kooCli = JSON.stringify({
  current: "studio",
  profiles: [
    {
      name: "studio",
      mode: "AKSK",
      accessKeyId: "EMULATORACCESSKEY00",
      secretAccessKey: SECRET,
      region: "cn-north-4",
      projectId: PROJECT,
    },
  ],
});

describe("the credential in a real plugin process", () => {
  let plugin: Plugin | undefined;
  let emulator: Emulator | undefined;
  afterEach(async () => {
    plugin?.stop();
    await emulator?.close();
  });

  async function ready(
    env: Env,
    options: EmulatorOptions = {},
    { files, config, text }: Pick<Source, "files" | "config"> & { text?: string | undefined } = {},
  ) {
    emulator = await startEmulator({ metadata: "off", ...options });
    plugin = await Plugin.start(
      {
        HOME: homeWith(files?.(emulator.url) ?? {}),
        HUAWEICLOUD_REGION: "cn-north-4",
        HUAWEICLOUD_LIVE_ENDPOINT: emulator.url,
        HUAWEICLOUD_SDK_IAM_ENDPOINT: emulator.url,
        HUAWEICLOUD_LIVE_METADATA_ENDPOINT: emulator.url,
        PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1",
        ...env,
      },
      Object.fromEntries(Object.entries(config ?? {}).map(([name, value]) => [`huaweicloud:${name}`, value])),
      text,
    );
    return { plugin, emulator };
  }

  async function create(plugin: Plugin, stream = "a") {
    const { inputs, failures } = await plugin.check({}, { publishDomain: DOMAIN, app: "live", stream });
    expect(failures).toEqual([]);
    return plugin.create(inputs);
  }

  async function refusalOf(call: Promise<unknown>): Promise<string> {
    const error = await call.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CallError);
    expect((error as CallError).kept).toBeUndefined();
    return (error as CallError).message;
  }

  /** The one error that has all lines: the others of a run leave out what it has said. */
  function whole(messages: readonly string[]): string {
    const [message = "", ...more] = messages.filter((one) => !one.includes("earlier error of this run"));
    expect(more).toEqual([]);
    return message;
  }

  /** The requests in their order: `START 200`. */
  const asked = ({ requests }: Emulator) => requests().map(({ operation, status }) => `${operation} ${status}`);

  /** Neither what was set nor what was issued, which is 40 hexadecimal digits or more. */
  const SECRETS = new RegExp(`${SECRET}|${PASSWORD}|[0-9a-fA-F]{40}|Signature=`);

  interface Source {
    readonly env?: Env;
    /** In the home, by path. */
    readonly files?: (url: string) => Record<string, string>;
    /** The stack configuration, without `huaweicloud:`. */
    readonly config?: Record<string, unknown>;
    readonly options?: EmulatorOptions;
    /** What the debug log says of the credential. */
    readonly from: string;
    /** What leads to the credential. */
    readonly before: readonly string[];
  }

  const plain: Source = {
    env: project,
    options: { metadata: "plain" },
    from: "credential from the metadata service of this machine",
    before: ["metadata 404", "metadata 200"],
  };

  test.each<[string, Source]>([
    ["a key pair", { env: { ...pair, ...project }, from: "credential from HUAWEICLOUD_SDK_AK", before: [] }],
    [
      "a key pair without a project",
      { env: pair, from: "credential from HUAWEICLOUD_SDK_AK", before: ["projects 200"] },
    ],
    [
      "the profile file",
      {
        files: () => ({ [PROFILE_FILE]: profileFile }),
        from: "credential from ak in [basic] of ~/.huaweicloud/credentials",
        before: [],
      },
    ],
    [
      "a profile of KooCLI, with its region",
      {
        env: { HW_PROFILE: "studio", HUAWEICLOUD_REGION: "" },
        files: () => ({ [KOOCLI_FILE]: kooCli }),
        from: 'credential from accessKeyId of the profile "studio" in ~/.hcloud/config.json',
        before: [],
      },
    ],
    [
      "the current profile of a file of KooCLI",
      {
        env: { HW_SHARED_CONFIG_FILE: "~/studio.json" },
        files: () => ({ "studio.json": kooCli }),
        from: 'credential from accessKeyId of the profile "current" in ~/studio.json',
        before: [],
      },
    ],
    [
      "a profile that the stack configuration names",
      {
        config: { profile: "studio" },
        files: () => ({ [KOOCLI_FILE]: kooCli }),
        from: 'credential from accessKeyId of the profile "studio" in ~/.hcloud/config.json',
        before: [],
      },
    ],
    [
      "a profile file elsewhere, with the endpoint of IAM",
      {
        env: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: "~/studio.ini", HUAWEICLOUD_SDK_IAM_ENDPOINT: "" },
        files: (url) => ({
          "studio.ini": `[basic]\nak=EMULATORACCESSKEY00\nsk=${SECRET}\niam_endpoint=${url}\n`,
        }),
        from: "credential from ak in [basic] of ~/studio.ini",
        before: ["projects 200"],
      },
    ],
    [
      "a key pair by the names of Terraform, with the endpoint file",
      {
        env: {
          HW_ACCESS_KEY: pair.HUAWEICLOUD_SDK_AK,
          HW_SECRET_KEY: SECRET,
          HUAWEICLOUD_LIVE_ENDPOINT: "",
          HUAWEICLOUD_SDK_IAM_ENDPOINT: "",
        },
        files: (url) => ({
          [REGIONS_FILE]: `LIVE:\n  - {id: cn-north-4, endpoint: '${url}'}\nIAM:\n  - {id: cn-north-4, endpoint: '${url}'}\n`,
        }),
        from: "credential from HW_ACCESS_KEY",
        before: ["projects 200"],
      },
    ],
    [
      "a key pair by the names of the samples",
      {
        env: { CLOUD_SDK_AK: pair.HUAWEICLOUD_SDK_AK, CLOUD_SDK_SK: SECRET, ...project },
        from: "credential from CLOUD_SDK_AK",
        before: [],
      },
    ],
    [
      "a token",
      { env: { HW_AUTH_TOKEN: "emulator-token", ...project }, from: "credential from HW_AUTH_TOKEN", before: [] },
    ],
    [
      "a user in the stack configuration",
      {
        config: { userName: "emulator-user", password: PASSWORD, domainName: "emulator-domain" },
        env: project,
        from: "credential from huaweicloud:userName in the stack configuration",
        before: ["token 201"],
      },
    ],
    [
      "an agency in the stack configuration",
      {
        config: { assumeRole: JSON.stringify({ agencyName: "emulator-agency", domainName: "emulator-domain" }) },
        env: { ...pair, ...project },
        from: "and the agency emulator-agency from huaweicloud:assumeRole in the stack configuration",
        before: ["security-tokens 201"],
      },
    ],
    [
      "a user with a password",
      { env: { ...user, ...project }, from: "credential from HW_USER_NAME", before: ["token 201"] },
    ],
    [
      "a user without a project, whose token for it needs its id",
      { env: user, from: "credential from HW_USER_NAME", before: ["token 201", "projects 200", "token 201"] },
    ],
    ["a machine that has no session tokens", plain],
    ["a machine that has", { ...plain, options: { metadata: "token" }, before: ["metadata 200", "metadata 200"] }],
    [
      "an agency",
      {
        env: { ...pair, ...agency, ...project },
        from: "and the agency emulator-agency from HW_ASSUME_ROLE_AGENCY_NAME",
        before: ["security-tokens 201"],
      },
    ],
    [
      "an agency, with the key pair of a machine, without a project",
      {
        env: agency,
        options: { metadata: "token" },
        from: "and the agency emulator-agency from HW_ASSUME_ROLE_AGENCY_NAME",
        before: ["metadata 200", "metadata 200", "security-tokens 201", "projects 200"],
      },
    ],
  ])("of %s gets a START through, and the debug log says which it was, and no secret", async (_, source) => {
    const { plugin, emulator } = await ready(source.env ?? {}, source.options, source);
    const { outs } = await create(plugin);
    expect(outs).toMatchObject({ recording: true, projectId: PROJECT, region: "cn-north-4" });
    const requests = asked(emulator);
    const start = requests.indexOf("START 200");
    expect(requests.slice(0, start)).toEqual(source.before);
    await expect.poll(() => plugin.output).toContain(`huaweicloud-live debug: ${source.from}`);
    expect(plugin.output).not.toMatch(SECRETS);
    expect(JSON.stringify(outs)).not.toMatch(SECRETS);
  });

  const noToken = { operation: "metadata", times: 1 } as const;

  test.each<{ name: string; fault: Fault; status: number }>([
    { name: "hangs", fault: { ...noToken, kind: "hang" }, status: 0 },
    { name: "is reset", fault: { ...noToken, kind: "reset" }, status: 0 },
    { name: "is refused with 400", fault: { ...noToken, kind: "status", status: 400 }, status: 400 },
    { name: "is refused with 403", fault: { ...noToken, kind: "status", status: 403 }, status: 403 },
    { name: "is refused with 405", fault: { ...noToken, kind: "status", status: 405 }, status: 405 },
  ])("a machine whose session token $name still gives its key pair without one", async ({ fault, status }) => {
    const { plugin, emulator } = await ready(project, { metadata: "plain" });
    emulator.addFault(fault);
    await create(plugin);
    expect(asked(emulator)).toEqual([`metadata ${status}`, "metadata 200", "START 200"]);
  });

  test("a machine that gives neither session token nor keys says both in the error", async () => {
    const { plugin, emulator } = await ready(project, { metadata: "token" });
    emulator.addFault({ ...noToken, kind: "status", status: 403, body: "no token here" });
    const message = await refusalOf(create(plugin));
    expect(message).toMatch(/^CREDENTIAL_MISSING: /);
    expect(message.split("\n").at(-1)).toMatch(/no agency \(HTTP 401 .*; the session token: HTTP 403 "no token here"/);
    expect(asked(emulator)).toEqual(["metadata 403", "metadata 401"]);
  });

  /** Credentials that are fetched, each with the requests that fetch it, and those that fetch it anew when all have ended. */
  const fetchedCredentials: readonly {
    name: string;
    env: Env;
    options?: EmulatorOptions;
    fetched: readonly string[];
    anew?: readonly string[];
  }[] = [
    { name: "the token of a user", env: user, fetched: ["token 201"] },
    {
      name: "the key pair of a machine",
      env: {},
      options: { metadata: "token" },
      fetched: Array(2).fill("metadata 200"),
    },
    { name: "the key pair of an agency", env: { ...pair, ...agency }, fetched: ["security-tokens 201"] },
    {
      name: "the key pair of an agency of a machine",
      env: agency,
      options: { metadata: "plain" },
      fetched: ["metadata 404", "metadata 200", "security-tokens 201"],
      anew: ["security-tokens 401", "metadata 404", "metadata 200", "security-tokens 201"],
    },
  ];

  const isAbout = /^(token|metadata|security-tokens) /;

  test.each(fetchedCredentials)(
    "$name that ends in mid-run is renewed once, for all who need it, and locks nothing",
    async ({ env, options, fetched, anew = fetched }) => {
      const { plugin, emulator } = await ready({ ...env, ...project }, options);
      const { id, outs } = await create(plugin);
      emulator.expireCredentials();
      const creates = Array.from({ length: 20 }, (_, i) => create(plugin, `s-${i}`));
      await Promise.all([...creates, plugin.read(id, outs), plugin.delete(id, outs)]);
      const requests = asked(emulator);
      expect(requests.filter((request) => isAbout.test(request))).toEqual([...fetched, ...anew]);
      expect(requests.filter((request) => request === "START 200")).toHaveLength(21);
      expect(requests.filter((request) => request === "STOP 200")).toHaveLength(1);
      const refused = requests.filter((request) => request.endsWith(" 401") && !isAbout.test(request));
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThan(5);
    },
  );

  type Call = (plugin: Plugin, id: string, outs: Record<string, unknown>) => Promise<unknown>;

  const rule = { publishDomain: DOMAIN, app: "live", storage: { bucket: "recordings" }, hls: { cycle: 3600 } };
  const remove: Call = (plugin, id, outs) => plugin.delete(id, outs);
  const look: Call = (plugin, id, outs) => plugin.read(id, outs);
  const change =
    (changes: object): Call =>
    (plugin, id, outs) =>
      plugin.update(id, outs, { ...outs, ...changes });

  const calls: readonly { name: string; declared: object; text?: string; call: Call; asks: string }[] = [
    { name: "delete", declared: STREAM, call: remove, asks: "STOP" },
    { name: "read", declared: STREAM, call: look, asks: "streams" },
    { name: "update", declared: STREAM, call: change({ recording: false }), asks: "STOP" },
    { name: "delete of a rule", declared: rule, text: RULE_PROVIDER_TEXT, call: remove, asks: "rule-delete" },
    { name: "read of a rule", declared: rule, text: RULE_PROVIDER_TEXT, call: look, asks: "rule-show" },
    {
      name: "update of a rule",
      declared: rule,
      text: RULE_PROVIDER_TEXT,
      call: change({ hls: { cycle: 60 } }),
      asks: "rule-update",
    },
  ];

  test.each(calls)("the $name has a key pair that has ended fetched anew", async ({ declared, text, call, asks }) => {
    const options = { metadata: "plain" } as const;
    const { plugin, emulator } = await ready(project, options, { text });
    const { inputs } = await plugin.check({}, declared as Record<string, unknown>);
    const { id, outs } = await plugin.create(inputs);
    emulator.expireCredentials();
    const before = asked(emulator).length;
    await call(plugin, id, outs);
    const [first, ...rest] = asked(emulator).slice(before);
    expect([first, ...rest.slice(0, 2)]).toEqual([expect.stringMatching(/ 401$/), "metadata 404", "metadata 200"]);
    expect(rest.slice(2)).toContainEqual(expect.stringMatching(new RegExp(`^${asks} 20`)));
    expect(rest.slice(2)).not.toContainEqual(expect.stringMatching(/ 401$/));
  });

  test("a key pair that is truly wrong costs one request more, however many commands want it", async () => {
    const { plugin, emulator } = await ready(project, { metadata: "plain" });
    emulator.addFault({
      operation: "START",
      kind: "status",
      status: 401,
      times: 0,
      body: { error_code: "APIGW.0301" },
    });
    const messages = await Promise.all(Array.from({ length: 10 }, (_, i) => refusalOf(create(plugin, `s-${i}`))));
    for (const message of messages) {
      expect(message).toMatch(
        /^AUTHENTICATION_FAILED: .*the service rejected the credential \(the metadata service .*\), even after it was fetched/,
      );
    }
    const once = ["metadata 404", "metadata 200", "START 401"];
    expect(asked(emulator)).toEqual([...once, ...once]);
  });

  test("a key pair that is set and is not accepted is sent once", async () => {
    const { plugin, emulator } = await ready({ ...pair, HUAWEICLOUD_SDK_SK: "the-wrong-one", ...project });
    for (const message of await Promise.all(["a", "b", "c"].map((stream) => refusalOf(create(plugin, stream))))) {
      expect(message).toMatch(
        /^AUTHENTICATION_FAILED: .*rejected the credential \(HUAWEICLOUD_SDK_AK\). Check the access key and its/,
      );
    }
    expect(asked(emulator)).toEqual(["START 401"]);
  });

  test.each<[string, Env, EmulatorOptions, string]>([
    ["a token of IAM", user, { tokenLifetime: 4 }, "token 201"],
    ["the key pair of a machine", {}, { metadata: "plain", keyLifetime: 4 }, "metadata 200"],
  ])("%s is renewed before it ends", async (_, env, options, fetched) => {
    const { plugin, emulator } = await ready({ ...env, ...project }, options);
    await create(plugin);
    await sleep(2500);
    await create(plugin, "b");
    const requests = asked(emulator);
    expect(requests.filter((request) => request === fetched)).toHaveLength(2);
    expect(requests.filter((request) => request.endsWith(" 401"))).toEqual([]);
  });

  test("half a key pair is an error of check and of every command, which says what is where", async () => {
    const { plugin, emulator } = await ready({ HUAWEICLOUD_SDK_AK: "half", HW_SECRET_KEY: SECRET, ...project });
    const stream = { publishDomain: DOMAIN, app: "live", stream: "a" };
    const message = await refusalOf(plugin.create({ ...stream, recording: true, region: "cn-north-4" }));
    const { failures } = await plugin.check({}, stream);
    const once = message.split("\n")[0]?.replace(/:$/, " (the rest is in an earlier error of this run)");
    expect(failures).toEqual([{ property: "secretKey", reason: once }]);
    expect(message).toMatch(/^CREDENTIAL_INCOMPLETE: HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not/);
    expect(message).toContain("HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: only HUAWEICLOUD_SDK_AK");
    expect(asked(emulator)).toEqual([]);
  });

  test("a wrong password is tried once, also for several projects", async () => {
    const { plugin, emulator } = await ready({ ...user, HW_USER_PASSWORD: "the-wrong-one" });
    const state = { publishDomain: DOMAIN, app: "live", recording: true, region: "cn-north-4", status: "recording" };
    for (const [i, projectId] of ["1", "2", "3"].entries()) {
      const refusal = plugin.delete(`${DOMAIN}/live/${i}`, {
        ...state,
        stream: `${i}`,
        projectId: projectId.repeat(32),
      });
      expect(await refusalOf(refusal)).toMatch(/^CREDENTIAL_REFUSED: /);
    }
    expect(asked(emulator)).toEqual(["token 401"]);
  });

  test("a START without an answer is kept in the state, also where the account is refused when it is asked again", async () => {
    const { plugin, emulator } = await ready({ ...user, ...project });
    emulator.addFault({ operation: "token", kind: "status", status: 401, skip: 1 });
    emulator.addFault({ operation: "START", kind: "reset", executed: true });
    // Taken over or too early, so it is asked once more, and then the token has ended.
    emulator.addFault({ operation: "START", kind: "status", status: 401, skip: 1, body: { error_code: "APIGW.0307" } });
    const error = await create(plugin).catch((e: unknown) => e);
    expect((error as CallError).kept).toMatchObject({ id: `${DOMAIN}/live/a`, properties: { status: "unknown" } });
    expect(asked(emulator)).toEqual(["token 201", "START 0", "START 400", "START 401", "token 401"]);
  });

  test("a START without an answer is kept in the state, also where the account is refused after it", async () => {
    const { plugin, emulator } = await ready({ ...user, ...project });
    emulator.addFault({ operation: "token", kind: "status", status: 401, skip: 1 });
    emulator.addFault({ operation: "START", kind: "reset", executed: true });
    emulator.addFault({ operation: "START", kind: "status", status: 401, body: { error_code: "APIGW.0307" } });
    const error = await create(plugin).catch((e: unknown) => e);
    expect((error as CallError).message).toMatch(
      /^NO_ANSWER: .*the token of IAM .* was refused: .*It may have been executed/s,
    );
    expect((error as CallError).kept).toMatchObject({ id: `${DOMAIN}/live/a`, properties: { status: "unknown" } });
    expect(asked(emulator)).toEqual(["token 201", "START 0", "START 401", "token 401"]);
  });

  test("a token that was set and has ended is no reason to ask for another", async () => {
    const { plugin, emulator } = await ready({ HW_AUTH_TOKEN: "ended", ...project });
    expect(await refusalOf(create(plugin))).toMatch(
      /^AUTHENTICATION_FAILED: .*the token \(HW_AUTH_TOKEN\) has expired or belongs to another region/,
    );
    expect(asked(emulator)).toEqual(["START 401"]);
  });

  test.each<[string, Env]>([
    ["a project", project],
    ["no project", {}],
  ])("a wrong password is tried once by ten commands at once, with %s", async (_, env) => {
    const { plugin, emulator } = await ready({ ...user, HW_USER_PASSWORD: "the-wrong-one", ...env });
    const creates = Array.from({ length: 10 }, (_, i) => refusalOf(create(plugin, `s-${i}`)));
    const messages = await Promise.all([...creates]);
    messages.push(await refusalOf(create(plugin, "later")));
    for (const message of messages) {
      expect(message).toMatch(
        /^CREDENTIAL_REFUSED: the token of IAM \(.*\) for the user emulator-user of emulator-domain \(HW_USER_NAME\) was refused: /,
      );
    }
    expect(whole(messages)).toContain('HTTP 401 "The username or password is wrong."');
    expect(asked(emulator)).toEqual(["token 401"]);
    expect(plugin.output + messages.join()).not.toMatch(/the-wrong-one/);
  });

  test("an agency that is refused is asked for once", async () => {
    const env = { ...pair, ...agency, HW_ASSUME_ROLE_AGENCY_NAME: "another", ...project };
    const { plugin, emulator } = await ready(env);
    const messages = await Promise.all(["a", "b", "c"].map((stream) => refusalOf(create(plugin, stream))));
    for (const message of messages)
      expect(message).toMatch(/^CREDENTIAL_REFUSED: the temporary key of the agency another /);
    expect(asked(emulator)).toEqual(["security-tokens 403"]);
  });

  test.each<[EmulatorOptions["metadata"], RegExp, readonly string[]]>([
    [
      "no-agency",
      /: no agency \(HTTP 401 "Please configure Cloud Service Agency first"/,
      ["metadata 200", "metadata 401"],
    ],
    ["off", /: no agency \(HTTP 404 "404 Not Found"/, ["metadata 404", "metadata 404"]],
  ])("with none, and metadata %s, the error lists all places in their order", async (metadata, last, requests) => {
    const { plugin, emulator } = await ready(project, { metadata });
    const messages = await Promise.all(["a", "b", "c"].map((stream) => refusalOf(create(plugin, stream))));
    const message = whole(messages);
    for (const one of messages) expect(one).toMatch(/^CREDENTIAL_MISSING: no credential for Huawei Cloud was found/);
    const places = [
      /^CREDENTIAL_MISSING: no credential for Huawei Cloud was found/,
      /huaweicloud:token in the stack configuration: not set/,
      /huaweicloud:accessKey .* and huaweicloud:secretKey .*: not set/,
      /huaweicloud:userName .* and huaweicloud:password .* and huaweicloud:domainName .*: not set/,
      /HW_AUTH_TOKEN: not set/,
      /HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: not set/,
      /HW_ACCESS_KEY and HW_SECRET_KEY: not set/,
      /CLOUD_SDK_AK and CLOUD_SDK_SK: not set/,
      /HW_USER_NAME and HW_USER_PASSWORD and HW_DOMAIN_NAME: not set/,
      /~\/\.huaweicloud\/credentials: no such file/,
      /KooCLI.s configuration: neither HW_PROFILE nor HW_SHARED_CONFIG_FILE is set/,
      last,
    ];
    const lines = message.split("\n");
    expect(lines).toHaveLength(places.length);
    for (const [i, place] of places.entries()) expect(lines[i]).toMatch(place);
    expect(asked(emulator)).toEqual(requests);
  });

  test("the project is looked up once by ten commands at once", async () => {
    const { plugin, emulator } = await ready(pair, {
      projects: [
        { id: "p-north", name: "cn-north-4" },
        { id: "p-studio", name: "cn-north-4_studio" },
      ],
    });
    const created = await Promise.all(Array.from({ length: 10 }, (_, i) => create(plugin, `s-${i}`)));
    expect(new Set(created.map(({ outs }) => outs.projectId))).toEqual(new Set(["p-north"]));
    expect(asked(emulator).filter((request) => request.startsWith("projects"))).toEqual(["projects 200"]);
  });

  test.each<[string, EmulatorOptions["projects"], RegExp]>([
    [
      "none",
      [{ id: "p-1", name: "cn-north-1" }],
      /^PROJECT_NOT_FOUND: no project id is set, and the account has no project named cn-north-4 \(credential HUAWEICLOUD_SDK_AK\)/,
    ],
    [
      "two",
      [
        { id: "p-1", name: "cn-north-4" },
        { id: "p-2", name: "cn-north-4" },
      ],
      /^PROJECT_AMBIGUOUS: no project id is set, and cn-north-4 has 2 projects: p-1 \(cn-north-4\), p-2 \(cn-north-4\)/,
    ],
  ])("with %s of the region's name there is an error, and nothing but the look-up", async (_, projects, message) => {
    const { plugin, emulator } = await ready(pair, { projects });
    const said = await refusalOf(create(plugin));
    expect(said).toMatch(message);
    expect(said).toContain("  - HUAWEICLOUD_SDK_PROJECT_ID");
    expect(emulator.requests().map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /v3/projects"]);
  });
});
