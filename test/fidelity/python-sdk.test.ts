import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Emulator, type EmulatorOptions, type RecordConfig, startEmulator } from "../../emulator";
import { defaultAccessKey, defaultSecretKey } from "../../emulator/options";
import { allRefusals } from "../emulator/all-refusals";
import { type Account, type PythonAnswer, PythonClient } from "./python/client";
import { pythonWithSdk } from "./python/environment";

// What Huawei's own client for Python sends, and what it makes of the answers.

const keys = { accessKey: defaultAccessKey, secretKey: defaultSecretKey };
const stream = { publish_domain: "push.example.com", app: "live", stream: "keynote" };
const name = "push.example.com/live/keynote";

let python: string;
let sdk: PythonClient;
beforeAll(async () => {
  python = await pythonWithSdk();
  sdk = new PythonClient(python, keys);
});
afterAll(() => sdk?.close());

interface Service {
  readonly emulator: Emulator;
  call(method: string, args: Record<string, unknown>, account?: Partial<Account>): Promise<PythonAnswer>;
  start(args?: object): Promise<PythonAnswer>;
  stop(args?: object): Promise<PythonAnswer>;
  /** Moves the emulator's clock. */
  pass(seconds: number): void;
}

/** An emulator for one test. Its clock goes with the machine's, which the SDK signs with. */
async function serve(options: EmulatorOptions = {}, client = sdk): Promise<Service> {
  let ahead = 0;
  const emulator = await startEmulator({ now: () => Date.now() + ahead, ...options });
  onTestFinished(() => emulator.close());
  const call: Service["call"] = (method, args, account) =>
    client.call({ endpoint: emulator.url, project: emulator.projectId, ...account }, method, args);
  return {
    emulator,
    call,
    start: (args) => call("run_record", { action: "START", ...stream, ...args }),
    stop: (args) => call("run_record", { action: "STOP", ...stream, ...args }),
    pass: (seconds) => {
      ahead += seconds * 1000;
    },
  };
}

/** Another account than the one that the emulator knows. */
function clientWith(change: Partial<typeof keys>): PythonClient {
  const client = new PythonClient(python, { ...keys, ...change });
  onTestFinished(() => client.close());
  return client;
}

describe("record control", () => {
  test("START and STOP are accepted, and make a recording", async () => {
    const { emulator, start, stop } = await serve();
    expect([(await start()).status, (await stop()).status]).toEqual([200, 200]);
    expect(emulator.recordings()).toMatchObject([
      { publishDomain: "push.example.com", app: "live", stream: "keynote", endedBy: "STOP" },
    ]);
  });

  test("the SDK finds the X-request-id of an accepted command", async () => {
    const { emulator, start } = await serve();
    const { body } = await start();
    expect(body).toEqual({ "X-Request-Id": emulator.requests()[0]?.requestId });
  });

  test("stream names in any script arrive as they are", async () => {
    const { emulator, start } = await serve();
    await start({ stream: "直播 №1 (a+b)" });
    expect(emulator.recordings()).toMatchObject([{ stream: "直播 №1 (a+b)" }]);
  });

  test("START is accepted again more than 10 s after STOP", async () => {
    const { start, stop, pass } = await serve();
    await start();
    await stop();
    pass(11);
    expect((await start()).status).toBe(200);
  });

  test("a temporary key with its token is accepted", async () => {
    const { call } = await serve({ securityToken: "the-token" });
    const account = { security_token: "the-token" };
    expect((await call("run_record", { action: "START", ...stream }, account)).status).toBe(200);
  });

  test("without a project id the SDK finds it by the region", async () => {
    const { emulator, call } = await serve();
    const { status } = await call("run_record", { action: "START", ...stream }, { project: undefined });
    expect(status).toBe(200);
    expect(emulator.requests().map(({ operation }) => operation)).toEqual(["projects", "START"]);
  });
});

interface RefusalCase {
  readonly title: string;
  readonly options?: EmulatorOptions;
  /** Ends with the call that is refused. */
  readonly act: (service: Service) => Promise<PythonAnswer>;
  readonly status: number;
  readonly code: string;
}

const rule = {
  ...stream,
  stream: "*",
  record_type: "COMMAND_RECORD",
  bucket: "recordings",
  hls: { record_cycle: 3600 },
};
const ruleId = (answer: PythonAnswer) => ({ id: String(answer.body?.id) });

const refusals: RefusalCase[] = [
  {
    title: "START of a stream that is not pushed",
    options: { strict: true },
    act: ({ emulator, start }) => {
      emulator.setRules([{ ...stream, record_type: "COMMAND_RECORD" }]);
      return start();
    },
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "START of a stream without a COMMAND_RECORD rule",
    options: { strict: true },
    act: ({ emulator, start }) => {
      emulator.push(name);
      return start();
    },
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "START of a stream that is being recorded",
    act: async ({ start, pass }) => {
      await start();
      pass(60);
      return start();
    },
    status: 400,
    code: "LIVE.100011022",
  },
  {
    title: "START within 10 s after STOP",
    act: async ({ start, stop, pass }) => {
      await start();
      await stop();
      pass(5);
      return start();
    },
    status: 400,
    code: "LIVE.100011022",
  },
  {
    title: "STOP of a stream that is not being recorded",
    act: ({ stop }) => stop(),
    status: 404,
    code: "LIVE.100011001",
  },
  {
    title: "an action that is neither START nor STOP",
    act: ({ start }) => start({ action: "PAUSE" }),
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a command without a domain",
    act: ({ start }) => start({ publish_domain: undefined }),
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a command for all streams",
    act: ({ start }) => start({ stream: "*" }),
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a project that is not the account's",
    act: ({ call }) => call("run_record", { action: "START", ...stream }, { project: "f".repeat(32) }),
    status: 401,
    code: "LIVE.100011015",
  },
  {
    title: "a clock that differs by more than 15 minutes",
    act: ({ start, pass }) => {
      pass(16 * 60);
      return start();
    },
    status: 401,
    code: "APIGW.0303",
  },
  {
    title: "a temporary key without its token",
    options: { securityToken: "the-token" },
    act: ({ start }) => start(),
    status: 401,
    code: "APIGW.0301",
  },
  {
    title: "more commands than the flow control allows",
    options: { limit: 1 },
    act: async ({ start, stop }) => {
      await start();
      return stop();
    },
    status: 429,
    code: "APIGW.0308",
  },
  {
    title: "a body of more than 12 MB",
    act: ({ start }) => start({ app: "a".repeat(12 * 1024 * 1024) }),
    status: 413,
    code: "APIGW.0201",
  },
  {
    title: "a call that is not known",
    act: ({ call }) => call("show_domain", { domain: stream.publish_domain }),
    status: 404,
    code: "APIGW.0101",
  },
  {
    title: "the list of streams without a domain",
    act: ({ call }) => call("list_live_streams_online", {}),
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a second rule for the same streams",
    act: async ({ call }) => {
      await call("create_record_rule", rule);
      return call("create_record_rule", rule);
    },
    status: 400,
    code: "LIVE.103011018",
  },
  {
    title: "a rule whose files are too short",
    act: ({ call }) => call("create_record_rule", { ...rule, hls: { record_cycle: 59 } }),
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a rule that does not exist",
    act: ({ call }) => call("delete_record_rule", { id: "none" }),
    status: 404,
    code: "LIVE.100011001",
  },
];

describe("the SDK understands what is refused", () => {
  const titled = refusals.map((refusal) => [refusal.title, refusal.status, refusal.code, refusal] as const);
  test.each(titled)("%s: %i %s", async (_, status, code, { options, act }) => {
    const service = await serve(options);
    const answer = await act(service);
    const last = service.emulator.requests().at(-1);
    expect(answer).toEqual({ status, code, text: expect.stringMatching(/./), requestId: expect.any(String) });
    expect(answer.requestId).toMatch(/^[0-9a-f]{32}-\d{13}-\w+$/);
    // A body that is too large is refused before it is looked at.
    if (status !== 413) expect(answer.requestId).toBe(last?.requestId);
  });

  test("no refusal of the emulator is left out", () => {
    // It always says that its bodies are JSON, it has no IAM token for Live, and keys have tests of their own below.
    const others = ["400 LIVE.100011012", "401 APIGW.0307", "401 APIGW.0301"];
    const seen = new Set([...refusals.map(({ status, code }) => `${status} ${code}`), ...others]);
    expect(new Set(allRefusals().map(({ status, code }) => `${status} ${code}`))).toEqual(seen);
  });

  test.each([
    ["a wrong secret key", { secretKey: "wrong" }, "verify aksk signature fail"],
    ["an access key that does not exist", { accessKey: "NOBODYSACCESSKEY" }, "ak NOBODYSACCESSKEY not exist"],
  ])("%s: 401 APIGW.0301", async (_, change, text) => {
    const { start } = await serve({}, clientWith(change));
    expect(await start()).toMatchObject({ status: 401, code: "APIGW.0301", text: expect.stringContaining(text) });
  });

  test("a key that was used wrongly six times is locked for five minutes", async () => {
    const wrong = clientWith({ secretKey: "wrong" });
    const { emulator, start, pass } = await serve();
    const account = { endpoint: emulator.url, project: emulator.projectId };
    for (let i = 0; i < 6; i += 1) await wrong.call(account, "run_record", { action: "START", ...stream });
    expect(await start()).toMatchObject({ status: 401, code: "APIGW.0301", text: expect.stringContaining("limit") });
    pass(5 * 60);
    expect((await start()).status).toBe(200);
  });
});

describe("what the SDK reads", () => {
  test("the streams that are online", async () => {
    const { emulator, call } = await serve({ strict: true });
    emulator.push(name, { startedAt: "2026-01-02T03:04:05Z" });
    emulator.push("push.example.com/live/other");
    const { status, body } = await call("list_live_streams_online", stream);
    expect(status).toBe(200);
    expect(body).toMatchObject({ total_num: 1, streams: [{ ...stream, start_time: "2026-01-02T03:04:05Z" }] });
  });

  test("a rule: made, listed, shown, changed and deleted", async () => {
    const { call } = await serve({ strict: true });
    const made = await call("create_record_rule", rule);
    const changed = { ...rule, ...ruleId(made), hls: { record_cycle: 600 } };
    const answers = [
      made,
      await call("list_record_rules", { publish_domain: stream.publish_domain, limit: 100 }),
      await call("show_record_rule", ruleId(made)),
      await call("update_record_rule", changed),
      await call("delete_record_rule", ruleId(made)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 204]);
    const [created, list, shown, updated] = answers.map(({ body }) => body);
    expect(list).toEqual({ total: 1, record_config: [created] });
    expect(shown).toEqual(created);
    expect(cycleOf(created)).toBe(3600);
    expect(cycleOf(updated)).toBe(600);
  });
});

const cycleOf = (body: Record<string, unknown> | undefined) => {
  const config = body?.default_record_config as RecordConfig | undefined;
  return config?.hls_config?.record_cycle;
};
