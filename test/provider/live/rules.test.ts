import { describe, expect, test } from "vitest";
import { Budget } from "../../../provider/http/budget";
import type { Connection } from "../../../provider/http/client";
import { ServiceError } from "../../../provider/http/errors";
import { authorization } from "../../../provider/http/signature";
import type { RecordRule, RuleContent } from "../../../provider/live/rule-json";
import {
  deleteRule,
  getRule,
  postRule,
  putRule,
  recordRules,
  ruleFor,
  ruleIn,
  ruleName,
} from "../../../provider/live/rules";
import { FakeClock } from "../fake-clock";
import { answered, refused, type Step, scripted } from "../http/scripted-service";

const entry = (change: object = {}) => ({
  id: "rule-1",
  publish_domain: "push.example.com",
  app: "live",
  stream: "*",
  record_type: "COMMAND_RECORD",
  create_time: "2026-01-02T03:04:05Z",
  update_time: "0001-01-01T00:00:00Z",
  default_record_config: {},
  ...change,
});

function look(...steps: Step[]) {
  const clock = new FakeClock();
  const service = scripted({ clock, steps });
  return { ...service, rules: recordRules(service.connection, "push.example.com", new Budget(20, clock)) };
}

const one = async (change: object) =>
  (await look(answered(200, { total: 1, record_config: [entry(change)] })).rules)[0];

test("the rules are asked for by domain alone", async () => {
  const { rules, requests } = look(answered(200, { total: 1, record_config: [entry()] }));
  expect(await rules).toEqual([
    {
      id: "rule-1",
      publishDomain: "push.example.com",
      app: "live",
      stream: "*",
      type: "COMMAND_RECORD",
      storage: { bucket: "", region: "", path: "" },
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      since: Date.UTC(2026, 0, 2, 3, 4, 5),
    },
  ]);
  expect(requests.map(({ request }) => request.url)).toEqual([
    "https://live.test/v1/0123456789abcdef0123456789abcdef/record/rules?limit=100&offset=0&publish_domain=push.example.com",
  ]);
});

test.each([{ total: 0, record_config: [] }, { total: 0, record_config: null }, { total: 0 }])(
  "no rules: %j",
  async (body) => {
    expect(await look(answered(200, body)).rules).toEqual([]);
  },
);

test("a rule without a type is one of the service's default", async () => {
  expect(await one({ record_type: undefined })).toMatchObject({ type: "CONTINUOUS_RECORD" });
});

describe("a rule is as old as its last change", () => {
  const created = Date.UTC(2026, 0, 2, 3, 4, 5);
  test.each<{ what: string; change: object; since: number }>([
    { what: "never changed, which is written as the year 1", change: {}, since: created },
    { what: "changed", change: { update_time: "2026-01-03T00:00:00Z" }, since: Date.UTC(2026, 0, 3) },
    { what: "without a time of change", change: { update_time: undefined }, since: created },
    { what: "without any time", change: { create_time: null, update_time: null }, since: 0 },
    { what: "with times that are none", change: { create_time: "soon", update_time: "later" }, since: 0 },
  ])("$what", async ({ change, since }) => {
    expect((await one(change))?.since).toBe(since);
  });

  test("times without a zone are in UTC, as those of the pushes", async () => {
    const zone = process.env.TZ;
    try {
      process.env.TZ = "Asia/Shanghai";
      expect((await one({ create_time: "2026-01-02T03:04:05" }))?.since).toBe(created);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe.each(["pages", "entries"])("where offset counts %s", (counts) => {
  test("250 rules are all read", async () => {
    const all = Array.from({ length: 250 }, (_, i) => entry({ id: `rule-${i}`, stream: `s${i}` }));
    const serve: Step = ({ url }) => {
      const offset = Number(new URL(url).searchParams.get("offset")) * (counts === "pages" ? 100 : 1);
      return answered(200, { total: 250, record_config: all.slice(offset, offset + 100) });
    };
    const { rules } = look(serve);
    expect((await rules).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });
});

describe("the rule that decides", () => {
  const rule = (id: string, app: string, stream: string): RecordRule => ({
    id,
    app,
    stream,
    publishDomain: "push.example.com",
    type: "COMMAND_RECORD",
    storage: { bucket: "recordings", region: "cn-north-4", path: "" },
    createdAt: 0,
    since: 0,
  });
  const exact = rule("exact", "live", "keynote");
  const anyStream = rule("any stream", "live", "*");
  const anyApp = rule("any app", "*", "keynote");
  const all = rule("all", "*", "*");

  test.each<{ what: string; rules: RecordRule[]; id: string | undefined }>([
    { what: "nothing", rules: [], id: undefined },
    { what: "the exact one", rules: [exact], id: "exact" },
    { what: "one for all streams of the application", rules: [anyStream], id: "any stream" },
    { what: "one for the stream in all applications", rules: [anyApp], id: "any app" },
    { what: "one for all", rules: [all], id: "all" },
    { what: "the exact one before all others", rules: [all, anyApp, anyStream, exact], id: "exact" },
    { what: "the application before the stream", rules: [all, anyApp, anyStream], id: "any stream" },
    { what: "the stream before all", rules: [all, anyApp], id: "any app" },
    { what: "none for another stream", rules: [rule("other", "live", "stage")], id: undefined },
    { what: "none for another application", rules: [rule("other", "vod", "*")], id: undefined },
    {
      what: "none with a wildcard in a name",
      rules: [rule("other", "live", "key*"), rule("other", "li*", "*")],
      id: undefined,
    },
    { what: "none with another case", rules: [rule("other", "Live", "keynote")], id: undefined },
  ])("$what", ({ rules, id }) => {
    expect(ruleFor(rules, "live", "keynote")?.id).toBe(id);
    expect(ruleFor([...rules].reverse(), "live", "keynote")?.id).toBe(id);
  });
});

const CONTENT: RuleContent = {
  publishDomain: "push.example.com",
  app: "live",
  stream: "*",
  type: "COMMAND_RECORD",
  storage: { bucket: "recordings", region: "cn-north-4", path: "" },
  hls: { cycle: 900 },
};
const BODY = {
  publish_domain: "push.example.com",
  app: "live",
  stream: "*",
  record_type: "COMMAND_RECORD",
  default_record_config: {
    record_format: ["HLS"],
    obs_addr: { bucket: "recordings", location: "cn-north-4", object: "" },
    hls_config: { record_cycle: 900 },
  },
};

describe("what is asked about one rule", () => {
  type Call = (connection: Connection, budget: Budget) => Promise<unknown>;
  const key = { accessKey: "the-key", secretKey: "the-secret" };
  test.each<{ what: string; method: string; id: string; call: Call; body: object | undefined }>([
    { what: "making", method: "POST", id: "", call: (live, budget) => postRule(live, CONTENT, budget), body: BODY },
    {
      what: "showing",
      method: "GET",
      id: "/rule-1",
      call: (live, budget) => getRule(live, "rule-1", budget),
      body: undefined,
    },
    {
      what: "changing",
      method: "PUT",
      id: "/rule-1",
      call: (live, budget) => putRule(live, "rule-1", CONTENT, budget),
      body: BODY,
    },
    {
      what: "deleting",
      method: "DELETE",
      id: "/rule-1",
      call: (live, budget) => deleteRule(live, "rule-1", budget),
      body: undefined,
    },
  ])("$what is a signed $method of /record/rules$id", async ({ method, id, call, body }) => {
    const clock = new FakeClock();
    const { connection, requests } = scripted({ clock, steps: [answered(200, entry())], credential: key });
    await call(connection, new Budget(20, clock));
    const path = `/v1/${connection.projectId}/record/rules${id}`;
    expect(requests).toHaveLength(1);
    const { request } = requests[0] as (typeof requests)[0];
    expect(request).toMatchObject({ method, url: `https://live.test${path}` });
    expect(request.body === "" ? undefined : JSON.parse(request.body)).toEqual(body);
    const { authorization: signature, ...headers } = request.headers;
    expect(headers).toMatchObject({ "content-type": "application/json", "x-project-id": connection.projectId });
    expect(signature).toBe(authorization({ method, path, query: [], headers, body: request.body }, key));
  });

  test("a refusal is an answer, too", async () => {
    const clock = new FakeClock();
    const { connection } = scripted({ clock, steps: [refused(400, "LIVE.103011018")] });
    const { answer, mayHaveRun } = await postRule(connection, CONTENT, new Budget(20, clock));
    expect(answer).toBeInstanceOf(ServiceError);
    expect(answer).toMatchObject({ serviceCode: "LIVE.103011018" });
    expect(mayHaveRun).toBe(false);
  });
});

test.each<{ what: string; body: unknown; id: string | undefined }>([
  { what: "a rule", body: entry(), id: "rule-1" },
  { what: "nothing", body: undefined, id: undefined },
  { what: "a list of rules", body: { total: 1, record_config: [entry()] }, id: undefined },
])("$what in an answer", ({ body, id }) => {
  expect(ruleIn({ body })?.id).toBe(id);
});

test("users see a rule as its domain, application and stream", () => {
  expect(ruleName(CONTENT)).toBe("push.example.com/live/*");
});
