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
  test.each<{ what: string; said: Said; code: string; advice: RegExp }>([
    {
      what: "a wrong key",
      said: { code: "APIGW.0301", message: "verify aksk signature fail" },
      code: "AUTHENTICATION_FAILED",
      advice: /rejected the credential.*HW_ACCESS_KEY.*arrears/,
    },
    {
      what: "no code at all",
      said: {},
      code: "AUTHENTICATION_FAILED",
      advice: /rejected the credential.*HW_ACCESS_KEY/,
    },
    {
      what: "clock skew, by the code",
      said: { code: "APIGW.0303", at: NOW + minutes(20) },
      code: "AUTHENTICATION_FAILED",
      advice: /clock says 2026-01-02T03:04:05Z, the service's says 2026-01-02T03:24:05Z.*Correct this machine's clock/,
    },
    {
      what: "clock skew, by the text",
      said: { code: "APIGW.0301", message: "signature expired", at: NOW - minutes(20) },
      code: "AUTHENTICATION_FAILED",
      advice: /clock says 2026-01-02T03:04:05Z, the service's says 2026-01-02T02:44:05Z/,
    },
    {
      what: "clock skew, by the times alone",
      said: { code: "LIVE.100011002", at: NOW + minutes(16) },
      code: "AUTHENTICATION_FAILED",
      advice: /Correct this machine's clock/,
    },
    {
      what: "an expired token",
      said: { code: "APIGW.0301", message: "The token expired" },
      code: "AUTHENTICATION_FAILED",
      advice: /token .*Get a new one/,
    },
    {
      what: "a token of another region",
      said: { code: "APIGW.0307", message: "The token must be updated." },
      code: "AUTHENTICATION_FAILED",
      advice: /token \(HW_ACCESS_KEY\) has expired or belongs to another region/,
    },
    {
      what: "clock skew with a temporary key, whose token the gateway echoes",
      said: { code: "APIGW.0301", message: "signature fail: POST|/v1|x-security-token:T|", at: NOW + minutes(20) },
      code: "AUTHENTICATION_FAILED",
      advice: /Correct this machine's clock/,
    },
    {
      what: "arrears",
      said: { code: "LIVE.100011014" },
      code: "AUTHENTICATION_FAILED",
      advice: /frozen, deleted or in arrears/,
    },
    {
      what: "another project",
      said: { code: "LIVE.100011015" },
      code: "AUTHENTICATION_FAILED",
      advice: /project id does not belong.*Check projectId and region/,
    },
    {
      what: "a permission that is missing (401)",
      said: { code: "LIVE.100011003" },
      code: "PERMISSION_DENIED",
      advice: /live:record:createCommand/,
    },
    {
      what: "a permission that is missing (403)",
      said: { status: 403, code: "APIGW.0302" },
      code: "PERMISSION_DENIED",
      advice: /live:record:createCommand/,
    },
    {
      what: "no such API",
      said: { status: 404, code: "APIGW.0101" },
      code: "WRONG_ENDPOINT",
      advice: /Check the region and the endpoint/,
    },
    {
      what: "no such API, with the other prefix",
      said: { status: 404, code: "APIG.0101" },
      code: "WRONG_ENDPOINT",
      advice: /endpoint/,
    },
    { what: "a redirect", said: { status: 302 }, code: "WRONG_ENDPOINT", advice: /endpoint/ },
  ])("$what", ({ said, code, advice }) => {
    const error = errorFor(said);
    expect(error?.code).toBe(code);
    expect(error?.advice).toMatch(advice);
  });

  test.each<{ what: string; said: Said; advice: RegExp }>([
    {
      what: "a key",
      said: { code: "APIGW.0301" },
      advice: /rejected the credential \(HW_ACCESS_KEY\), even after it was fetched again.*arrears/,
    },
    {
      what: "a token",
      said: { code: "APIGW.0307", message: "The token must be updated." },
      advice: /even after it was fetched again/,
    },
    { what: "clock skew", said: { code: "APIGW.0303", at: NOW + minutes(20) }, advice: /Correct this machine's clock/ },
    { what: "arrears", said: { code: "LIVE.100011014" }, advice: /in arrears\. Resolve that/ },
  ])("$what of a credential that is fetched", ({ said, advice }) => {
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
