import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { EngineLog } from "../../plugin/engine-log";
import { resourceProvider } from "../../plugin/server";
import { secret } from "../../plugin/wire";
import { UNKNOWN } from "../../provider/lifecycle/inputs/declaration";
import { commands, settingsFor } from "../engine/project";
import { failureOf } from "../failure-of";
import { CallError, PluginClient, providerUrn, urnOf } from "./client";
import { startLogService } from "./engine";

const STREAM = { publishDomain: "push.example.com", app: "live", stream: "a" };
const ID = "push.example.com/live/a";
const URN = urnOf("a");
const { DIFF_SOME, DIFF_NONE, DIFF_UNKNOWN } = rpc.DiffResponse.DiffChanges;

let emulator: Emulator;
let engine: Awaited<ReturnType<typeof startLogService>>;
let server: Server;
let plugin: PluginClient;
let addresses: string[];

beforeEach(async () => {
  [emulator, engine] = await Promise.all([startEmulator(), startLogService()]);
  await serve();
});
afterEach(async () => {
  plugin.close();
  server.forceShutdown();
  engine.close();
  await emulator.close();
});

async function serve(env: Record<string, string> = {}) {
  plugin?.close();
  server?.forceShutdown();
  addresses = [];
  const log = new EngineLog();
  const onEngine = (address: string) => {
    addresses.push(address);
    log.connect(address);
  };
  server = new Server();
  const around = { version: "1.2.3", env: { ...settingsFor(emulator), ...env }, log, onEngine };
  server.addService(ResourceProviderService, resourceProvider(around));
  const port = await new Promise<number>((resolve) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, port) => resolve(port));
  });
  plugin = new PluginClient(port);
}

async function created(more: Record<string, unknown> = {}, urn = URN) {
  const { inputs } = await plugin.check(urn, {}, { ...STREAM, ...more });
  return { inputs, ...(await plugin.create(urn, inputs)) };
}

describe("the plugin", () => {
  test("serves the whole life of a recording", async () => {
    await plugin.handshake(engine.address);
    await plugin.configure();
    const { inputs, id, outs } = await created();
    expect(id).toBe(ID);
    expect(outs).toMatchObject({ ...inputs, status: "recording" });
    expect(await plugin.diff(URN, id, outs, inputs)).toMatchObject({ changes: DIFF_UNKNOWN, replaces: [] });
    expect(await plugin.read(URN, id, outs, inputs)).toEqual({ id, props: outs, inputs });
    const stopped = await plugin.update(URN, id, outs, { ...inputs, recording: false });
    expect(stopped.status).toBe("stopped");
    await plugin.delete(URN, id, stopped);
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
  });

  test("serves the whole life of a rule", async () => {
    const urn = urnOf("rule", "RecordRule");
    const rule = {
      publishDomain: "push.example.com",
      app: "live",
      storage: { bucket: "records" },
      hls: { cycle: 3600 },
    };
    const { inputs } = await plugin.check(urn, {}, rule);
    const { id, outs } = await plugin.create(urn, inputs);
    const changed = { ...inputs, hls: { cycle: 60 } };
    const updated = await plugin.update(urn, id, outs, changed);
    expect(updated.hls).toEqual({ cycle: 60 });
    const replaced = await plugin.diff(urn, id, updated, { ...changed, type: "CONTINUOUS_RECORD" });
    expect(replaced).toMatchObject({ replaces: ["type"], deleteBeforeReplace: true });
    await plugin.delete(urn, id, updated);
    expect((await plugin.read(urn, id, updated)).id).toBe("");
  });

  test("knows the resource by its type, whatever it is a child of", async () => {
    const urn = "urn:pulumi:dev::test::my:index:Stage$huaweicloud-live:index:StreamRecording::a::b";
    expect((await plugin.check(urn, {}, STREAM)).failures).toEqual([]);
    const unknown = await failureOf(plugin.check(urnOf("a", "Stream"), {}, STREAM), CallError);
    expect(unknown.message).toContain("huaweicloud-live:index:Stream is not a resource of huaweicloud-live 1.2.3");
  });

  test("tells the release as its version, and gives the schema of that release", async () => {
    expect(await plugin.version()).toBe("1.2.3");
    expect(await plugin.schema()).toMatchObject({ name: "huaweicloud-live", version: "1.2.3" });
  });

  test.each([
    ["invoke", new rpc.InvokeRequest()],
    ["call", new rpc.CallRequest()],
    ["construct", new rpc.ConstructRequest()],
    ["parameterize", new rpc.ParameterizeRequest()],
    ["getMapping", new rpc.GetMappingRequest()],
    ["getMappings", new rpc.GetMappingsRequest()],
  ])("does not know %s, and says so", async (method, request) => {
    const { code } = await failureOf(plugin.call(method, request), CallError);
    expect(code).toBe(status.UNIMPLEMENTED);
  });

  test("takes the engine's address from Handshake or Attach", async () => {
    await plugin.handshake("127.0.0.1:1");
    await plugin.attach("127.0.0.1:2");
    expect(addresses).toEqual(["127.0.0.1:1", "127.0.0.1:2"]);
  });
});

describe("settings", () => {
  const SET = { region: "cn-south-1", project_id: "p" };

  test("in either spelling go before the environment", async () => {
    await plugin.configure(SET);
    const { inputs } = await plugin.check(URN, {}, STREAM);
    expect(inputs).toMatchObject({ region: "cn-south-1", projectId: "p" });
  });

  test("are secret where they have to be, in clear or not, and all others stay as they are", async () => {
    const clear = { ...SET, secretKey: "s", security_token: "t", token: "i", password: "p", version: "1.0.0" };
    const { inputs, failures } = await plugin.checkConfig(clear);
    expect(failures).toEqual([]);
    const { region, project_id, version, ...secrets } = inputs;
    expect({ region, project_id, version }).toEqual({ ...SET, version: "1.0.0" });
    expect(secrets).toEqual({
      secretKey: secret("s"),
      security_token: secret("t"),
      token: secret("i"),
      password: secret("p"),
    });
    expect((await plugin.checkConfig(inputs)).inputs).toEqual(inputs);
  });

  test("that nobody reads are one failure each, with the name as the user wrote it", async () => {
    const { failures } = await plugin.checkConfig({ ...SET, regoin: "x", "endpoints.live": "http://127.0.0.1:1" });
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringMatching(/^huaweicloud-live:regoin in the stack .* did you mean region\?/),
      },
    ]);
    expect(JSON.stringify(await plugin.checkConfig({ secretKye: "s3cr3t" })).split("s3cr3t")).toHaveLength(2);
    const explicit = await plugin.checkConfig({ regoin: "x" }, "bangkok");
    expect(explicit.failures[0]?.reason).toMatch(/^regoin is not a setting/);
  });

  test.each<{ wrong: string; config: Record<string, unknown>; env?: Record<string, string>; says: RegExp }>([
    {
      wrong: "a region that is none",
      config: { region: "cn north" },
      says: /^SETTING_INVALID: the region "cn north"/,
    },
    {
      wrong: "half a key pair",
      config: { accessKey: "a" },
      env: { HUAWEICLOUD_SDK_AK: "", HUAWEICLOUD_SDK_SK: "" },
      says: /^CREDENTIAL_INCOMPLETE: .*huaweicloud-live:secretKey in the stack configuration is not\./,
    },
    {
      wrong: "a limit that is no number",
      config: { requestsPerMinute: "many" },
      says: /^SETTING_INVALID: .*requestsPerMinute/,
    },
    {
      wrong: "a proxy of the environment",
      config: {},
      env: { HTTPS_PROXY: "ftp://user:hidden@proxy.test" },
      says: /^SETTING_INVALID: .*HTTPS_PROXY/,
    },
    { wrong: "no region at all", config: {}, env: { HUAWEICLOUD_REGION: "" }, says: /^SETTING_MISSING: .*region/ },
  ])("that cannot be are a failure of the provider, in the preview: $wrong", async ({ config, env, says }) => {
    await serve(env);
    const { failures } = await plugin.checkConfig(config);
    expect(failures).toEqual([{ property: "", reason: expect.stringMatching(says) }]);
    expect(JSON.stringify(failures)).not.toContain("hidden");
  });

  test("that nobody reads among the variables are a warning at the provider's row", async () => {
    await serve({ HW_MAX_RETRIES: "5" });
    await plugin.handshake(engine.address);
    expect((await plugin.checkConfig({})).failures).toEqual([]);
    expect(engine.lines).toEqual([
      expect.objectContaining({
        urn: providerUrn("default"),
        severity: 2,
        message: expect.stringContaining("nobody reads the variable HW_MAX_RETRIES. "),
      }),
    ]);
  });

  test("may not be known yet", async () => {
    expect((await plugin.checkConfig({ region: UNKNOWN, secretKey: UNKNOWN })).failures).toEqual([]);
  });

  test("in envelopes are the values in them", async () => {
    await plugin.configure({ ...SET, region: secret("cn-east-3"), secretKey: secret("s"), accessKey: "a" });
    expect((await plugin.check(URN, {}, STREAM)).inputs.region).toBe("cn-east-3");
  });

  test("that differ are named, and never replace the provider", async () => {
    expect(await plugin.diffConfig(SET, SET)).toEqual({ changes: DIFF_NONE, diffs: [], replaces: [] });
    const other = { ...SET, region: "cn-north-4", token: "t" };
    expect(await plugin.diffConfig(SET, other)).toEqual({
      changes: DIFF_SOME,
      diffs: ["region", "token"],
      replaces: [],
    });
  });

  test("of the stack are named by their namespace, those of an explicit provider by its name", async () => {
    await serve({ HUAWEICLOUD_SDK_AK: "", HUAWEICLOUD_SDK_SK: "" });
    await plugin.configure({ accessKey: "a" });
    const inputs = { ...STREAM, recording: true, region: "cn-north-4" };
    const half = await failureOf(plugin.create(URN, inputs), CallError);
    expect(half.message).toContain("huaweicloud-live:secretKey in the stack configuration");
    expect(half.message).not.toContain("huaweicloud:");
    await plugin.configure({ accessKey: "a" }, "bangkok");
    const explicit = await failureOf(plugin.create(URN, inputs), CallError);
    expect(explicit.message).toContain('secretKey of the Provider "bangkok"');
  });
});

describe("a preview", () => {
  test("of a create knows what is known, and sends nothing", async () => {
    const { inputs } = await plugin.check(URN, {}, STREAM);
    const { id, outs } = await plugin.create(URN, inputs, { preview: true });
    expect(id).toBe(ID);
    expect(outs).toEqual({ ...inputs, status: "recording" });
    expect(emulator.requests()).toEqual([]);
  });

  test("of what is unknown has neither id nor failure", async () => {
    const unknown = { ...STREAM, stream: "3eeb2bf0-c639-47a8-9e75-3b44932eb421", waitForStream: UNKNOWN };
    const { inputs, failures } = await plugin.check(URN, {}, unknown);
    expect(failures).toEqual([]);
    expect((await plugin.create(URN, inputs, { preview: true })).id).toBe("");
  });

  test("of an update sends nothing either", async () => {
    const { inputs, id, outs } = await created();
    const stop = await plugin.update(URN, id, outs, { ...inputs, recording: false }, { preview: true });
    expect(stop).toEqual({ ...inputs, recording: false, status: "stopped" });
    expect(commands(emulator)).toEqual(["START a 200"]);
  });

  test("refuses one stream under two URNs", async () => {
    await plugin.check(URN, {}, STREAM);
    const { failures } = await plugin.check(urnOf("b"), {}, STREAM);
    expect(failures).toEqual([
      { property: "stream", reason: expect.stringMatching(/^STREAM_DECLARED_TWICE: .*"a" and "b"/) },
    ]);
  });
});

describe("an error", () => {
  test("has its code first, and no stack", async () => {
    emulator.endPush(ID);
    const error = await failureOf(created(), CallError);
    expect(error.message).toMatch(/^STREAM_NOT_PUSHED: /);
    expect(error.message).not.toMatch(/\n\s+at /);
    expect(error.kept).toBeUndefined();
  });

  test("of many resources with one fault is told once: the rest of them have its first line", async () => {
    await serve({ HUAWEICLOUD_SDK_AK: "", HUAWEICLOUD_SDK_SK: "" });
    const messages = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const urn = urnOf(`r${i}`);
        const { inputs } = await plugin.check(urn, {}, { ...STREAM, stream: `r${i}` });
        return (await failureOf(plugin.create(urn, inputs), CallError)).message;
      }),
    );
    const long = messages.filter((message) => message.includes("\n"));
    expect(long).toHaveLength(1);
    expect(messages.filter((message) => message.includes("earlier error of this run"))).toHaveLength(29);
  });

  test("of a START that may have been executed keeps the resource", async () => {
    emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 0 });
    const error = await failureOf(created({ timeout: 1 }), CallError);
    expect(error.kept).toMatchObject({
      id: ID,
      properties: { ...STREAM, status: "unknown" },
      reasons: [error.message],
    });
  });

  test("after Cancel keeps it as well", async () => {
    emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 0 });
    const failure = failureOf(created({ timeout: 600 }), CallError);
    await expect.poll(() => commands(emulator).length).toBeGreaterThan(0);
    await plugin.cancel();
    await plugin.cancel();
    const error = await failure;
    expect(error.message).toMatch(/^CANCELLED: /);
    expect(error.kept).toMatchObject({ properties: { status: "unknown" } });
  });
});

describe("an import", () => {
  test("is a read without a state", async () => {
    const { id, props, inputs } = await plugin.read(URN, ID);
    expect(id).toBe(ID);
    expect(inputs).toMatchObject({ ...STREAM, recording: true });
    expect(props).toEqual({ ...inputs, projectId: emulator.projectId, status: "unknown" });
    expect(await plugin.diff(URN, id, props, inputs)).toMatchObject({ changes: DIFF_SOME, replaces: [] });
  });

  test("of an id that is none is refused", async () => {
    expect((await failureOf(plugin.read(URN, "keynote"), CallError)).message).toMatch(/^IMPORT_REFUSED: /);
  });
});

describe("a line for the user", () => {
  test("stands at the row of its resource, and has arrived before the answer", async () => {
    await plugin.handshake(engine.address);
    const { inputs, id, outs } = await created();
    const stopped = await plugin.update(URN, id, outs, { ...inputs, recording: false });
    await plugin.cancel();
    await failureOf(plugin.update(URN, id, stopped, inputs));
    expect(engine.lines).toEqual([
      expect.objectContaining({ urn: URN, severity: 1, message: expect.stringMatching(/START of .* waits [\d.]+ s/) }),
    ]);
  });

  test("of each of many at once stands at its own row", async () => {
    await plugin.handshake(engine.address);
    const names = ["a", "b", "c", "d"];
    for (const name of names) emulator.endPush(`push.example.com/live/${name}`);
    await Promise.all(
      names.map(async (name) => {
        const { inputs } = await plugin.check(urnOf(name), {}, { ...STREAM, stream: name, waitForStream: 1 });
        return failureOf(plugin.create(urnOf(name), inputs));
      }),
    );
    for (const name of names) {
      const lines = engine.lines.filter(({ message }) => message.includes(`push.example.com/live/${name} `));
      expect(lines.map(({ urn }) => urn)).toEqual([urnOf(name)]);
    }
  });

  test("that warns is a warning", async () => {
    await plugin.handshake(engine.address);
    const { id, outs } = await created();
    emulator.addFault({ operation: "streams", kind: "status", status: 403, times: 0 });
    await plugin.read(URN, id, outs);
    expect(engine.lines).toEqual([expect.objectContaining({ urn: URN, severity: 2 })]);
  });

  test("of the debug channel goes the same way", async () => {
    await serve({ PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1" });
    await plugin.handshake(engine.address);
    await created();
    const start = engine.lines.find(({ message }) => message.includes("action=START"));
    expect(start).toMatchObject({
      urn: URN,
      message: expect.stringMatching(/^huaweicloud-live debug: POST .* HTTP 200/),
    });
  });
});

test("a customTimeout caps a wait, and is not kept", async () => {
  emulator.endPush(ID);
  const { inputs } = await plugin.check(URN, {}, { ...STREAM, waitForStream: 600 });
  const error = await failureOf(plugin.create(URN, inputs, { timeout: 1 }), CallError);
  expect(error.message).toContain("after waiting 1 s for its push");
});
