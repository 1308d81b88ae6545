import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { Client } from "../emulator/client";
import { DOMAIN, settingsFor } from "../engine/project";
import { CallError, Plugin, RULE_PROVIDER_TEXT } from "./plugin";

type Values = Record<string, unknown>;

/** What the program of a test declares; a whole rule, so that each of its fields can drift. */
const DECLARED = {
  publishDomain: DOMAIN,
  app: "live",
  storage: { bucket: "recordings", path: "live/" },
  hls: { cycle: 3600, prefix: "a", tsPrefix: "b", sliceDuration: 5, mergeDuration: 60 },
  mp4: { cycle: 60, prefix: "c" },
};

/** The same in the service's words. */
const BODY = {
  publish_domain: DOMAIN,
  app: "live",
  stream: "*",
  record_type: "COMMAND_RECORD",
  default_record_config: {
    record_format: ["HLS", "MP4"],
    obs_addr: { bucket: "recordings", location: "cn-north-4", object: "live/" },
    hls_config: {
      record_cycle: 3600,
      record_prefix: "a",
      record_ts_prefix: "b",
      record_slice_duration: 5,
      record_max_duration_to_merge_file: 60,
    },
    mp4_config: { record_cycle: 60, record_prefix: "c" },
  },
};
const CONFIG = BODY.default_record_config;

// One process for all: ids are never given twice, so that no test sees what another has left there.
let emulator: Emulator;
let client: Client;
let plugin: Plugin;

beforeAll(async () => {
  emulator = await startEmulator({ strict: true });
  client = new Client(emulator);
  plugin = await start();
});
afterEach(() => emulator.reset());
afterAll(async () => {
  plugin?.stop();
  await emulator?.close();
});

function start(): Promise<Plugin> {
  return Plugin.start(settingsFor(emulator), {}, RULE_PROVIDER_TEXT);
}

/** A process of its own, for what a process remembers. */
async function another(): Promise<Plugin> {
  const own = await start();
  onTestFinished(() => own.stop());
  return own;
}

async function inputsOf(change: Values = {}): Promise<Values> {
  const { inputs, failures } = await plugin.check({}, { ...DECLARED, ...change });
  expect(failures).toEqual([]);
  return inputs;
}

const create = async (change: Values = {}) => plugin.create(await inputsOf(change));

/** The requests that a call makes, such as `rule-create 201`; 0: no answer. */
async function sending(call: () => Promise<unknown>): Promise<string[]> {
  const before = emulator.requests().length;
  await call();
  return requestsSince(before);
}

function requestsSince(before: number): string[] {
  const since = emulator.requests().slice(before);
  return since.map(({ operation, status }) => `${operation} ${status}`);
}

async function failing(call: Promise<unknown>): Promise<CallError> {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(CallError);
  return error as CallError;
}

const rules = async () => (await client.rules("")).record_config;
const ids = async () => (await rules()).map(({ id }) => id);

/** Somebody else at the console. */
async function outside(method: string, id: string, body?: object): Promise<string> {
  const resource = `record/rules${id && `/${id}`}`;
  const { status, text } = await client.send(method, resource, "", body ? JSON.stringify(body) : "");
  expect(status).toBeLessThan(300);
  return text && JSON.parse(text).id;
}

describe("a rule", () => {
  test("is made, looked at, changed and deleted", async () => {
    const inputs = await inputsOf();
    const { id, outs } = await plugin.create(inputs);
    expect(await rules()).toEqual([expect.objectContaining({ id, publish_domain: DOMAIN, app: "live", stream: "*" })]);
    expect(await rules()).toMatchObject([BODY]);
    const { createdAt, requestId } = outs;
    expect(outs).toEqual({ ...inputs, projectId: emulator.projectId, createdAt, requestId });
    expect(outs.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(outs.requestId).toBe(emulator.requests()[0]?.requestId);

    expect(await plugin.diff(id, outs, inputs)).toEqual({ changes: 0, replaces: [], deleteBeforeReplace: true });
    const seen = await plugin.read(id, outs);
    expect({ id: seen.id, props: seen.props }).toEqual({ id, props: outs });

    const changed = await inputsOf({ app: "*", hls: { cycle: 900 }, mp4: null, flv: { cycle: 0 } });
    expect((await plugin.diff(id, outs, changed)).replaces).toEqual([]);
    const { outs: updated } = await plugin.update(id, outs, changed);
    expect(updated).toEqual({ ...changed, createdAt, requestId: updated.requestId });
    expect(updated.requestId).not.toBe(requestId);
    expect(await rules()).toMatchObject([
      { id, app: "*", default_record_config: { record_format: ["HLS", "FLV"], hls_config: { record_cycle: 900 } } },
    ]);

    await plugin.delete(id, updated);
    expect(await rules()).toEqual([]);
  });

  test("takes one request for each of that", async () => {
    const [inputs, changed] = [await inputsOf(), await inputsOf({ stream: "x" })];
    const sent = await sending(async () => {
      const { id, outs } = await plugin.create(inputs);
      await plugin.diff(id, outs, changed);
      await plugin.read(id, outs);
      const { outs: updated } = await plugin.update(id, outs, changed);
      await plugin.delete(id, updated);
    });
    expect(sent).toEqual(["rule-create 201", "rule-show 200", "rule-update 200", "rule-delete 204"]);
  });

  test("of another type is another rule, for which the old one makes room", async () => {
    const old = await create();
    const inputs = await inputsOf({ type: "CONTINUOUS_RECORD" });
    expect(await plugin.diff(old.id, old.outs, inputs)).toMatchObject({
      replaces: ["type"],
      deleteBeforeReplace: true,
    });
    await plugin.delete(old.id, old.outs);
    const { id } = await plugin.create(inputs);
    expect(await rules()).toMatchObject([{ id, record_type: "CONTINUOUS_RECORD" }]);
  });

  test("of another domain is another rule, which comes before the old one goes", async () => {
    const old = await create();
    const inputs = await inputsOf({ publishDomain: "push2.example.com" });
    expect(await plugin.diff(old.id, old.outs, inputs)).toMatchObject({
      replaces: ["publishDomain"],
      deleteBeforeReplace: false,
    });
    const { id } = await plugin.create(inputs);
    await plugin.delete(old.id, old.outs);
    expect(await rules()).toMatchObject([{ id, publish_domain: "push2.example.com" }]);
  });

  test("that the program wants replaced by another for the same streams makes room for it", async () => {
    const old = await create();
    const inputs = await inputsOf({ hls: { cycle: 60 } });
    expect(await plugin.diff(old.id, old.outs, inputs)).toMatchObject({ replaces: [], deleteBeforeReplace: true });
    await plugin.delete(old.id, old.outs);
    const { id } = await plugin.create(inputs);
    expect(await rules()).toMatchObject([{ id, default_record_config: { hls_config: { record_cycle: 60 } } }]);
    expect(id).not.toBe(old.id);
  });

  test("whose making is answered without it is looked for in the list", async () => {
    emulator.addFault({ operation: "rule-create", kind: "status", status: 201, body: {}, executed: true });
    const inputs = await inputsOf();
    let id = "";
    const create = async () => {
      id = (await plugin.create(inputs)).id;
    };
    expect(await sending(create)).toEqual(["rule-create 201", "rules 200"]);
    expect(await ids()).toEqual([id]);
  });
});

describe("what a refresh sees", () => {
  test("a rule that was deleted outside is gone", async () => {
    const { id, outs } = await create();
    await outside("DELETE", id);
    expect((await plugin.read(id, outs)).id).toBe("");
  });

  const config = (change: object) => ({ ...BODY, default_record_config: { ...CONFIG, ...change } });
  const address = (change: object) => config({ obs_addr: { ...CONFIG.obs_addr, ...change } });
  const hls = (change: object) => config({ hls_config: { ...CONFIG.hls_config, ...change } });
  const storage = { ...DECLARED.storage, region: "cn-north-4" };

  test.each<[string, object, Values]>([
    ["the application", { ...BODY, app: "vod" }, { app: "vod" }],
    ["the stream", { ...BODY, stream: "keynote" }, { stream: "keynote" }],
    ["the type", { ...BODY, record_type: "CONTINUOUS_RECORD" }, { type: "CONTINUOUS_RECORD" }],
    ["the bucket", address({ bucket: "archive" }), { storage: { ...storage, bucket: "archive" } }],
    [
      "the region of the bucket",
      address({ location: "cn-north-1" }),
      { storage: { ...storage, region: "cn-north-1" } },
    ],
    ["the prefix of the objects", address({ object: "" }), { storage: { ...storage, path: "" } }],
    ["the cycle", hls({ record_cycle: 0 }), { hls: { ...DECLARED.hls, cycle: 0 } }],
    ["the name of the files", hls({ record_prefix: "x" }), { hls: { ...DECLARED.hls, prefix: "x" } }],
    ["the name of the segments", hls({ record_ts_prefix: "x" }), { hls: { ...DECLARED.hls, tsPrefix: "x" } }],
    ["the length of the segments", hls({ record_slice_duration: 9 }), { hls: { ...DECLARED.hls, sliceDuration: 9 } }],
    ["the merge time", hls({ record_max_duration_to_merge_file: -1 }), { hls: { ...DECLARED.hls, mergeDuration: -1 } }],
    [
      "another format",
      config({ record_format: ["HLS", "MP4", "FLV"], flv_config: { record_cycle: 60, record_prefix: "d" } }),
      { flv: { cycle: 60, prefix: "d", mergeDuration: 0 } },
    ],
    ["a format less", config({ record_format: ["HLS"] }), { mp4: undefined }],
  ])("%s that was changed outside shows in the inputs, and the next update puts it back", async (_, body, change) => {
    const inputs = await inputsOf();
    const { id, outs } = await plugin.create(inputs);
    await outside("PUT", id, body);
    const seen = await plugin.read(id, outs);
    const drifted = JSON.parse(JSON.stringify({ ...inputs, ...change }));
    expect(seen.id).toBe(id);
    expect(seen.inputs).toEqual(drifted);
    expect(seen.props).toEqual({ ...drifted, createdAt: outs.createdAt, requestId: outs.requestId });
    expect(await sending(() => plugin.update(id, seen.props, inputs))).toEqual(["rule-update 200"]);
    expect(await rules()).toMatchObject([{ id, ...BODY }]);
  });

  test("what a program leaves to the service is no drift", async () => {
    const { id, outs } = await create({ mp4: null, hls: { cycle: 3600 } });
    await outside("PUT", id, config({ record_format: ["HLS"] }));
    expect((await plugin.read(id, outs)).props).toEqual(outs);
  });

  test("nothing where looking is not permitted: it is left as it was, with one warning", async () => {
    const { id, outs } = await create();
    emulator.addFault({ operation: "rule-show", kind: "status", status: 403, times: 0 });
    const before = plugin.output.length;
    for (let i = 0; i < 2; i++) {
      expect(await plugin.read(id, outs)).toMatchObject({ id, props: outs });
    }
    const warnings = plugin.output.slice(before).match(/warning: .*/g);
    expect(warnings).toEqual([
      expect.stringContaining(
        `the recording rule ${DOMAIN}/live/* (${id}) could not be checked, so the state keeps it as it was`,
      ),
    ]);
    expect(warnings?.[0]).toContain("HTTP 403");
  });

  test("nothing where the gateway says that there is no such API: the rule is not gone", async () => {
    const { id, outs } = await create();
    const body = { error_code: "APIGW.0101", error_msg: "The API does not exist" };
    emulator.addFault({ operation: "rule-show", kind: "status", status: 404, body });
    expect((await plugin.read(id, outs)).id).toBe(id);
  });
});

describe("a POST whose answer is lost", () => {
  test("makes one rule", async () => {
    emulator.addFault({ operation: "rule-create", kind: "reset", executed: true });
    const inputs = await inputsOf();
    let id = "";
    const create = async () => {
      id = (await plugin.create(inputs)).id;
    };
    expect(await sending(create)).toEqual(["rule-create 0", "rule-create 400", "rules 200"]);
    expect(await ids()).toEqual([id]);
  });

  test("and after which the service stays away is kept, where the list shows the rule, and the next up settles it", async () => {
    emulator.addFault({ operation: "rule-create", kind: "reset", executed: true, times: 0 });
    const inputs = await inputsOf({ timeout: 1 });
    const { message, kept } = await failing(plugin.create(inputs));
    const [id] = await ids();
    expect(message).toMatch(/^NO_ANSWER: POST of the recording rule push\.example\.com\/live\/\* got no answer in /);
    expect(message).toContain(
      `It exists as ${id}, and the state has it now: the next \`pulumi up\` checks and finishes it.`,
    );
    const properties = { ...inputs, projectId: emulator.projectId, createdAt: expect.any(String) };
    expect(kept).toEqual({ id, properties, reasons: [message] });
    emulator.clearFaults();
    const update = () => plugin.update(String(id), kept?.properties as Values, inputs);
    expect(await sending(update)).toEqual(["rule-update 200"]);
  });

  test("and after which nothing can be seen makes one, too: the next create takes it over", async () => {
    emulator.addFault({ operation: "rule-create", kind: "reset", executed: true, times: 0 });
    emulator.addFault({ operation: "rules", kind: "status", status: 403, times: 0 });
    const inputs = await inputsOf({ timeout: 1 });
    const { message, kept } = await failing(plugin.create(inputs));
    expect(message).toContain(
      "It may have been executed.\nThe next `pulumi up` of the same program adopts it. A `destroy` before that leaves it behind.",
    );
    expect(kept).toBeUndefined();
    emulator.clearFaults();
    const before = plugin.output.length;
    const { id, outs } = await plugin.create(inputs);
    expect(await ids()).toEqual([id]);
    expect(outs).toMatchObject({ ...inputs, requestId: emulator.requests().at(-3)?.requestId });
    expect(plugin.output.slice(before)).toContain(
      `recording rule ${id} (${DOMAIN}/live/*) already matches the declaration: adopted`,
    );
  });

  test("without having been executed is sent again", async () => {
    emulator.addFault({ operation: "rule-create", kind: "reset" });
    const inputs = await inputsOf();
    expect(await sending(() => plugin.create(inputs))).toEqual(["rule-create 0", "rule-create 201"]);
  });
});

describe("a rule for the same streams that is there already", () => {
  test("is adopted where it says what is declared, and more", async () => {
    const id = await outside("POST", "", BODY);
    const inputs = await inputsOf({ mp4: { cycle: 60 } });
    expect((await plugin.create(inputs)).id).toBe(id);
  });

  const other = {
    ...BODY,
    record_type: "CONTINUOUS_RECORD",
    default_record_config: {
      ...CONFIG,
      record_format: ["HLS", "FLV"],
      obs_addr: { ...CONFIG.obs_addr, bucket: "archive" },
      hls_config: { ...CONFIG.hls_config, record_cycle: 60 },
      flv_config: { record_cycle: 0, record_prefix: "d" },
    },
  };

  test("and differs is an error with its id and each difference", async () => {
    const id = await outside("POST", "", other);
    const { message, kept } = await failing(create());
    expect(message).toMatch(/^RULE_EXISTS: /);
    expect(message.split("\n")).toEqual([
      `RULE_EXISTS: recording rule ${id} (${DOMAIN}/live/*) already exists and differs from the declaration:`,
      '  - type is "CONTINUOUS_RECORD", declared is "COMMAND_RECORD"',
      '  - storage.bucket is "archive", declared is "recordings"',
      "  - hls.cycle is 60, declared is 3600",
      '  - flv is {"cycle":0,"prefix":"d","mergeDuration":0}, declared is not there',
      '  - mp4 is not there, declared is {"cycle":60,"prefix":"c"}',
      "Set `adopt: true` to adopt and change it. Or delete it, or declare the same as it has.",
      expect.stringMatching(/^The service said: HTTP 400 LIVE\.103011018 .*X-request-id/),
    ]);
    expect(kept).toBeUndefined();
    expect(await rules()).toMatchObject([{ id, record_type: "CONTINUOUS_RECORD" }]);
  });

  test("and differs is changed where it may be adopted", async () => {
    const id = await outside("POST", "", other);
    const inputs = await inputsOf({ adopt: true });
    let made = { id: "", outs: {} as Values };
    const create = async () => {
      made = await plugin.create(inputs);
    };
    expect(await sending(create)).toEqual(["rule-create 400", "rules 200", "rule-update 200"]);
    expect(made.id).toBe(id);
    expect(made.outs).toMatchObject({ ...inputs, requestId: emulator.requests().at(-1)?.requestId });
    expect(await rules()).toMatchObject([{ id, ...BODY }]);
    expect((await plugin.read(id, made.outs)).props).toEqual(made.outs);
  });

  test("is found among 250 others, on the third page", async () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ ...BODY, id: `of-250-${i}`, stream: `s${i}` }));
    emulator.setRules(many as Parameters<Emulator["setRules"]>[0]);
    const inputs = await inputsOf({ stream: "s249" });
    let id = "";
    const create = async () => {
      id = (await plugin.create(inputs)).id;
    };
    expect(await sending(create)).toEqual(["rule-create 400", "rules 200", "rules 200", "rules 200"]);
    expect(id).toBe("of-250-249");
  });

  test("and may not be listed is an error that names the permission", async () => {
    await outside("POST", "", BODY);
    emulator.addFault({ operation: "rules", kind: "status", status: 403, times: 0 });
    const { message } = await failing(create());
    expect(message).toMatch(
      /^RULE_EXISTS: there is a recording rule for push\.example\.com\/live\/\*, but the rules could not/,
    );
    expect(message).toContain("HTTP 403");
    expect(message).toContain("permission live:record:listRules");
  });

  test("and is in no list is an error, too", async () => {
    const refusal = { status: 400, body: { error_code: "LIVE.103011018", error_msg: "Resource already exists" } };
    emulator.addFault({ operation: "rule-create", kind: "status", ...refusal });
    const { message } = await failing(create());
    expect(message).toMatch(/^RULE_EXISTS: .*but it is not in the list of rules/);
  });
});

describe("two resources for the same streams", () => {
  const outcomes = (results: PromiseSettledResult<unknown>[]) =>
    results.map((result) => (result.status === "fulfilled" ? "made" : /^\w+/.exec(result.reason.message)?.[0]));

  test("in one program are an error for the second, whatever it says", async () => {
    const first = await create();
    for (const change of [{}, { hls: { cycle: 60 } }, { hls: { cycle: 60 }, adopt: true }]) {
      const { message } = await failing(create(change));
      expect(message).toMatch(/^RULE_DECLARED_TWICE: two resources of this program declare recording rule /);
      expect(message).toContain(first.id);
    }
    expect(await rules()).toMatchObject([{ id: first.id, ...BODY }]);
  });

  test("that come at once are an error for one of them", async () => {
    const inputs = await inputsOf();
    const results = await Promise.allSettled([plugin.create(inputs), plugin.create(inputs)]);
    expect(outcomes(results)).toEqual(["made", "RULE_DECLARED_TWICE"]);
  });

  test("that come at once, and adopt a third, are an error for one of them", async () => {
    await outside("POST", "", { ...BODY, record_type: "CONTINUOUS_RECORD" });
    const [one, two] = [await inputsOf({ adopt: true }), await inputsOf({ adopt: true, hls: { cycle: 60 } })];
    const results = await Promise.allSettled([plugin.create(one), plugin.create(two)]);
    expect(outcomes(results)).toEqual(["made", "RULE_DECLARED_TWICE"]);
  });

  test("of which the first was changed since are an error, too", async () => {
    const { id, outs } = await create();
    await plugin.update(id, outs, await inputsOf({ hls: { cycle: 60 } }));
    expect((await failing(create())).message).toMatch(/^RULE_DECLARED_TWICE: /);
  });

  test("of which one only remains are one: its delete comes after the create of the new name, and leaves the rule", async () => {
    const inputs = await inputsOf();
    const old = await plugin.create(inputs);
    // The next run of the engine.
    const next = await another();
    const renamed = await next.create(inputs);
    expect(renamed.id).toBe(old.id);
    expect(await sending(() => next.delete(old.id, old.outs))).toEqual([]);
    await expect.poll(() => next.output).toContain("another resource has adopted it");
    expect(await ids()).toEqual([old.id]);
    await next.delete(renamed.id, renamed.outs);
    expect(await ids()).toEqual([]);
  });
});

describe("a delete", () => {
  test("of a rule that is gone has nothing to do", async () => {
    const { id, outs } = await create();
    await outside("DELETE", id);
    expect(await sending(() => plugin.delete(id, outs))).toEqual(["rule-delete 404"]);
  });

  test("whose answer is lost is sent again", async () => {
    const { id, outs } = await create();
    emulator.addFault({ operation: "rule-delete", kind: "reset", executed: true });
    expect(await sending(() => plugin.delete(id, outs))).toEqual(["rule-delete 0", "rule-delete 404"]);
    expect(await rules()).toEqual([]);
  });

  test.each<[string, { status: number; body?: string | Values }, boolean]>([
    ["the service's 404", { status: 404, body: { error_code: "LIVE.100011001", error_msg: "Request Illegal" } }, true],
    ["an empty 404", { status: 404 }, true],
    ["the code for what does not exist", { status: 400, body: { error_code: "LIVE.103011019" } }, true],
    [
      "the gateway's 404",
      { status: 404, body: { error_code: "APIGW.0101", error_msg: "The API does not exist" } },
      false,
    ],
    ["the 404 page of a proxy", { status: 404, body: "<html>Not found</html>" }, false],
    ["another refusal", { status: 400, body: { error_code: "LIVE.100011001", error_msg: "Request Illegal" } }, false],
  ])("that gets %s", async (_, answer, succeeds) => {
    const { id, outs } = await create();
    emulator.addFault({ operation: "rule-delete", kind: "status", ...answer });
    if (succeeds) return plugin.delete(id, outs);
    expect((await failing(plugin.delete(id, outs))).message).toMatch(/^(WRONG_ENDPOINT|RULE_REFUSED): DELETE of /);
  });

  test("to which the service does not answer can be repeated", async () => {
    const { id, outs } = await create({ timeout: 1 });
    emulator.addFault({ operation: "rule-delete", kind: "reset", executed: true, times: 0 });
    const { message } = await failing(plugin.delete(id, outs));
    expect(message).toMatch(/^NO_ANSWER: DELETE of .*Run the same command again\.$/s);
    emulator.clearFaults();
    await plugin.delete(id, outs);
  });
});

describe("an update", () => {
  test.each<[string, Values]>([
    ["timeout", { timeout: 7 }],
    ["adopt", { adopt: true }],
    ["both", { adopt: true, timeout: 7 }],
  ])("of nothing but %s sends nothing", async (_, change) => {
    const { id, outs } = await create();
    const inputs = await inputsOf(change);
    let updated: Values = {};
    const update = async () => {
      updated = (await plugin.update(id, outs, inputs)).outs;
    };
    expect(await sending(update)).toEqual([]);
    expect(updated).toEqual({ ...outs, ...change });
  });

  const { prefix, ...WITHOUT_PREFIX } = DECLARED.hls;
  const { mergeDuration, ...WITHOUT_MERGE } = DECLARED.hls;
  test.each<[string, Values, object]>([
    [
      "the name of the files",
      { hls: WITHOUT_PREFIX },
      { hls_config: { record_prefix: expect.stringMatching(/^Record/) } },
    ],
    ["the merge time", { hls: WITHOUT_MERGE }, { hls_config: { record_max_duration_to_merge_file: 0 } }],
    ["a format", { mp4: null }, { record_format: ["HLS"] }],
  ])("that does not declare %s any more leaves it to the service", async (_, change, left) => {
    const { id, outs } = await create();
    const inputs = await inputsOf(change);
    expect(await sending(() => plugin.update(id, outs, inputs))).toEqual(["rule-update 200"]);
    expect(await rules()).toMatchObject([{ id, default_record_config: left }]);
  });

  test("of a rule that is gone is an error that says how to go on", async () => {
    const { id, outs } = await create();
    await outside("DELETE", id);
    const { message, kept } = await failing(plugin.update(id, outs, await inputsOf({ app: "*" })));
    expect(message).toMatch(/^RULE_GONE: the recording rule push\.example\.com\/live\/\* \(\w+\) no longer exists: /);
    expect(message).toContain("`pulumi up --refresh`");
    expect(kept).toBeUndefined();
  });

  test("to the streams of another rule is refused with what the service says", async () => {
    await outside("POST", "", { ...BODY, app: "vod" });
    const { id, outs } = await create();
    const { message } = await failing(plugin.update(id, outs, await inputsOf({ app: "vod" })));
    expect(message).toMatch(/^RULE_REFUSED: PUT of the recording rule push\.example\.com\/vod\/\* /);
    expect(message).toContain("LIVE.103011018");
  });

  test("to the streams of another rule that says what is declared takes its place where it may be adopted", async () => {
    const other = await outside("POST", "", { ...BODY, app: "vod" });
    const { id, outs } = await create();
    const inputs = await inputsOf({ app: "vod", adopt: true });
    const update = () => plugin.update(id, outs, inputs);
    expect(await sending(update)).toEqual(["rule-update 400", "rules 200", "rule-delete 204", "rule-update 200"]);
    expect(await rules()).toMatchObject([{ ...BODY, id, app: "vod" }]);
    expect(other).not.toBe(id);
  });

  test("whose answer is lost is sent again", async () => {
    const { id, outs } = await create();
    emulator.addFault({ operation: "rule-update", kind: "reset", executed: true });
    const inputs = await inputsOf({ app: "*" });
    expect(await sending(() => plugin.update(id, outs, inputs))).toEqual(["rule-update 0", "rule-update 200"]);
  });

  test("after which the service stays away is kept as not certain, and the next one is sent in any case", async () => {
    const { id, outs } = await create({ timeout: 1 });
    emulator.addFault({ operation: "rule-update", kind: "reset", executed: true, times: 0 });
    const inputs = await inputsOf({ timeout: 1, hls: { cycle: 60 } });
    const { message, kept } = await failing(plugin.update(id, outs, inputs));
    expect(message).toMatch(/^NO_ANSWER: PUT of .*It may have been executed\. The next `pulumi up` sends it again\.$/s);
    const { createdAt } = outs;
    expect(kept).toEqual({ id, properties: { ...inputs, createdAt }, reasons: [message] });
    emulator.clearFaults();
    for (const change of [{ hls: { cycle: 60 } }, {}]) {
      const next = await inputsOf({ timeout: 1, ...change });
      const update = async () => {
        const { outs: settled } = await plugin.update(id, kept?.properties as Values, next);
        expect(settled).toEqual({ ...next, createdAt, requestId: emulator.requests().at(-1)?.requestId });
      };
      expect(await sending(update)).toEqual(["rule-update 200"]);
    }
  });

  test("whose answer is lost, and which is refused then, is not certain either", async () => {
    const { id, outs } = await create();
    emulator.addFault({ operation: "rule-update", kind: "reset", executed: true });
    const body = { error_code: "LIVE.100011001", error_msg: "Request Illegal" };
    emulator.addFault({ operation: "rule-update", kind: "status", status: 400, body });
    const inputs = await inputsOf({ app: "*" });
    const { message, kept } = await failing(plugin.update(id, outs, inputs));
    expect(message).toMatch(/^RULE_REFUSED: PUT of /);
    expect(kept?.properties).toEqual({ ...inputs, createdAt: outs.createdAt });
  });
});

describe("an answer that is about access", () => {
  const calls: [string, "rule-create" | "rule-update" | "rule-delete", string][] = [
    ["create", "rule-create", "POST of the recording rule push.example.com/live/*"],
    ["update", "rule-update", "PUT of the recording rule push.example.com/live/*"],
    ["delete", "rule-delete", "DELETE of the recording rule push.example.com/live/*"],
  ];
  async function call(by: Plugin, method: string): Promise<unknown> {
    const inputs = await inputsOf();
    if (method === "create") return by.create(inputs);
    const { id, outs } = await plugin.create(inputs);
    return method === "update" ? by.update(id, outs, await inputsOf({ hls: { cycle: 60 } })) : by.delete(id, outs);
  }

  test.each(calls)("403 to a %s names its permission", async (method, operation, what) => {
    emulator.addFault({ operation, kind: "status", status: 403 });
    const { message } = await failing(call(plugin, method));
    expect(message).toContain(`PERMISSION_DENIED: ${what}`);
    expect(message).toContain(`lacks the permission live:record:${method}Rule, or is not valid for this region`);
  });

  test.each(calls)(
    "401 to a %s names its permission, where that is what is missing",
    async (method, operation, what) => {
      const body = { error_code: "LIVE.100011003", error_msg: "no permission" };
      emulator.addFault({ operation, kind: "status", status: 401, body });
      const { message } = await failing(call(await another(), method));
      expect(message).toContain(`PERMISSION_DENIED: ${what}`);
      expect(message).toContain(`lacks the permission live:record:${method}Rule.`);
    },
  );

  test("401 to a look does not keep a rule from being changed and deleted", async () => {
    const { id, outs } = await create();
    const body = { error_code: "LIVE.100011003", error_msg: "no permission" };
    emulator.addFault({ operation: "rule-show", kind: "status", status: 401, body, times: 0 });
    const own = await another();
    expect((await own.read(id, outs)).props).toEqual(outs);
    const { outs: updated } = await own.update(id, outs, await inputsOf({ hls: { cycle: 60 } }));
    await own.delete(id, updated);
    expect(await rules()).toEqual([]);
  });

  test("401 to a wrong secret is told once, and is the end of all requests", async () => {
    const own = await Plugin.start({ ...settingsFor(emulator), HUAWEICLOUD_SDK_SK: "wrong" }, {}, RULE_PROVIDER_TEXT);
    onTestFinished(() => own.stop());
    const inputs = await inputsOf();
    const sent = await sending(async () => {
      for (const stream of ["a", "b"]) {
        const { message } = await failing(own.create({ ...inputs, stream }));
        expect(message).toMatch(/^AUTHENTICATION_FAILED: POST of .*HUAWEICLOUD_SDK_AK/);
      }
    });
    expect(sent).toEqual(["rule-create 401"]);
  });
});
