import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { type Emulator, type EmulatorOptions, type RecordConfig, startEmulator } from "../../emulator";
import { defaultAccessKey, defaultSecretKey } from "../../emulator/options";
import { allRefusals } from "../emulator/all-refusals";
import { type Account, OfficialClient, type SdkAnswer } from "./client";
import { type Language, languages, type Program } from "./sdks/sdks";

// What Huawei's own clients send, and what they make of the answers.

const keys = { accessKey: defaultAccessKey, secretKey: defaultSecretKey };
const stream = { publish_domain: "push.example.com", app: "live", stream: "keynote" };
const name = "push.example.com/live/keynote";

/** What a test does with one of the SDKs. */
interface Service {
  readonly emulator: Emulator;
  call(operation: string, request: Record<string, unknown>, account?: Partial<Account>): Promise<SdkAnswer>;
  start(command?: object): Promise<SdkAnswer>;
  stop(command?: object): Promise<SdkAnswer>;
  /** Moves the emulator's clock. */
  pass(seconds: number): void;
}

/** An emulator for one test. Its clock goes with the machine's, which the SDKs sign with. */
async function serve(client: OfficialClient, options: EmulatorOptions = {}): Promise<Service> {
  let ahead = 0;
  const emulator = await startEmulator({ now: () => Date.now() + ahead, ...options });
  onTestFinished(() => emulator.close());
  const call: Service["call"] = (operation, request, account) =>
    client.call({ endpoint: emulator.url, project: emulator.projectId, ...account }, operation, request);
  return {
    emulator,
    call,
    start: (command) => call("RunRecord", { action: "START", body: { ...stream, ...command } }),
    stop: (command) => call("RunRecord", { action: "STOP", body: { ...stream, ...command } }),
    pass: (seconds) => {
      ahead += seconds * 1000;
    },
  };
}

interface RefusalCase {
  readonly title: string;
  readonly options?: EmulatorOptions;
  /** Ends with the call that is refused. */
  readonly act: (service: Service) => Promise<SdkAnswer>;
  readonly status: number;
  readonly code: string;
  /** The SDKs that refuse it themselves, and send nothing. */
  readonly neverSentBy?: readonly Language[];
}

const rule = (seconds: number) => ({
  ...stream,
  stream: "*",
  record_type: "COMMAND_RECORD",
  default_record_config: {
    record_format: ["HLS"],
    obs_addr: { bucket: "recordings", location: "cn-north-4", object: "" },
    hls_config: { record_cycle: seconds },
  },
});

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
    act: ({ call }) => call("RunRecord", { action: "PAUSE", body: stream }),
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
    act: ({ call }) => call("RunRecord", { action: "START", body: stream }, { project: "f".repeat(32) }),
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
    act: ({ call }) => call("ShowDomain", { domain: stream.publish_domain }),
    status: 404,
    code: "APIGW.0101",
  },
  {
    title: "the list of streams without a domain",
    act: ({ call }) => call("ListLiveStreamsOnline", {}),
    neverSentBy: ["Java"],
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a second rule for the same streams",
    act: async ({ call }) => {
      await call("CreateRecordRule", { body: rule(3600) });
      return call("CreateRecordRule", { body: rule(3600) });
    },
    status: 400,
    code: "LIVE.103011018",
  },
  {
    title: "a rule whose files are too short",
    act: ({ call }) => call("CreateRecordRule", { body: rule(59) }),
    status: 400,
    code: "LIVE.100011001",
  },
  {
    title: "a rule that does not exist",
    act: ({ call }) => call("DeleteRecordRule", { id: "none" }),
    status: 404,
    code: "LIVE.100011001",
  },
];

const cycleOf = (body: Record<string, unknown> | undefined) => {
  const config = body?.default_record_config as RecordConfig | undefined;
  return config?.hls_config?.record_cycle;
};

test("no refusal of the emulator is left out of what the SDKs are tried with", () => {
  // It always says that its bodies are JSON, it has no IAM token for Live, and keys have tests of their own below.
  const others = ["400 LIVE.100011012", "401 APIGW.0307", "401 APIGW.0301"];
  const seen = new Set([...refusals.map(({ status, code }) => `${status} ${code}`), ...others]);
  expect(new Set(allRefusals().map(({ status, code }) => `${status} ${code}`))).toEqual(seen);
});

const sdks = inject("sdks");

/** Without a program, its tests do not run; the closing line of the run says so. */
describe.each(languages)("Huawei's SDK for %s", (language) => {
  const program = sdks[language];
  describe.skipIf("missing" in program)("on this machine", () => talksTo(language, program as Program));
});

function talksTo(language: Language, program: Program): void {
  let client: OfficialClient | undefined;
  beforeAll(() => {
    client = new OfficialClient(program, keys);
  });
  afterAll(() => client?.close());
  const sdk = () => client as OfficialClient;

  /** Another account than the one that the emulator knows. */
  function clientWith(change: Partial<typeof keys>): OfficialClient {
    const other = new OfficialClient(program, { ...keys, ...change });
    onTestFinished(() => other.close());
    return other;
  }

  describe("record control", () => {
    test("START and STOP are accepted, and make a recording", async () => {
      const { emulator, start, stop } = await serve(sdk());
      expect([(await start()).status, (await stop()).status]).toEqual([200, 200]);
      expect(emulator.recordings()).toMatchObject([
        { publishDomain: "push.example.com", app: "live", stream: "keynote", endedBy: "STOP" },
      ]);
    });

    // With an empty body those for Java and Node do not hand it over.
    const finds = language === "Python" || language === "Go";
    test(`the SDK ${finds ? "finds" : "overlooks"} the X-request-id of an accepted command`, async () => {
      const { emulator, start } = await serve(sdk());
      const { body } = await start();
      expect(body).toEqual(finds ? { "X-Request-Id": emulator.requests()[0]?.requestId } : {});
    });

    test("stream names in any script arrive as they are", async () => {
      const { emulator, start } = await serve(sdk());
      await start({ stream: "直播 №1 (a+b)" });
      expect(emulator.recordings()).toMatchObject([{ stream: "直播 №1 (a+b)" }]);
    });

    test("START is accepted again more than 10 s after STOP", async () => {
      const { start, stop, pass } = await serve(sdk());
      await start();
      await stop();
      pass(11);
      expect((await start()).status).toBe(200);
    });

    test("a temporary key with its token is accepted", async () => {
      const { call } = await serve(sdk(), { securityToken: "the-token" });
      const account = { securityToken: "the-token" };
      expect((await call("RunRecord", { action: "START", body: stream }, account)).status).toBe(200);
    });

    test("without a project id the SDK finds it by the region", async () => {
      const { emulator, call } = await serve(sdk());
      const { status } = await call("RunRecord", { action: "START", body: stream }, { project: undefined });
      expect(status).toBe(200);
      expect(emulator.requests().map(({ operation }) => operation)).toEqual(["projects", "START"]);
    });
  });

  describe("the SDK understands what is refused", () => {
    const sent = refusals.filter(({ neverSentBy }) => !neverSentBy?.includes(language));
    test.each(sent)("$title: $status $code", async ({ options, act, status, code }) => {
      const service = await serve(sdk(), options);
      const answer = await act(service);
      const last = service.emulator.requests().at(-1);
      expect(answer).toEqual({ status, code, text: expect.stringMatching(/./), requestId: expect.any(String) });
      expect(answer.requestId).toMatch(/^[0-9a-f]{32}-\d{13}-\w+$/);
      // A body that is too large is refused before it is looked at.
      if (status !== 413) expect(answer.requestId).toBe(last?.requestId);
    });

    test.each([
      { what: "a wrong secret key", change: { secretKey: "wrong" }, says: "verify aksk signature fail" },
      {
        what: "an access key that does not exist",
        change: { accessKey: "NOBODYSACCESSKEY" },
        says: "ak NOBODYSACCESSKEY not exist",
      },
    ])("$what: 401 APIGW.0301", async ({ change, says }) => {
      const { start } = await serve(clientWith(change));
      expect(await start()).toMatchObject({ status: 401, code: "APIGW.0301", text: expect.stringContaining(says) });
    });

    test("a key that was used wrongly six times is locked for five minutes", async () => {
      const wrong = clientWith({ secretKey: "wrong" });
      const { emulator, start, pass } = await serve(sdk());
      const account = { endpoint: emulator.url, project: emulator.projectId };
      for (let i = 0; i < 6; i += 1) await wrong.call(account, "RunRecord", { action: "START", body: stream });
      expect(await start()).toMatchObject({ status: 401, code: "APIGW.0301", text: expect.stringContaining("limit") });
      pass(5 * 60);
      expect((await start()).status).toBe(200);
    });
  });

  describe("what the SDK reads", () => {
    test("the streams that are online", async () => {
      const { emulator, call } = await serve(sdk(), { strict: true });
      emulator.push(name, { startedAt: "2026-01-02T03:04:05Z" });
      emulator.push("push.example.com/live/other");
      const { status, body } = await call("ListLiveStreamsOnline", stream);
      expect(status).toBe(200);
      expect(body).toMatchObject({ total_num: 1, streams: [{ ...stream, start_time: "2026-01-02T03:04:05Z" }] });
    });

    test("a rule: made, listed, shown, changed and deleted", async () => {
      const { call } = await serve(sdk(), { strict: true });
      const made = await call("CreateRecordRule", { body: rule(3600) });
      const id = String(made.body?.id);
      const answers = [
        made,
        await call("ListRecordRules", { publish_domain: stream.publish_domain, limit: 100 }),
        await call("ShowRecordRule", { id }),
        await call("UpdateRecordRule", { id, body: rule(600) }),
        await call("DeleteRecordRule", { id }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 204]);
      const [created, list, shown, updated] = answers.map(({ body }) => body);
      expect(list).toEqual({ total: 1, record_config: [created] });
      expect(shown).toEqual(created);
      expect(cycleOf(created)).toBe(3600);
      expect(cycleOf(updated)).toBe(600);
    });

    test("a callback of recordings: made, listed, shown, changed and deleted", async () => {
      const { call } = await serve(sdk());
      const callback = {
        publish_domain: "push.example.com",
        app: "live",
        notify_callback_url: "https://example.com/told",
        notify_event_subscription: ["RECORD_FILE_COMPLETE", "RECORD_OVER"],
        sign_type: "HMACSHA256",
        key: "0".repeat(32),
      };
      const made = await call("CreateRecordCallbackConfig", { body: callback });
      const id = String(made.body?.id);
      const answers = [
        made,
        await call("ListRecordCallbackConfigs", { publish_domain: stream.publish_domain, limit: 100 }),
        await call("ShowRecordCallbackConfig", { id }),
        await call("UpdateRecordCallbackConfig", { id, body: { ...callback, sign_type: "MD5" } }),
        await call("DeleteRecordCallbackConfig", { id }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 204]);
      const { key: _, ...shown } = callback;
      expect(made.body).toMatchObject(shown);
      expect(answers[1]?.body).toMatchObject({ total: 1, callback_config: [shown] });
      expect(answers[2]?.body).toMatchObject(shown);
      expect(answers[3]?.body).toMatchObject({ ...shown, sign_type: "MD5" });
    });

    test("the notification of a domain: made, changed, shown and deleted", async () => {
      const { call } = await serve(sdk());
      const domain = "push.example.com";
      const body = { url: "https://example.com/told", auth_sign_key: "0".repeat(32), call_back_area: "mainland_china" };
      const answers = [
        await call("UpdatePublishTemplate", { domain, body }),
        await call("UpdatePublishTemplate", { domain, body }),
        await call("ListPublishTemplate", { domain }),
        await call("DeletePublishTemplate", { domain }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 204]);
      expect(answers[2]?.body).toMatchObject(body);
    });

    test("the files that were recorded, and a bucket that is granted", async () => {
      const { call, start, stop, emulator, pass } = await serve(sdk());
      const begin = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace(".000", "");
      await call("UpdateObsBucketAuthorityPublic", { body: { bucket: "recordings", operation: 1 } });
      await start();
      pass(60);
      await stop();
      const list = { start_time: begin, record_type: "COMMAND_RECORD", limit: 10 };
      const { status, body } = await call("ListRecordContents", list);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        total: 1,
        record_contents: [
          { ...stream, record_format: "HLS", record_type: "COMMAND_RECORD", obs_addr: { bucket: "emulator" } },
        ],
      });
      expect(emulator.grantedBuckets()).toEqual(["recordings"]);
    });
  });
}
