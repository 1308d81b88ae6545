import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { FetchedAccount } from "../../../provider/account/fetched";
import type { Account } from "../../../provider/http/account";
import type { Credential } from "../../../provider/http/authenticated";
import { Budget } from "../../../provider/http/budget";
import { ask, type LiveRequest, NoAnswerError, type Outcome } from "../../../provider/http/client";
import { systemClock } from "../../../provider/http/clock";
import { LiveError, ServiceError, UnreachableError, UnusableAnswerError } from "../../../provider/http/errors";
import { authorization, sdkDate } from "../../../provider/http/signature";
import type { HttpAnswer } from "../../../provider/http/transport/exchange";
import { openTransport } from "../../../provider/http/transport/transport";
import { recordControl } from "../../../provider/live/record-control";
import { SettingsError } from "../../../provider/settings/errors";
import { BEGIN, FakeClock } from "../fake-clock";
import {
  accepted,
  answered,
  lost,
  refused,
  type Script,
  type Scripted,
  type Step,
  scripted,
  unreachable,
} from "./scripted-service";

const KEY = { accessKey: "AK", secretKey: "the-secret-key" };
const STREAM = { publishDomain: "push.example.com", app: "live", stream: "直播" };
const START: LiveRequest = { method: "POST", path: "/record/control", query: [["action", "START"]], body: {} };

interface Asked extends Scripted {
  readonly clock: FakeClock;
  readonly outcome: Outcome | undefined;
  readonly error: unknown;
}

/** Asks once, and says what came of it. */
async function asking(
  steps: readonly Step[],
  { timeout = 120, ...script }: Partial<Script> & { timeout?: number } = {},
) {
  const clock = script.clock ?? new FakeClock();
  const service = scripted({ ...script, clock, steps });
  const asked: Asked = await ask(service.connection, START, "START of a/b/c", new Budget(timeout, clock)).then(
    (outcome) => ({ ...service, clock, outcome, error: undefined }),
    (error: unknown) => ({ ...service, clock, outcome: undefined, error }),
  );
  return asked;
}

describe("what is sent", () => {
  test("record control is what is documented", async () => {
    const clock = new FakeClock();
    const { connection, requests } = scripted({ clock, steps: [accepted], credential: { token: "the-token" } });
    await recordControl(connection, "STOP", STREAM, new Budget(120, clock));
    expect(requests.map(({ request }) => request)).toEqual([
      {
        method: "POST",
        url: "https://live.test/v1/0123456789abcdef0123456789abcdef/record/control?action=STOP",
        headers: {
          "content-type": "application/json",
          "x-project-id": "0123456789abcdef0123456789abcdef",
          "x-auth-token": "the-token",
        },
        body: '{"publish_domain":"push.example.com","app":"live","stream":"直播"}',
      },
    ]);
  });

  test.each<{ what: string; securityToken: string | undefined; names: string }>([
    { what: "a key pair", securityToken: undefined, names: "content-type;host;x-project-id;x-sdk-date" },
    {
      what: "a temporary key pair",
      securityToken: "TOKEN==",
      names: "content-type;host;x-project-id;x-sdk-date;x-security-token",
    },
  ])("with $what the request is signed over its headers and its body", async ({ securityToken, names }) => {
    const key = { ...KEY, securityToken };
    const clock = new FakeClock();
    const { connection, requests } = scripted({ clock, steps: [accepted], credential: key });
    await recordControl(connection, "START", STREAM, new Budget(120, clock));
    const request = requests[0]?.request;
    const { authorization: header = "", ...signed } = request?.headers ?? {};
    expect(signed).toEqual({
      "content-type": "application/json",
      host: "live.test",
      "x-project-id": "0123456789abcdef0123456789abcdef",
      "x-sdk-date": "20260102T030405Z",
      ...(securityToken && { "x-security-token": securityToken }),
    });
    expect(header).toContain(`SDK-HMAC-SHA256 Access=AK, SignedHeaders=${names}, Signature=`);
    const path = "/v1/0123456789abcdef0123456789abcdef/record/control";
    const query = [["action", "START"]] as const;
    expect(header).toBe(
      authorization({ method: "POST", path, query, headers: signed, body: request?.body ?? "" }, key),
    );
  });

  test("the query is encoded as it is signed", async () => {
    const clock = new FakeClock();
    const { connection, requests } = scripted({ clock, steps: [answered(200, {})] });
    const query = [["stream", "a b*中"]] as const;
    await ask(connection, { method: "GET", path: "/realtime/streams", query }, "GET", new Budget(1, clock));
    expect(requests[0]?.request).toMatchObject({ body: "", method: "GET" });
    expect(requests[0]?.request.url).toMatch(/\?stream=a%20b%2A%E4%B8%AD$/);
  });

  test("neither a secret key nor a token is in a debug line or in a line for the user", async () => {
    const credentials = [{ ...KEY, securityToken: "the-security-token" }, { token: "the-token" }];
    for (const credential of credentials) {
      const { said, debugged } = await asking([lost(), refused(502, "APIGW.0610"), accepted], { credential });
      expect(debugged).toHaveLength(3);
      const lines = [...said, ...debugged].join("\n");
      expect(lines).not.toMatch(/the-secret-key|the-security-token|the-token|Signature/);
    }
  });
});

describe("a definite answer", () => {
  test("of success is the outcome", async () => {
    const { outcome, requests } = await asking([answered(200, "", { "x-request-id": "r-1" })]);
    expect(outcome).toMatchObject({ answer: { requestId: "r-1", body: undefined }, mayHaveRun: false });
    expect(requests).toHaveLength(1);
  });

  test.each<[number, string]>([
    [302, ""],
    [400, "LIVE.100011001"],
    [400, "LIVE.100011022"],
    [403, "APIGW.0302"],
    [404, "LIVE.100011001"],
    [404, "APIGW.0101"],
  ])("HTTP %d %s is not repeated, and is the outcome", async (status, code) => {
    const { outcome, requests } = await asking([refused(status, code), accepted]);
    expect(outcome?.answer).toBeInstanceOf(ServiceError);
    expect(outcome).toMatchObject({ answer: { status, serviceCode: code }, mayHaveRun: false });
    expect(requests).toHaveLength(1);
  });

  test.each(["LIVE.100011002", "APIGW.0301", "APIGW.0303", "APIGW.0307", ""])(
    "a 401 (%s) is never repeated",
    async (code) => {
      const { outcome, requests, connection, clock } = await asking([refused(401, code), accepted]);
      expect(outcome).toMatchObject({ answer: { status: 401 }, mayHaveRun: false });
      const budget = new Budget(120, clock);
      expect(await ask(connection, START, "START", budget)).toMatchObject({ answer: { status: 401 } });
      expect(requests).toHaveLength(1);
    },
  );

  test("an error that is none of the service's is not swallowed", async () => {
    const bug = new TypeError("a bug");
    const { error, requests } = await asking([bug, accepted]);
    expect(error).toBe(bug);
    expect(requests).toHaveLength(1);
  });
});

describe("no definite answer", () => {
  test.each<{ what: string; step: Step; isLost: boolean }>([
    { what: "a connection that was refused", step: unreachable(), isLost: false },
    { what: "an answer that was lost", step: lost(), isLost: true },
    { what: "HTTP 500", step: refused(500, "LIVE.100011000"), isLost: true },
    { what: "HTTP 502", step: answered(502, "<h1>Bad Gateway</h1>"), isLost: true },
    { what: "HTTP 503", step: refused(503, "APIGW.0613"), isLost: true },
    { what: "HTTP 504", step: refused(504, "APIGW.0201"), isLost: true },
    { what: "HTTP 408", step: refused(408, ""), isLost: true },
    { what: "a page of a proxy", step: answered(200, "<h1>Sign in</h1>"), isLost: true },
    { what: "an answer that breaks off", step: new UnusableAnswerError("broke off", 200, "{"), isLost: true },
    { what: "HTTP 429", step: refused(429, "APIGW.0308"), isLost: false },
    { what: "HTTP 500 for too many requests", step: refused(500, "LIVE.100011007"), isLost: false },
  ])(
    "$what is followed by another try; an answer counts as lost: it may have been executed",
    async ({ step, isLost }) => {
      const { outcome, requests } = await asking([step, accepted]);
      expect(requests).toHaveLength(2);
      expect(outcome).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: isLost });
    },
  );

  test("a request that never left is not counted as lost, however often it is tried", async () => {
    const { error, outcome } = await asking([unreachable()], { timeout: 30 });
    expect(outcome).toBeUndefined();
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ mayHaveRun: false, message: "connection to live.test refused" });
  });

  test.each<[string, readonly Step[]]>([
    ["first", [lost(), unreachable()]],
    ["last", [unreachable(), unreachable(), lost(), lost()]],
  ])("one lost answer among others counts as lost (%s)", async (_, steps) => {
    expect((await asking(steps, { timeout: 10 })).error).toMatchObject({ mayHaveRun: true });
  });

  test("a lost answer counts with the refusal that follows", async () => {
    const { outcome } = await asking([lost(), refused(400, "LIVE.100011022")]);
    expect(outcome).toMatchObject({ mayHaveRun: true, answer: { serviceCode: "LIVE.100011022" } });
  });

  test("each try is signed anew", async () => {
    const clock = new FakeClock();
    const slow: Step = async () => {
      await clock.sleep(1500);
      return refused(500, "");
    };
    const { requests } = await asking([slow, slow, accepted], { clock, credential: KEY });
    const dates = requests.map(({ request }) => request.headers["x-sdk-date"]);
    expect(dates).toEqual(requests.map(({ at }) => sdkDate(at)));
    const signatures = requests.map(({ request }) => request.headers.authorization);
    expect([dates, signatures].map((list) => new Set(list).size)).toEqual([3, 3]);
  });

  test("the pause is a random part of twice the one before, up to eight seconds", async () => {
    const clock = new FakeClock({ random: () => 0.999_999 });
    const { requests } = await asking([...Array.from({ length: 7 }, unreachable), accepted], { clock });
    const gaps = requests.slice(1).map(({ at }, i) => Math.round((at - (requests[i]?.at ?? 0)) / 1000));
    expect(gaps).toEqual([1, 2, 4, 8, 8, 8, 8]);
  });

  test("each retry is one line: what, why and how long", async () => {
    const { said } = await asking([lost(), refused(502, "APIGW.0610"), accepted]);
    expect(said).toEqual([
      "START of a/b/c: no answer within 15 s; trying again in 0.5 s",
      'START of a/b/c: HTTP 502 APIGW.0610 "text of APIGW.0610" (X-request-id id-of-502); trying again in 1.0 s',
    ]);
  });
});

describe("the budget", () => {
  test("ends the tries, and the error says how many there were and why the last one failed", async () => {
    const { error, requests, clock } = await asking([refused(503, "APIGW.0613")], { timeout: 60 });
    expect(error).toBeInstanceOf(NoAnswerError);
    const { tries, message, mayHaveRun: isLost } = error as NoAnswerError;
    expect(tries).toBe(requests.length);
    expect(tries).toBeGreaterThan(8);
    expect(isLost).toBe(true);
    expect(message).toMatch(/HTTP 503 APIGW\.0613 .*X-request-id id-of-503/);
    expect(clock.passed).toBeGreaterThan(50);
    expect(clock.passed).toBeLessThanOrEqual(60);
  });

  test("a try is cut where the budget ends, and 15 s after it began", async () => {
    const clock = new FakeClock();
    const waits: Step = async (_, ms) => {
      await clock.sleep(ms);
      throw lost();
    };
    const { requests } = await asking([waits], { clock, timeout: 40 });
    const ms = requests.map((request) => request.ms);
    expect(ms.slice(0, 2)).toEqual([15_000, 15_000]);
    expect(ms.at(-1)).toBeLessThan(15_000);
    expect(clock.passed).toBeLessThanOrEqual(41);
  });

  test("a first try is made even when the budget went by in the queue", async () => {
    const clock = new FakeClock();
    const { connection, requests } = scripted({ clock, steps: [accepted] });
    const budget = new Budget(1, clock);
    await clock.sleep(5000);
    await ask(connection, START, "START", budget);
    expect(requests.map(({ ms }) => ms)).toEqual([1000]);
  });

  test("waiting for the limit does not count", async () => {
    const { outcome, clock } = await asking([unreachable(), accepted], { limit: 1, timeout: 30 });
    expect(outcome).toMatchObject({ answer: { requestId: "id-of-200" } });
    expect(clock.passed).toBe(60.5);
  });
});

describe("a failure that lasts, as a host that DNS does not know", () => {
  const unknown = new UnreachableError("no address for live.cn-nroth-4.test (DNS ENOTFOUND)", false, undefined, true);

  test("is tried once more, and then the error, whatever time is left", async () => {
    const { error, requests, clock } = await asking([unknown]);
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ mayHaveRun: false, tries: 2, message: unknown.message });
    expect(requests).toHaveLength(2);
    expect(clock.passed).toBeLessThan(2);
  });

  test("may be over with the second try", async () => {
    const { outcome } = await asking([unknown, accepted]);
    expect(outcome).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: false });
  });

  test("fails thirty commands together in seconds, though DNS takes its time", async () => {
    const clock = new FakeClock({ random: Math.random });
    const step: Step = async () => {
      await clock.sleep(900);
      throw unknown;
    };
    const { connection } = scripted({ clock, steps: [step] });
    const asked = Array.from({ length: 30 }, () => ask(connection, START, "START", new Budget(120, clock)));
    const results = await Promise.allSettled(asked);
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    expect(clock.passed).toBeLessThan(10);
  });
});

describe("too many requests", () => {
  test.each<[string, Step]>([
    ["429", refused(429, "APIGW.0308", { "retry-after": "20" })],
    ["LIVE.100011007", refused(500, "LIVE.100011007", { "retry-after": "20" })],
  ])("after %s the next try comes after Retry-After", async (_, step) => {
    const { requests, clock, said } = await asking([step, accepted]);
    expect(requests).toHaveLength(2);
    expect(clock.passed).toBe(20);
    expect(said).toEqual([expect.stringMatching(/all commands wait 20\.0 s/)]);
  });

  test("a pause longer than the budget is an error at once, with what the service said", async () => {
    const { error, requests, clock } = await asking([refused(429, "APIGW.0308", { "retry-after": "600" })]);
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({
      mayHaveRun: false,
      tries: 1,
      message: expect.stringMatching(/429 APIGW\.0308.*id-of-429/),
    });
    expect([requests.length, clock.passed]).toEqual([1, 0]);
  });

  test("one that never ends takes the budget and no more", async () => {
    const { error, clock, requests } = await asking([refused(429, "APIGW.0308")]);
    expect(error).toMatchObject({ mayHaveRun: false });
    expect(clock.passed).toBeLessThanOrEqual(120);
    expect(requests.length).toBeLessThan(15);
  });

  test.each(["0", "-1", "Thu, 01 Jan 2026 00:00:00 GMT"])("Retry-After %s is no leave to hammer", async (time) => {
    const clock = new FakeClock();
    const step: Step = async () => {
      await clock.sleep(50);
      return refused(429, "APIGW.0308", { "retry-after": time });
    };
    const { requests } = await asking([step], { clock, timeout: 60 });
    // At 50 ms for each answer, sixty seconds without a pause are 1,200.
    expect(requests.length).toBeLessThan(60);
  });

  test.each(["Infinity", "9999999999"])("Retry-After %s stops no other command for ever", async (time) => {
    const clock = new FakeClock();
    const { connection } = scripted({
      clock,
      steps: [refused(429, "APIGW.0308", { "retry-after": time }), accepted],
    });
    await ask(connection, START, "START", new Budget(120, clock)).catch(() => {});
    const next = await ask(connection, START, "START", new Budget(120, clock)).catch((error: unknown) => error);
    expect(next).toSatisfy((got) => got instanceof NoAnswerError || (got as Outcome).mayHaveRun === false);
  });

  test.each([
    ["of a new process", 0],
    ["after one that was accepted", 1],
  ])("two hundred commands %s all get through, and few of their tries are refused", async (_, before) => {
    const clock = new FakeClock();
    const windows: number[] = [];
    let refusals = 0;
    const free = Array.from({ length: 4 }, () => Promise.resolve());
    // Somebody else takes two thirds of the 300 requests a minute. Four are under way at once.
    const busy: Step = async () => {
      const served = (free.shift() ?? Promise.resolve()).then(() => clock.sleep(50));
      free.push(served);
      await served;
      const minute = Math.floor(clock.now() / 60_000);
      windows[minute] = (windows[minute] ?? 0) + 1;
      if ((windows[minute] ?? 0) <= 100) return accepted;
      refusals++;
      return refused(429, "APIGW.0308");
    };
    const { connection } = scripted({ clock, steps: [busy] });
    const asking = (count: number) =>
      Promise.allSettled(Array.from({ length: count }, () => ask(connection, START, "START", new Budget(120, clock))));
    await asking(before);
    const outcomes = await asking(200);
    expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(refusals).toBeLessThan(50);
  });
});

describe("the credential", () => {
  test("of fifty commands with a wrong key one is sent", async () => {
    const clock = new FakeClock();
    const step: Step = async () => {
      await clock.sleep(200);
      return refused(401, "APIGW.0301");
    };
    const { connection, requests } = scripted({ clock, steps: [step], credential: KEY });
    const asked = Array.from({ length: 50 }, () => ask(connection, START, "START", new Budget(120, clock)));
    const statuses = (await Promise.all(asked)).map(({ answer }) => answer instanceof ServiceError && answer.status);
    expect(statuses).toEqual(Array.from({ length: 50 }, () => 401));
    expect(requests).toHaveLength(1);
  });

  test("commands that wait for the limit when a key is revoked are not sent any more", async () => {
    const clock = new FakeClock();
    const { connection, requests } = scripted({
      clock,
      steps: [accepted, refused(401, "APIGW.0301")],
      credential: KEY,
      limit: 1,
    });
    await ask(connection, START, "START", new Budget(120, clock));
    const asked = Array.from({ length: 8 }, () => ask(connection, START, "START", new Budget(120, clock)));
    await Promise.all(asked);
    expect(requests).toHaveLength(2);
  });

  test("that is revoked while fifty commands are under way fails four times at the most: five may lock it", async () => {
    let revoked = false;
    let failures = 0;
    const server = createServer((_, response) => {
      if (revoked) failures++;
      setTimeout(() => response.writeHead(revoked ? 401 : 200).end(), 20);
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server, "listening");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { connection } = scripted({ clock: new FakeClock(), steps: [accepted], credential: KEY });
    const real = { ...connection, endpoint, clock: systemClock, transport: openTransport(endpoint) };
    await ask(real, START, "START", new Budget(120, systemClock));
    revoked = true;
    const asked = Array.from({ length: 50 }, () => ask(real, START, "START", new Budget(120, systemClock)));
    const outcomes = await Promise.all(asked);
    expect(outcomes.every(({ answer }) => answer instanceof ServiceError && answer.status === 401)).toBe(true);
    expect(failures).toBeLessThanOrEqual(4);
  });

  test("that may not look is not kept from sending commands", async () => {
    const clock = new FakeClock();
    const { connection } = scripted({ clock, steps: [refused(401, "LIVE.100011003"), accepted] });
    const list: LiveRequest = { method: "GET", path: "/realtime/streams", query: [] };
    expect(await ask(connection, list, "GET", new Budget(20, clock))).toMatchObject({ answer: { status: 401 } });
    const { answer } = await ask(connection, START, "START", new Budget(120, clock));
    expect(answer).toMatchObject({ requestId: "id-of-200" });
  });

  // The list of rules and a new one have the same path and a permission each; so have the four calls about one rule.
  test("that may not read under a path may still write there", async () => {
    const clock = new FakeClock();
    const { connection } = scripted({ clock, steps: [refused(401, "LIVE.100011003"), accepted] });
    const rules = { path: "/record/rules", query: [] };
    await ask(connection, { ...rules, method: "GET" }, "GET", new Budget(20, clock));
    const { answer } = await ask(connection, { ...rules, method: "POST", body: {} }, "POST", new Budget(20, clock));
    expect(answer).toMatchObject({ requestId: "id-of-200" });
  });
});

describe("an account whose credential is fetched", () => {
  const over = refused(401, "APIGW.0307");
  const wrongPassword = new SettingsError("CREDENTIAL_REFUSED", "password", "wrong password");

  /** An account that gives these one after the other, and a service that answers by the steps. */
  async function askingAs(credentials: readonly (string | Error)[], steps: readonly Step[], timeout = 120) {
    const clock = new FakeClock();
    const renewed: Credential[] = [];
    let count = 0;
    const account: Account = {
      from: "HW_USER_NAME",
      isFetched: true,
      credential: async () => {
        const next = credentials[Math.min(count++, credentials.length - 1)];
        if (typeof next === "string") return { token: next };
        throw next;
      },
      renew: (credential) => void renewed.push(credential),
    };
    const service = scripted({ clock, steps, account });
    const { connection } = service;
    const result = await ask(connection, START, "START", new Budget(timeout, clock)).catch((error: unknown) => error);
    const tokens = service.requests.map(({ request }) => request.headers["x-auth-token"]);
    return { ...service, clock, result, renewed, tokens };
  }

  test("a token that the service does not want any longer is renewed once, and the request sent again", async () => {
    const { result, renewed, tokens } = await askingAs(["old", "new"], [over, accepted]);
    expect(result).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: false });
    expect(tokens).toEqual(["old", "new"]);
    expect(renewed).toEqual([{ token: "old" }]);
  });

  test("what the service says to the new one is the outcome", async () => {
    const { result, tokens } = await askingAs(["old", "new"], [over, refused(400, "LIVE.100011022")]);
    expect(result).toMatchObject({ answer: { serviceCode: "LIVE.100011022" }, mayHaveRun: false });
    expect(tokens).toEqual(["old", "new"]);
  });

  test("an answer that is lost after the renewal counts as lost", async () => {
    const { result, tokens } = await askingAs(["old", "new"], [over, lost(), accepted]);
    expect(result).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: true });
    expect(tokens).toEqual(["old", "new", "new"]);
  });

  test("where the new one is not wanted either, that is the outcome, and nothing is sent any more", async () => {
    const { connection, clock, result, renewed, requests } = await askingAs(["old", "new", "newer"], [over]);
    expect(result).toMatchObject({ answer: { status: 401, serviceCode: "APIGW.0307" } });
    expect(await ask(connection, START, "START", new Budget(120, clock))).toMatchObject({ answer: { status: 401 } });
    expect([renewed.length, requests.length]).toEqual([1, 2]);
  });

  test.each(["APIGW.0301", "APIGW.0303", "LIVE.100011002", ""])(
    "a 401 %s may mean that it has ended: it is renewed once, and the request sent again",
    async (code) => {
      const { result, tokens } = await askingAs(["old", "new"], [refused(401, code), accepted]);
      expect(result).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: false });
      expect(tokens).toEqual(["old", "new"]);
    },
  );

  const far = { date: new Date(BEGIN + 20 * 60_000).toUTCString() };

  test.each<{ what: string; code: string; headers: HttpAnswer["headers"] }>([
    { what: "a permission that is missing", code: "LIVE.100011003", headers: {} },
    { what: "another project", code: "LIVE.100011015", headers: {} },
    { what: "an account in arrears", code: "LIVE.100011014", headers: {} },
    { what: "a clock that is wrong", code: "APIGW.0303", headers: far },
    { what: "a clock that is wrong, without a code for it", code: "APIGW.0301", headers: far },
  ])("a 401 for $what is no reason to renew", async ({ code, headers }) => {
    const { result, renewed, requests } = await askingAs(["old", "new"], [refused(401, code, headers), accepted]);
    expect(result).toMatchObject({ answer: { status: 401, serviceCode: code } });
    expect([renewed.length, requests.length]).toEqual([0, 1]);
  });

  test("that is the same when it is fetched anew is not sent again", async () => {
    const { result, requests } = await askingAs(["old", "old"], [refused(401, "APIGW.0301")]);
    expect(result).toMatchObject({ answer: { status: 401 } });
    expect(requests).toHaveLength(1);
  });

  /** Fifty commands at once, after one that was accepted, whose service now wants `good`; `limit` a minute may be sent. */
  async function fiftyOnceEnded(good: string, limit = 300) {
    const clock = new FakeClock();
    let fetches = 0;
    const fetch = async () => {
      await clock.sleep(500);
      return { credential: { ...KEY, accessKey: `key-${++fetches}` }, lasts: 86_400_000 };
    };
    const account = new FetchedAccount("the machine", fetch, clock);
    let wanted = "key-1";
    const step: Step = async ({ headers }) => {
      await clock.sleep(50);
      return headers.authorization?.includes(`Access=${wanted},`) ? accepted : refused(401, "APIGW.0301");
    };
    const { connection, requests } = scripted({ clock, steps: [step], account, limit });
    const start = () => ask(connection, START, "START", new Budget(120, clock));
    await start();
    wanted = good;
    const outcomes = await Promise.all(Array.from({ length: 50 }, start));
    const sent = (key: string) =>
      requests.slice(1).filter(({ request }) => request.headers.authorization?.includes(`Access=${key},`)).length;
    const failed = outcomes.filter(({ answer }) => answer instanceof ServiceError).length;
    return { fetches, failed, old: sent("key-1"), new: sent("key-2"), seconds: clock.passed };
  }

  test("and that has ended: of fifty commands four are sent with it, it is renewed once, and all get through", async () => {
    expect(await fiftyOnceEnded("key-2")).toMatchObject({ fetches: 2, failed: 0, old: 4, new: 50 });
  });

  test("and that has ended costs no minute of the limit for what waited for its turn", async () => {
    const { failed, seconds } = await fiftyOnceEnded("key-2", 60);
    expect(failed).toBe(0);
    expect(seconds).toBeLessThan(10);
  });

  test("and that is truly wrong costs one request more, whatever waits", async () => {
    expect(await fiftyOnceEnded("none")).toMatchObject({ fetches: 2, failed: 50, old: 4, new: 1 });
  });

  test("that cannot be reached is tried again within the budget, and nothing counts as sent", async () => {
    const away = new UnreachableError("IAM is away", false);
    const { result, said, tokens } = await askingAs([away, away, "token"], [accepted]);
    expect(result).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: false });
    expect(tokens).toEqual(["token"]);
    expect(said).toEqual(["START: IAM is away; trying again in 0.5 s", "START: IAM is away; trying again in 1.0 s"]);
    const never = await askingAs([away], [accepted], 30);
    expect(never.result).toBeInstanceOf(NoAnswerError);
    expect(never.result).toMatchObject({ mayHaveRun: false, message: "IAM is away" });
    expect(never.requests).toEqual([]);
    expect(never.clock.passed).toBeLessThanOrEqual(30);
  });

  test("that cannot be reached for the renewal is tried again, too", async () => {
    const away = new UnreachableError("IAM is away", false);
    const { result, tokens } = await askingAs(["old", away, "new"], [over, accepted]);
    expect(result).toMatchObject({ answer: { requestId: "id-of-200" }, mayHaveRun: false });
    expect(tokens).toEqual(["old", "new"]);
  });

  test("that is refused is that error, and nothing is sent", async () => {
    const { result, requests } = await askingAs([wrongPassword], [accepted]);
    expect(result).toBe(wrongPassword);
    expect(requests).toEqual([]);
  });

  test.each<{ what: string; credentials: readonly (string | Error)[]; steps: readonly Step[] }>([
    { what: "between two tries", credentials: ["old", wrongPassword], steps: [lost()] },
    { what: "for the renewal", credentials: ["old", "old", wrongPassword], steps: [lost(), over] },
  ])("that is refused $what does not make the answer forgotten that was lost", async ({ credentials, steps }) => {
    const { result, requests } = await askingAs(credentials, steps);
    expect(result).toBeInstanceOf(NoAnswerError);
    expect(result).toMatchObject({ mayHaveRun: true, cause: wrongPassword, message: "wrong password" });
    expect(requests).toHaveLength(steps.length);
  });
});

test("every failure that is not the service's word is a typed error with the cause", async () => {
  const { error } = await asking([lost()], { timeout: 1 });
  expect((error as NoAnswerError).cause).toBeInstanceOf(LiveError);
});
