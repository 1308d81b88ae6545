import { once } from "node:events";
import { connect } from "node:net";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { startEmulator } from "../../emulator";
import { answerControl } from "../../emulator/controls/control-routes";
import { settingsFrom } from "../../emulator/options";
import { bytesOf, headersOf } from "../../emulator/protocol/answer";
import { readRequest } from "../../emulator/routes";
import { openBackend } from "../../emulator/server/backend";
import { damaged, json, like, time } from "./odd";
import { configLike, ruleLike } from "./rule";
import { INPUTS, LIMIT_MS, runs, SEQUENCE } from "./runs";

const PROJECT = "0".repeat(32);

/** What is behind the port. */
const world = () =>
  openBackend(settingsFrom({ ...keys, userName: "user", password: "password", now: () => Date.UTC(2026, 0, 2) }));
const keys = { accessKey: "AK", secretKey: "SK", projectId: PROJECT, token: "token", domainName: "domain" };

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("live", "keynote") },
  { weight: 1, arbitrary: fc.constantFrom("*", "a/b", "%E4%B8%AD", "%zz", "", "..", "__proto__") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 10 }) },
);

const seconds = fc.constantFrom("0", "60", "1e308", "-1", "NaN");
const query = (...keys: string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...keys), fc.oneof(name, seconds)), { maxLength: 3 })
    .map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));

const format = like({
  record_cycle: fc.constantFrom(0, 60, 1e308),
  record_prefix: name,
  record_max_duration_to_merge_file: fc.integer({ min: -2, max: 301 }),
});
const config = fc.oneof(
  fc.record({
    record_format: fc.constant(["HLS"]),
    obs_addr: fc.record({ bucket: fc.constant("b"), location: fc.constant("l"), object: name }),
    hls_config: fc.record({ record_cycle: fc.constantFrom(0, 60) }),
  }),
  configLike(name, format),
);
const rule = ruleLike(name, config);
const user = like({
  name: fc.constant("user"),
  password: fc.constant("password"),
  domain: fc.constant({ name: "domain" }),
});
const identity = like({ methods: fc.constant(["password"]), password: fc.record({ user }) });
const agency = like({
  agency_name: fc.constant("agency"),
  domain_name: fc.constant("domain"),
  duration_seconds: fc.constantFrom(900, 0, 1e308),
});
const assumed = like({ methods: fc.constant(["assume_role"]), assume_role: agency });
const fault = like({
  kind: fc.constantFrom("status", "reset", "delay"),
  operation: fc.constantFrom("START", "rules"),
  status: fc.integer({ min: 100, max: 600 }),
  headers: fc.dictionary(name, name, { maxKeys: 2 }),
  body: json,
});
const callback = like({
  publish_domain: name,
  app: name,
  notify_callback_url: fc.oneof(fc.constant("http://127.0.0.1:1/"), fc.webUrl(), name),
  notify_event_subscription: fc.array(fc.constantFrom("RECORD_OVER", "RECORD_FAILED", "OTHER"), { maxLength: 2 }),
  key: fc.oneof(fc.constant("0".repeat(32)), name),
});
const notification = like({ url: fc.oneof(fc.constant(""), fc.webUrl(), name), auth_sign_key: name });
const written = (value: fc.Arbitrary<unknown>) => {
  const text = value.map((said) => JSON.stringify(said) ?? "");
  return fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: damaged(text) });
};
const stream = fc.tuple(name, name, name).map((parts) => `/_emulator/streams/${parts.join("/")}`);
const only = (path: string) => fc.constant(path);
const ofLive = (path: string) => fc.constant(`/v1/${PROJECT}/${path}`);

interface Kind {
  readonly method: string;
  readonly path: fc.Arbitrary<string>;
  readonly query?: fc.Arbitrary<string>;
  readonly body?: fc.Arbitrary<string>;
}

/** What can be asked, with what goes with it. */
const KINDS: readonly Kind[] = [
  {
    method: "POST",
    path: ofLive("record/control"),
    query: fc.constantFrom("action=START", "action=STOP", "action=", ""),
    body: written(like({ publish_domain: name, app: name, stream: name })),
  },
  {
    method: "GET",
    path: ofLive("realtime/streams"),
    query: query("publish_domain", "app", "stream", "offset", "limit"),
  },
  {
    method: "GET",
    path: ofLive("record/rules"),
    query: query("publish_domain", "app", "record_type", "offset", "limit"),
  },
  { method: "POST", path: ofLive("record/rules"), body: written(rule) },
  { method: "PUT", path: ofLive("record/rules/rule-1"), body: written(rule) },
  { method: "GET", path: ofLive("record/rules/rule-1") },
  { method: "DELETE", path: ofLive("record/rules/rule-1") },
  { method: "GET", path: ofLive("record/rules/%zz") },
  { method: "POST", path: ofLive("record/callbacks"), body: written(callback) },
  { method: "PUT", path: ofLive(`record/callbacks/${"1".padStart(32, "0")}`), body: written(callback) },
  { method: "GET", path: ofLive("record/callbacks"), query: query("publish_domain", "app", "offset", "limit") },
  { method: "PUT", path: ofLive("notifications/publish"), query: query("domain"), body: written(notification) },
  { method: "GET", path: ofLive("notifications/publish"), query: query("domain") },
  {
    method: "GET",
    path: ofLive("record/contents"),
    query: query("publish_domain", "app", "stream", "record_type", "start_time", "end_time", "offset", "limit"),
  },
  {
    method: "PUT",
    path: ofLive("obs/authority"),
    body: written(like({ bucket: name, operation: fc.constantFrom(0, 1, 2) })),
  },
  {
    method: "POST",
    path: only("/v3/auth/tokens"),
    body: written(fc.record({ auth: like({ identity, scope: json }) })),
  },
  { method: "GET", path: only("/v3/projects"), query: query("name") },
  {
    method: "POST",
    path: only("/v3.0/OS-CREDENTIAL/securitytokens"),
    body: written(fc.record({ auth: fc.record({ identity: assumed }) })),
  },
  { method: "PUT", path: only("/meta-data/latest/api/token") },
  { method: "GET", path: only("/openstack/latest/securitykey") },
  {
    method: "PUT",
    path: stream,
    body: written(like({ startedAt: time, listed: fc.boolean(), listedAfter: fc.constantFrom(0, 1, 1e308) })),
  },
  { method: "DELETE", path: stream },
  { method: "POST", path: stream.map((path) => `${path}/interrupt`), query: query("seconds") },
  { method: "PUT", path: only("/_emulator/rules"), body: written(fc.array(rule, { maxLength: 3 })) },
  {
    method: "GET",
    path: fc.constantFrom("recordings", "requests", "messages", "buckets").map((of) => `/_emulator/${of}`),
  },
  { method: "POST", path: stream.map((path) => `${path}/fail`), query: query("message") },
  {
    method: "PUT",
    path: only("/_emulator/delivery"),
    body: written(like({ repeats: fc.constantFrom(0, -1), disorder: fc.boolean(), delay: fc.constantFrom(0, 1e308) })),
  },
  { method: "POST", path: only("/_emulator/faults"), body: written(fault) },
  { method: "POST", path: fc.constantFrom("/_emulator/credentials/expire", "/_emulator/reset", "/_emulator/none") },
  {
    method: "PATCH",
    path: fc.string({ maxLength: 20 }).map((rest) => `/${rest}`),
    query: query("a"),
    body: written(json),
  },
];

const authorization = `SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=${"0".repeat(64)}`;
const anyHeaders = fc.record(
  {
    "content-type": fc.constantFrom("application/json", "text/plain"),
    host: name,
    "x-auth-token": fc.constantFrom("token", "other"),
    authorization: fc.oneof(name, fc.constant(authorization)),
    "x-sdk-date": fc.oneof(time, fc.constantFrom("20260102T000000Z", "99999999T999999Z")),
    "x-project-id": fc.constantFrom(PROJECT, "other"),
    "x-metadata-token-ttl-seconds": fc.oneof(name, seconds),
  },
  { requiredKeys: [] },
);
const asToken = fc.constant({ "content-type": "application/json", "x-auth-token": "token" });
const headers = fc.oneof({ weight: 4, arbitrary: asToken }, { weight: 1, arbitrary: anyHeaders });

const request = fc.oneof(
  ...KINDS.map(({ method, path, query = fc.constant(""), body = fc.constant("") }) =>
    fc
      .record({ method: fc.constant(method), path, query, headers, body })
      .map(({ path, query, ...rest }) => ({ ...rest, url: query ? `${path}?${query}` : path })),
  ),
);

test(
  "whatever is asked, the answer is one of the API's, and can be sent",
  () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: SEQUENCE, maxLength: SEQUENCE }), (requests) => {
        const { serve, controls, close } = world();
        for (const { method, url, headers, body } of requests) {
          const { route, call } = readRequest({ method, url, headers, body: Buffer.from(body) }, "id");
          const answer = url.startsWith("/_emulator/")
            ? answerControl(controls, method, url, body)
            : serve(route, call);
          if (!(answer.status >= 200 && answer.status < 500)) throw new Error(`${method} ${url}: ${answer.status}`);
          headersOf(answer);
          bytesOf(answer);
        }
        close();
      }),
      runs(INPUTS.emulatorCalls / SEQUENCE),
    );
  },
  LIMIT_MS,
);

const emulator = startEmulator();
afterAll(async () => (await emulator).close());

/** All that comes back for these bytes. */
async function answerTo(port: number, bytes: Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const parts: Buffer[] = [];
  socket.on("data", (part) => parts.push(part)).on("error", () => {});
  socket.end(bytes);
  await once(socket, "close");
  return Buffer.concat(parts).toString("latin1");
}

test(
  "whatever bytes come, the emulator answers with a 4xx or not at all, and goes on",
  async () => {
    const { port, url } = await emulator;
    const line = fc.constantFrom(
      "GET / HTTP/1.1",
      "POST /v1/x/record/control HTTP/1.1",
      "GET http://[ HTTP/1.1",
      "PUT /_emulator/rules HTTP/1.0",
    );
    const header = fc.constantFrom(
      "Host: 127.0.0.1",
      "Host:",
      "Content-Length: 5",
      "Content-Length: -1",
      "Transfer-Encoding: chunked",
      "Expect: 100-continue",
      "Upgrade: h2c",
      "X-Auth-Token: \u0000",
    );
    const nearly = damaged(
      fc
        .tuple(line, fc.array(header, { maxLength: 4 }), fc.string({ maxLength: 9 }))
        .map(([first, more, rest]) => [first, ...more, "", rest].join("\r\n")),
    ).map((text) => Buffer.from(text, "latin1"));
    const bytes = fc.oneof(
      nearly,
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const answer = await answerTo(port, sent);
        if (answer !== "" && !/^HTTP\/1\.1 (4\d\d|100) /.test(answer)) throw new Error(answer);
      }),
      runs(INPUTS.emulatorBytes),
    );
    expect((await fetch(`${url}/_emulator/recordings`)).status).toBe(200);
  },
  LIMIT_MS,
);
