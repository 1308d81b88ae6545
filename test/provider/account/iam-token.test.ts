import { describe, expect, test } from "vitest";
import { iamToken, type Scope } from "../../../provider/account/iam-token";
import { UnreachableError, UnusableAnswerError } from "../../../provider/http/errors";
import { SettingsError } from "../../../provider/settings/errors";
import { failureOf } from "../../failure-of";
import { answered, lost, type Step, unreachable } from "../http/scripted-service";
import { date, end, HIDDEN, HOUR, scriptedIam, token } from "./scripted-iam";

const USER = { userName: "me", password: "hidden-password", domainName: "domain", from: "HW_USER_NAME" };
const IAM = "https://iam.test";
const REGION = { name: "cn-north-4" };
const NAME = "the token of IAM (https://iam.test) for the user me of domain (HW_USER_NAME)";

async function asking(...steps: Step[]) {
  const iam = scriptedIam(...steps);
  return { ...iam, error: await failureOf(iamToken(iam.parts, IAM, USER, REGION)) };
}

describe("the token", () => {
  test.each<[Scope, string]>([
    [{ name: "cn-north-4" }, '{"name":"cn-north-4"}'],
    [{ id: "0123456789abcdef" }, '{"id":"0123456789abcdef"}'],
  ])("for the project %j is asked for as it is documented", async (scope, project) => {
    const { parts, requests, waits } = scriptedIam(token());
    await iamToken(parts, IAM, USER, scope);
    const user = '{"name":"me","password":"hidden-password","domain":{"name":"domain"}}';
    expect(requests).toEqual([
      {
        method: "POST",
        url: "https://iam.test/v3/auth/tokens",
        headers: { "content-type": "application/json" },
        body: `{"auth":{"identity":{"methods":["password"],"password":{"user":${user}}},"scope":{"project":${project}}}}`,
      },
    ]);
    expect(waits).toEqual([15_000]);
  });

  test.each([0, 5, -5])(
    "is in the header, and lasts as long as the service's clock says: %d hours ahead of ours",
    async (ahead) => {
      const lease = await iamToken(scriptedIam(token(24, ahead)).parts, IAM, USER, REGION);
      expect(lease).toEqual({ credential: { token: "hidden-token" }, lasts: 24 * HOUR });
    },
  );

  test("lasts as long as our clock says where the answer has no date", async () => {
    const answer = { ...token(24), headers: { "x-subject-token": "hidden-token" } };
    expect(await iamToken(scriptedIam(answer).parts, IAM, USER, REGION)).toMatchObject({ lasts: 24 * HOUR });
  });

  test("ends in UTC, also where that is not written", async () => {
    const headers = { "x-subject-token": "hidden-token", date: date() };
    const answer = answered(201, { token: { expires_at: end(24).replace("Z", "") } }, headers);
    expect(await iamToken(scriptedIam(answer).parts, IAM, USER, REGION)).toMatchObject({ lasts: 24 * HOUR });
  });

  test("is in no debug line, and neither is the password", async () => {
    const { parts, debugged } = scriptedIam(token());
    await iamToken(parts, IAM, USER, REGION);
    expect(debugged).toEqual(["POST https://iam.test/v3/auth/tokens HTTP 201"]);
  });
});

describe("a refusal", () => {
  test.each([400, 401, 403, 302])("with HTTP %d is final, and says whose and where", async (status) => {
    const said = { error: { code: status, message: "The username or password is wrong.", title: "Unauthorized" } };
    const { error, requests } = await asking(answered(status, said));
    expect(error).toBeInstanceOf(SettingsError);
    expect(error).toMatchObject({ code: "CREDENTIAL_REFUSED", setting: "password" });
    expect(error.message).toContain(`${NAME} was refused: check the user name, the password and the domain`);
    expect(error.message).toContain(`HTTP ${status} "The username or password is wrong."`);
    expect(error.message).not.toMatch(HIDDEN);
    expect(requests).toHaveLength(1);
  });

  test("with HTTP 404 is about the project", async () => {
    const { error } = await asking(answered(404, { error: { code: 404, message: "Not found", title: "Not Found" } }));
    expect(error).toMatchObject({ code: "PROJECT_NOT_FOUND", setting: "projectId" });
    expect(error.message).toContain(`${NAME} was refused: this user has no project cn-north-4.`);
  });
});

describe("what says nothing about the password", () => {
  const headers = { "x-subject-token": "hidden-token", date: date() };
  const broken = '{"token": {"id": "hidden';

  test.each<[string, Step]>([
    ["HTTP 500", answered(500, { error: { code: 500, message: "oops" } })],
    ["HTTP 502", answered(502, "<h1>Bad Gateway</h1>")],
    ["HTTP 503", answered(503)],
    ["HTTP 429", answered(429)],
    ["HTTP 408", answered(408)],
    ["no connection", unreachable()],
    ["an answer that was lost", lost()],
    ["an answer that broke off", new UnusableAnswerError("broke off", 201, broken)],
    ["a page of a proxy", answered(200, "<h1>Sign in, hidden</h1>", headers)],
    ["an answer without a token in its header", answered(201, { token: { expires_at: end(24) } }, { date: date() })],
    ["an answer without a body", answered(201, "", headers)],
    ["an answer without an end", answered(201, { token: { id: "hidden" } }, headers)],
    ["an answer whose end is no time", answered(201, { token: { expires_at: "hidden" } }, headers)],
  ])("is %s: the service counts as not reached, and the command as not sent", async (_, step) => {
    const { error, requests } = await asking(step);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ mayHaveRun: false });
    expect(error.message).toContain(`${NAME}: `);
    expect(error.message).not.toMatch(HIDDEN);
    expect(requests).toHaveLength(1);
  });

  test("is a bug of ours, which is not swallowed", async () => {
    const bug = new TypeError("a bug");
    expect((await asking(bug)).error).toBe(bug);
  });
});
