import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../provider/http/errors";
import { accessProblem } from "../../../provider/lifecycle/remedy";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const STACK = "huaweicloud:accessKey in the stack configuration";
const minutes = (count: number) => count * 60_000;

interface Said {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly at?: number;
}

function errorFor(
  { status = 401, code = "", message = "", at = NOW }: Said,
  from = "HW_ACCESS_KEY",
  isFetched = false,
) {
  const refusal = { status, serviceCode: code, serviceMessage: message, requestId: "r-1", at };
  return accessProblem(new ServiceError(refusal), {
    permission: "live:record:createCommand",
    account: { from, isFetched },
    now: NOW,
  });
}

describe("an answer that has nothing to do with the stream gets a remedy", () => {
  test.each<[string, Said, string, RegExp]>([
    [
      "a wrong key",
      { code: "APIGW.0301", message: "verify aksk signature fail" },
      "AUTHENTICATION_FAILED",
      /rejected the credential.*HW_ACCESS_KEY.*arrears/,
    ],
    ["no code at all", {}, "AUTHENTICATION_FAILED", /rejected the credential.*HW_ACCESS_KEY/],
    [
      "clock skew, by the code",
      { code: "APIGW.0303", at: NOW + minutes(20) },
      "AUTHENTICATION_FAILED",
      /clock says 2026-01-02T03:04:05Z, the service's says 2026-01-02T03:24:05Z.*Correct this machine's clock/,
    ],
    [
      "clock skew, by the text",
      { code: "APIGW.0301", message: "signature expired", at: NOW - minutes(20) },
      "AUTHENTICATION_FAILED",
      /clock says 2026-01-02T03:04:05Z, the service's says 2026-01-02T02:44:05Z/,
    ],
    [
      "clock skew, by the times alone",
      { code: "LIVE.100011002", at: NOW + minutes(16) },
      "AUTHENTICATION_FAILED",
      /Correct this machine's clock/,
    ],
    [
      "an expired token",
      { code: "APIGW.0301", message: "The token expired" },
      "AUTHENTICATION_FAILED",
      /token .*Get a new one/,
    ],
    [
      "a token of another region",
      { code: "APIGW.0307", message: "The token must be updated." },
      "AUTHENTICATION_FAILED",
      /token \(HW_ACCESS_KEY\) has expired or belongs to another region/,
    ],
    [
      "clock skew with a temporary key, whose token the gateway echoes",
      { code: "APIGW.0301", message: "signature fail: POST|/v1|x-security-token:T|", at: NOW + minutes(20) },
      "AUTHENTICATION_FAILED",
      /Correct this machine's clock/,
    ],
    ["arrears", { code: "LIVE.100011014" }, "AUTHENTICATION_FAILED", /frozen, deleted or in arrears/],
    [
      "another project",
      { code: "LIVE.100011015" },
      "AUTHENTICATION_FAILED",
      /project id does not belong.*Check projectId and region/,
    ],
    [
      "a permission that is missing (401)",
      { code: "LIVE.100011003" },
      "PERMISSION_DENIED",
      /live:record:createCommand/,
    ],
    [
      "a permission that is missing (403)",
      { status: 403, code: "APIGW.0302" },
      "PERMISSION_DENIED",
      /live:record:createCommand/,
    ],
    ["no such API", { status: 404, code: "APIGW.0101" }, "WRONG_ENDPOINT", /Check the region and the endpoint/],
    ["no such API, with the other prefix", { status: 404, code: "APIG.0101" }, "WRONG_ENDPOINT", /endpoint/],
    ["a redirect", { status: 302 }, "WRONG_ENDPOINT", /endpoint/],
  ])("%s", (_, said, code, advice) => {
    const error = errorFor(said);
    expect(error?.code).toBe(code);
    expect(error?.advice).toMatch(advice);
  });

  test.each<[string, Said, RegExp]>([
    [
      "a key",
      { code: "APIGW.0301" },
      /rejected the credential \(HW_ACCESS_KEY\), even after it was fetched again.*arrears/,
    ],
    ["a token", { code: "APIGW.0307", message: "The token must be updated." }, /even after it was fetched again/],
    ["clock skew", { code: "APIGW.0303", at: NOW + minutes(20) }, /Correct this machine's clock/],
    ["arrears", { code: "LIVE.100011014" }, /in arrears\. Resolve that/],
  ])("%s of a credential that is fetched", (_, said, advice) => {
    const message = errorFor(said, "HW_ACCESS_KEY", true)?.advice;
    expect(message).toMatch(advice);
    expect(message).not.toMatch(/Check the access key and its secret|Get a new one/);
  });

  test("a key of the stack configuration may have been changed since the last up", () => {
    expect(errorFor({ code: "APIGW.0301" }, STACK)?.advice).toMatch(/run `pulumi up` first, or add --run-program/);
    expect(errorFor({ code: "APIGW.0301" })?.advice).not.toContain("--run-program");
  });

  test.each([14, -14])("a clock that is %d minutes off is not to blame", (off) => {
    expect(errorFor({ code: "APIGW.0301", at: NOW + minutes(off) })?.advice).not.toContain("clock");
  });
});

describe("an answer about the stream gets none", () => {
  test.each<[number, string]>([
    [400, "LIVE.100011001"],
    [400, "LIVE.100011022"],
    [403, "LIVE.103011016"],
    [404, "LIVE.100011001"],
    [404, "LIVE.103011019"],
    [404, ""],
  ])("HTTP %d %s", (status, code) => {
    expect(errorFor({ status, code })).toBeUndefined();
  });
});
