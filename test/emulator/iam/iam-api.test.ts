import { describe, expect, test } from "vitest";
import { account, agencyBody, askForToken, assume, passwordBody, signedWith, statusWithToken } from "../credentials";
import { emulate, stream } from "../fixture";

const region = { project: { name: "cn-north-4" } };
const projects = [
  { id: "a".repeat(32), name: "cn-north-4" },
  { id: "b".repeat(32), name: "cn-north-4_studio" },
];
const domain = { id: "d".repeat(32), name: "emulator-domain" };

describe("a token", () => {
  test("is in a header, and described in the body", async () => {
    const { emulator } = await emulate();
    const { status, token, body } = await askForToken(emulator, passwordBody(account, region));
    expect([status, token]).toEqual([201, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(body).toEqual({
      token: {
        catalog: [],
        expires_at: "2026-01-03T03:04:05.678000Z",
        issued_at: "2026-01-02T03:04:05.678000Z",
        methods: ["password"],
        project: { domain, id: emulator.projectId, name: "cn-north-4" },
        roles: [],
        user: { domain, id: "e".repeat(32), name: "emulator-user", password_expires_at: "" },
      },
    });
  });

  test("is accepted by Live until it expires, and beside another", async () => {
    const { emulator, pass } = await emulate({ tokenLifetime: 60 });
    const { token } = await askForToken(emulator, passwordBody(account, region));
    pass(59);
    const { token: other } = await askForToken(emulator, passwordBody(account, region));
    expect(await statusWithToken(emulator, token)).toEqual([200, undefined]);
    pass(1);
    expect(await statusWithToken(emulator, token)).toEqual([401, "APIGW.0307"]);
    expect(await statusWithToken(emulator, other)).toEqual([200, undefined]);
  });

  test.each([
    [{ project: { name: "cn-north-4" } }, 0],
    [{ project: { id: projects[1]?.id } }, 1],
    [{ project: { name: "cn-north-4_studio" }, domain: { name: "emulator-domain" } }, 1],
  ])("for %j is for that project only", async (scope, index) => {
    const { emulator } = await emulate({ projects });
    const { token } = await askForToken(emulator, passwordBody(account, scope));
    expect(await statusWithToken(emulator, token, projects[index]?.id)).toEqual([200, undefined]);
    expect(await statusWithToken(emulator, token, projects[1 - index]?.id)).toEqual([401, "LIVE.100011015"]);
    expect(await statusWithToken(emulator, token)).toEqual([401, "LIVE.100011015"]);
  });

  test.each([undefined, { domain: { name: "emulator-domain" } }])(
    "with the scope %j is not for Live",
    async (scope) => {
      const { emulator } = await emulate();
      const { status, token, body } = await askForToken(emulator, passwordBody(account, scope));
      expect([status, body.token.domain, body.token.project]).toEqual([201, domain, undefined]);
      expect(await statusWithToken(emulator, token)).toEqual([401, "LIVE.100011015"]);
    },
  );

  test("is for the user, password, account and lifetime of the options", async () => {
    const { emulator } = await emulate({ userName: "u", password: "p", domainName: "d", tokenLifetime: 1 });
    const { status, body } = await askForToken(
      emulator,
      passwordBody({ name: "u", password: "p", domain: "d" }, region),
    );
    expect([status, body.token.expires_at]).toEqual([201, "2026-01-02T03:04:06.678000Z"]);
    expect(body.token.user).toMatchObject({ name: "u", domain: { name: "d" } });
  });

  test.each([
    ["user", { name: "another" }],
    ["password", { password: "another" }],
    ["account", { domain: "another" }],
  ])("is refused to another %s, in IAM's own shape", async (_, change) => {
    const { emulator } = await emulate();
    const answer = await askForToken(emulator, passwordBody({ ...account, ...change }, region));
    expect(answer).toMatchObject({ status: 401, token: "" });
    expect(answer.body).toEqual({
      error: { code: 401, message: "The username or password is wrong.", title: "Unauthorized" },
    });
  });

  test.each([{ name: "eu-west-0" }, { id: "c".repeat(32) }])("for the unknown project %j is 404", async (project) => {
    const { emulator } = await emulate({ projects });
    const { status, body } = await askForToken(emulator, passwordBody(account, { project }));
    expect([status, body.error]).toMatchObject([404, { code: 404, title: "Not Found" }]);
  });

  const { identity } = passwordBody(account).auth;
  test.each<[string, unknown]>([
    ["nothing", null],
    ["no identity", { auth: { scope: region } }],
    ["another method", { auth: { identity: { ...identity, methods: ["totp"] } } }],
    ["two methods", { auth: { identity: { ...identity, methods: ["password", "totp"] } } }],
    ["no user", { auth: { identity: { methods: ["password"], password: {} } } }],
    ["an empty name", passwordBody({ ...account, name: "" }, region)],
    ["no account", passwordBody({ ...account, domain: "" }, region)],
    ["a project of neither name nor id", passwordBody(account, { project: {} })],
    ["a project that is a text", passwordBody(account, { project: "cn-north-4" })],
  ])("for %s is 400", async (_, body) => {
    const { emulator } = await emulate();
    const answer = await askForToken(emulator, body);
    expect([answer.status, answer.body]).toEqual([
      400,
      { error: { code: 400, message: "The request body is invalid", title: "Bad Request" } },
    ]);
  });
});

describe("the lock of the user", () => {
  const wrong = passwordBody({ ...account, password: "wrong" }, region);
  const right = passwordBody(account, region);

  test("comes with the fifth wrong password in a row and lasts 15 minutes", async () => {
    const { emulator, pass } = await emulate();
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await askForToken(emulator, wrong)).body.error.message).toContain("password is wrong");
    pass(899);
    const locked = await askForToken(emulator, right);
    expect([locked.status, locked.body.error.message]).toEqual([401, "Account locked."]);
    pass(1);
    expect((await askForToken(emulator, right)).status).toBe(201);
  });

  test("does not come when a success lies in between, nor from users that do not exist", async () => {
    const { emulator } = await emulate();
    for (let failure = 1; failure <= 4; failure += 1) await askForToken(emulator, wrong);
    expect((await askForToken(emulator, right)).status).toBe(201);
    await askForToken(emulator, wrong);
    for (let i = 0; i < 9; i += 1) await askForToken(emulator, passwordBody({ ...account, name: "another" }, region));
    expect((await askForToken(emulator, right)).status).toBe(201);
  });

  test("ends with a reset", async () => {
    const { emulator } = await emulate();
    for (let failure = 1; failure <= 5; failure += 1) await askForToken(emulator, wrong);
    emulator.reset();
    expect((await askForToken(emulator, right)).status).toBe(201);
  });
});

describe("the projects", () => {
  const unscoped = { headers: { "x-project-id": undefined } };

  test("are one for every name by default, found with a key pair and without X-Project-Id", async () => {
    const { client, emulator } = await emulate();
    const answer = await client.sendTo("/v3/projects", "GET", "name=eu-west-101", "", unscoped);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      {
        projects: [
          {
            domain_id: "d".repeat(32),
            is_domain: false,
            parent_id: "d".repeat(32),
            name: "eu-west-101",
            description: "",
            links: { next: null, previous: null, self: `${emulator.url}/v3/projects/${emulator.projectId}` },
            id: emulator.projectId,
            enabled: true,
          },
        ],
        links: { next: null, previous: null, self: `${emulator.url}/v3/projects` },
      },
    ]);
  });

  test.each([
    ["", ["a", "b", "c"]],
    ["name=cn-north-4", ["a"]],
    ["name=ap-southeast-3", ["b", "c"]],
    ["name=eu-west-0", []],
  ])("are those that were declared: %j", async (query, ids) => {
    const { client } = await emulate({
      projects: [
        { id: "a", name: "cn-north-4" },
        { id: "b", name: "ap-southeast-3" },
        { id: "c", name: "ap-southeast-3" },
      ],
    });
    const answer = await client.sendTo("/v3/projects", "GET", query, "", unscoped);
    expect(JSON.parse(answer.text).projects.map((project: { id: string }) => project.id)).toEqual(ids);
  });

  test("are good for a key pair at Live, each by its own id", async () => {
    const { client } = await emulate({ projects });
    const [projectId = ""] = projects.map((project) => project.id);
    const headers = { "x-project-id": projectId };
    expect(await client.start(stream, { projectId, headers })).toMatchObject({ status: 200 });
    expect(await client.stop(stream, { projectId })).toMatchObject({ status: 401, code: "LIVE.100011015" });
  });

  test("are found with a token", async () => {
    const { emulator } = await emulate();
    const { token } = await askForToken(emulator, passwordBody(account));
    const ask = (token: string) => fetch(`${emulator.url}/v3/projects`, { headers: { "x-auth-token": token } });
    expect(await ask(token)).toMatchObject({ status: 200 });
    expect(await ask("unknown")).toMatchObject({ status: 401 });
  });

  test("are not for a key pair whose signature is wrong, nor for nobody", async () => {
    const { client, emulator } = await emulate();
    const wrong = { ...unscoped, secretKey: "wrong" };
    expect(await client.sendTo("/v3/projects", "GET", "", "", wrong)).toMatchObject({
      status: 401,
      code: "APIGW.0301",
    });
    expect(await fetch(`${emulator.url}/v3/projects`)).toMatchObject({ status: 401 });
  });
});

describe("temporary keys of an agency", () => {
  test("are good for a quarter of an hour by default", async () => {
    const { client, pass } = await emulate();
    const { status, body } = await assume(client, agencyBody());
    expect([status, body]).toEqual([
      201,
      {
        credential: {
          access: expect.stringMatching(/^[0-9A-F]{20}$/),
          secret: expect.stringMatching(/^[0-9a-f]{40}$/),
          securitytoken: expect.stringMatching(/^[0-9a-f]{64}$/),
          expires_at: "2026-01-02T03:19:05.678000Z",
        },
      },
    ]);
    pass(899);
    expect(await client.start(stream, signedWith(body.credential))).toMatchObject({ status: 200 });
    pass(1);
    expect(await client.stop(stream, signedWith(body.credential))).toMatchObject({ status: 401, code: "APIGW.0301" });
  });

  test.each([900, 86_400])("may be good for %i s", async (duration) => {
    const { client, pass } = await emulate();
    const { body } = await assume(client, agencyBody({ duration_seconds: duration }));
    pass(duration - 1);
    expect(await client.start(stream, signedWith(body.credential))).toMatchObject({ status: 200 });
    pass(1);
    expect(await client.stop(stream, signedWith(body.credential))).toMatchObject({ status: 401 });
  });

  test("come with a security token of their own", async () => {
    const { client } = await emulate();
    const { credential } = (await assume(client, agencyBody())).body;
    const other = (await assume(client, agencyBody())).body.credential;
    const refused = { status: 401, code: "APIGW.0301" };
    const without = { ...credential, securitytoken: undefined };
    expect(await client.start(stream, signedWith(without))).toMatchObject(refused);
    const anothers = { ...credential, securitytoken: other.securitytoken };
    expect(await client.start(stream, signedWith(anothers))).toMatchObject(refused);
    expect(await client.start(stream, signedWith(credential))).toMatchObject({ status: 200 });
  });

  test("that fail lock themselves only", async () => {
    const { client } = await emulate();
    const { credential } = (await assume(client, agencyBody())).body;
    for (let failure = 1; failure <= 6; failure += 1)
      await client.start(stream, signedWith({ ...credential, secret: "wrong" }));
    expect((await client.start(stream, signedWith(credential))).text).toContain("AK access failed to reach the limit");
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test.each<{ what: string; status: number; change: object }>([
    { what: "the account by its id", status: 201, change: { domain_name: undefined, domain_id: "d".repeat(32) } },
    { what: "another agency", status: 403, change: { agency_name: "another" } },
    { what: "another account", status: 403, change: { domain_name: "another" } },
    { what: "another account by its id", status: 403, change: { domain_id: "another" } },
    { what: "no agency", status: 400, change: { agency_name: undefined } },
    { what: "no account", status: 400, change: { domain_name: undefined } },
    { what: "899 s", status: 400, change: { duration_seconds: 899 } },
    { what: "86,401 s", status: 400, change: { duration_seconds: 86_401 } },
    { what: "a duration in text", status: 400, change: { duration_seconds: "900" } },
  ])("asked for with $what: $status", async ({ status, change }) => {
    const { client } = await emulate();
    const answer = await assume(client, agencyBody(change));
    expect(answer.status).toBe(status);
    if (status !== 201) expect(answer.body.error).toMatchObject({ code: status, message: expect.any(String) });
  });

  test("are not for another method, nor for a key pair that is wrong", async () => {
    const { client } = await emulate();
    expect(await assume(client, { auth: { identity: { methods: ["token"] } } })).toMatchObject({ status: 400 });
    expect(await assume(client, agencyBody(), { secretKey: "wrong" })).toMatchObject({
      status: 401,
      code: "APIGW.0301",
    });
  });

  test("are for the agency of the options", async () => {
    const { client } = await emulate({ agencyName: "studio" });
    expect(await assume(client, agencyBody({ agency_name: "studio" }))).toMatchObject({ status: 201 });
    expect(await assume(client, agencyBody())).toMatchObject({ status: 403 });
  });
});

describe("what was issued", () => {
  test.each(["expireCredentials", "reset"] as const)("ends with %s; what was configured does not", async (method) => {
    const { client, emulator } = await emulate();
    const { token } = await askForToken(emulator, passwordBody(account, region));
    const { credential } = (await assume(client, agencyBody())).body;
    emulator[method]();
    expect(await statusWithToken(emulator, token)).toEqual([401, "APIGW.0307"]);
    expect(await client.start(stream, signedWith(credential))).toMatchObject({ status: 401, code: "APIGW.0301" });
    expect(await statusWithToken(emulator, "emulator-token")).toEqual([200, undefined]);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });

  test("ends by its route, too", async () => {
    const { emulator } = await emulate();
    const { token } = await askForToken(emulator, passwordBody(account, region));
    const url = `${emulator.url}/_emulator/credentials/expire`;
    expect(await fetch(url, { method: "POST" })).toMatchObject({ status: 204 });
    expect(await statusWithToken(emulator, token)).toEqual([401, "APIGW.0307"]);
  });
});

test("the calls of IAM are logged without anything secret, and faults strike at each", async () => {
  const { client, emulator } = await emulate();
  for (const operation of ["token", "projects", "security-tokens"] as const)
    emulator.addFault({ kind: "status", status: 503, operation, executed: true });
  const ask = async () => [
    await askForToken(emulator, passwordBody(account, region)).catch(() => undefined),
    await client.sendTo("/v3/projects", "GET", "name=cn-north-4"),
    await assume(client, agencyBody()).catch(() => undefined),
  ];
  await ask();
  const [issued, , assumed] = await ask();
  expect(emulator.requests()).toMatchObject([
    { operation: "token", path: "/v3/auth/tokens", status: 503, fault: "status", executed: true },
    { operation: "projects", query: "name=cn-north-4", status: 503, fault: "status", executed: true },
    { operation: "security-tokens", status: 503, fault: "status", executed: true },
    { operation: "token", status: 201 },
    { operation: "projects", status: 200 },
    { operation: "security-tokens", path: "/v3.0/OS-CREDENTIAL/securitytokens", status: 201 },
  ]);
  const log = JSON.stringify(emulator.requests());
  const { access, secret, securitytoken } = (assumed as Awaited<ReturnType<typeof assume>>).body.credential;
  const { token } = issued as Awaited<ReturnType<typeof askForToken>>;
  for (const text of [token, access, secret, securitytoken, "emulator-password"]) expect(log).not.toContain(text);
});

test("the flow control of Live does not count the calls of IAM", async () => {
  const { client } = await emulate({ limit: 0 });
  expect(await client.start(stream)).toMatchObject({ status: 429 });
  for (let i = 0; i < 301; i += 1) expect(await client.sendTo("/v3/projects", "GET")).toMatchObject({ status: 200 });
});
