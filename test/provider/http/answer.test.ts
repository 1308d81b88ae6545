import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer } from "../../../provider/http/answer";
import { LiveError, ServiceError, UnusableAnswerError } from "../../../provider/http/errors";
import type { HttpAnswer } from "../../../provider/http/transport/exchange";
import { BEGIN } from "../fake-clock";

const DATE = "Mon, 05 Jan 2026 12:00:00 GMT";
const NOON = Date.UTC(2026, 0, 5, 12);

function read(status: number, body: unknown = "", headers: HttpAnswer["headers"] = {}) {
  return readAnswer({ status, headers, text: typeof body === "string" ? body : JSON.stringify(body) }, BEGIN);
}

function errorOf(...answer: Parameters<typeof read>): ServiceError {
  try {
    read(...answer);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("success", () => {
  test.each<{ what: string; status: number; body: unknown; parsed: unknown }>([
    { what: "an empty body, as after START", status: 200, body: "", parsed: undefined },
    { what: "a body of white space", status: 200, body: " \r\n", parsed: undefined },
    { what: "an empty object", status: 200, body: {}, parsed: {} },
    { what: "a list", status: 201, body: { total: 1 }, parsed: { total: 1 } },
    { what: "no content", status: 204, body: "", parsed: undefined },
  ])("$what", ({ status, body, parsed }) => {
    expect(read(status, body, { date: DATE, "x-request-id": "r-1" })).toEqual({
      at: NOON,
      requestId: "r-1",
      body: parsed,
      text: typeof body === "string" ? body : JSON.stringify(body),
    });
  });

  test.each([undefined, "", "yesterday"])("with the date %j, this machine's clock stands in", (date) => {
    expect(read(200, "", { date }).at).toBe(BEGIN);
  });

  test("the first of several X-request-id headers counts", () => {
    expect(read(200, "", { "x-request-id": ["r-1", "r-2"] }).requestId).toBe("r-1");
  });

  test("a page of a proxy is not an answer of the service", () => {
    const page = "<html>\n<title>Sign in to the guest network</title></html>";
    expect(() => read(200, page)).toThrow(UnusableAnswerError);
    expect(() => read(200, page)).toThrow(/HTTP 200.*it begins: <html>$/);
  });
});

interface Shape {
  readonly name: string;
  readonly status: number;
  readonly body: unknown;
  readonly code: string;
  readonly message: string;
  readonly gatewayCode?: string;
}

const SHAPES: Shape[] = [
  {
    name: "Live",
    status: 400,
    body: { error_code: "LIVE.100011022", error_msg: "LIVE.Record task exist." },
    code: "LIVE.100011022",
    message: "LIVE.Record task exist.",
  },
  {
    name: "Live with error_detail",
    status: 400,
    body: { error_code: "LIVE.100011001", error_msg: "Request Illegal", error_detail: "app is missing" },
    code: "LIVE.100011001",
    message: "Request Illegal: app is missing",
  },
  {
    name: "the gateway (APIGW.)",
    status: 401,
    body: { error_msg: "Incorrect IAM authentication information", error_code: "APIGW.0301", request_id: "r-2" },
    code: "APIGW.0301",
    message: "Incorrect IAM authentication information",
    gatewayCode: "0301",
  },
  {
    name: "the gateway (APIG.)",
    status: 404,
    body: { error_msg: "The API does not exist", error_code: "APIG.0101", request_id: "r-2" },
    code: "APIG.0101",
    message: "The API does not exist",
    gatewayCode: "0101",
  },
  {
    name: "IAM, nested and with a number as code",
    status: 403,
    body: { error: { code: 403, message: "no permission", title: "Forbidden" } },
    code: "403",
    message: "no permission",
  },
  {
    name: "code and message",
    status: 400,
    body: { code: "X.1", message: "no" },
    code: "X.1",
    message: "no",
  },
  {
    name: "error_code before code",
    status: 400,
    body: { code: "X.1", message: "no", error_code: "LIVE.1", error_msg: "yes" },
    code: "LIVE.1",
    message: "yes",
  },
  { name: "a code without a message", status: 500, body: { error_code: "LIVE.1" }, code: "LIVE.1", message: "" },
  { name: "an empty body", status: 500, body: "", code: "", message: "" },
  { name: "an object without a code", status: 500, body: { a: { b: 1 } }, code: "", message: "" },
  { name: "null", status: 500, body: "null", code: "", message: "" },
  { name: "a list", status: 500, body: [{ error_code: "LIVE.1" }], code: "", message: "" },
  {
    name: "HTML of a proxy",
    status: 502,
    body: "<h1>Bad Gateway</h1>\n<hr>",
    code: "",
    message: "<h1>Bad Gateway</h1>\n<hr>",
  },
];

describe("errors", () => {
  test.each(SHAPES.map((shape) => [shape.name, shape] as const))(
    "are understood in the shape of %s",
    (_, { status, body, code, message, gatewayCode }) => {
      const error = errorOf(status, body, { date: DATE });
      expect(error).toMatchObject({ status, serviceCode: code, serviceMessage: message, at: NOON });
      expect(error.gatewayCode).toBe(gatewayCode);
      expect(error.code).toBe("SERVICE_ERROR");
    },
  );

  test("the text has status, code, the first line of the message and X-request-id", () => {
    const body = { error_code: "APIGW.0301", error_msg: "not matched\nGET|/v1|host:x" };
    expect(errorOf(401, body, { "x-request-id": "r-1" }).message).toBe(
      'HTTP 401 APIGW.0301 "not matched" (X-request-id r-1)',
    );
    expect(errorOf(502, "<h1>Bad Gateway</h1>\n<hr>").message).toBe(
      'HTTP 502 "<h1>Bad Gateway</h1>" (X-request-id missing)',
    );
  });

  // The gateway echoes the canonical request where a signature does not match.
  test("a security token that is echoed is not in the text", () => {
    const echo = "verify aksk signature fail, canonicalRequest:POST|/v1/p/record/control/|action=START|host:live.test|";
    const body = { error_code: "APIGW.0301", error_msg: `${echo}x-security-token:the-security-token||host|` };
    const { message, serviceMessage } = errorOf(401, body);
    expect(message).toContain("canonicalRequest:POST|/v1/p/record/control/");
    expect(message + serviceMessage).not.toContain("the-security-token");
  });

  test("nor is a token that the page of a proxy repeats", () => {
    const page = "You sent X-Auth-Token: the-token";
    const { message, serviceMessage } = errorOf(403, page);
    expect(message + serviceMessage).not.toContain("the-token");
    expect(new UnusableAnswerError("broke off", 200, page).message).not.toContain("the-token");
  });

  test("a long first line is cut", () => {
    expect(errorOf(502, "x".repeat(900_000)).message.length).toBeLessThan(400);
  });

  test.each([
    { what: "the header", headers: { "x-request-id": "r-1" }, body: { error_code: "APIGW.1" }, id: "r-1" },
    {
      what: "the body, where there is no header",
      headers: {},
      body: { error_code: "APIGW.1", request_id: "r-2" },
      id: "r-2",
    },
    {
      what: "the header before the body",
      headers: { "x-request-id": "r-1" },
      body: { error_code: "APIGW.1", request_id: "r-2" },
      id: "r-1",
    },
    { what: "nowhere", headers: {}, body: { error_code: "APIGW.1" }, id: "" },
  ])("X-request-id is taken from $what", ({ headers, body, id }) => {
    expect(errorOf(429, body, headers).requestId).toBe(id);
  });

  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["soon", undefined],
    ["7", 7000],
    ["0", 0],
    ["-5", 0],
    ["1.5", 1500],
    ["Mon, 05 Jan 2026 12:00:30 GMT", 30_000],
    ["Mon, 05 Jan 2026 11:00:00 GMT", 0],
  ])("Retry-After %j is %j ms, a date being read by the service's clock", (value, ms) => {
    expect(errorOf(429, "", { date: DATE, "retry-after": value }).retryAfter).toBe(ms);
  });

  test.each(["Infinity", "1e999"])("Retry-After %s is not a time that anyone can wait", (value) => {
    const { retryAfter } = errorOf(429, "", { date: DATE, "retry-after": value });
    expect(retryAfter === undefined || Number.isFinite(retryAfter)).toBe(true);
  });

  test.each([300, 301, 304, 307, 400, 401, 403, 404, 408, 429, 500, 503])("HTTP %d is an error", (status) => {
    expect(errorOf(status).status).toBe(status);
  });
});

describe("whatever comes", () => {
  const headers = fc.dictionary(
    fc.constantFrom("date", "x-request-id", "retry-after", "content-type"),
    fc.oneof(fc.string(), fc.array(fc.string()), fc.constantFrom(DATE, "7")),
  );
  const body = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((text) => `{"error":${text}}`),
  );

  test("is an answer or a typed error", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), headers, body, (status, given, text) => {
        try {
          const { at, requestId } = read(status, text, given);
          expect(status >= 200 && status < 300).toBe(true);
          expect([Number.isFinite(at), typeof requestId]).toEqual([true, "string"]);
        } catch (error) {
          expect(error).toBeInstanceOf(LiveError);
          expect((error as LiveError).message).toContain(`HTTP ${status}`);
          if (!(error instanceof ServiceError)) return;
          const { serviceCode, serviceMessage, requestId, at } = error;
          expect([serviceCode, serviceMessage, requestId].map((value) => typeof value)).toEqual(
            Array.from({ length: 3 }, () => "string"),
          );
          expect(Number.isFinite(at)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
