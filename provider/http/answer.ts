import { type Refusal, ServiceError, UnusableAnswerError } from "./errors";
import type { HttpAnswer } from "./transport/exchange";
import { withoutCredential } from "./without-credential";

/** What every answer of the service carries. */
export interface Answer {
  /** The service's clock, in milliseconds since the epoch; whole seconds. */
  readonly at: number;
  readonly requestId: string;
  /** The parsed body; undefined where it is empty, as after START and STOP. */
  readonly body: unknown;
  /** The body as it came. */
  readonly text: string;
}

/**
 * Reads one answer. `now` stands in where the answer has no date.
 *
 * @throws {ServiceError} for an error status
 * @throws {UnusableAnswerError} where something else than the service has answered, such as a proxy with its own page
 */
export function readAnswer(answer: HttpAnswer, now: number): Answer {
  const at = Date.parse(header(answer, "date")) || now;
  const body = parse(answer.text);
  const requestId = header(answer, "x-request-id");
  if (answer.status >= 200 && answer.status < 300) {
    if (body === NOT_JSON) throw new UnusableAnswerError("did not come from the service", answer.status, answer.text);
    return { at, requestId, body, text: answer.text };
  }
  const said = body === NOT_JSON ? { code: "", message: answer.text } : (errorIn(body) ?? { code: "", message: "" });
  const refusal: Refusal = {
    status: answer.status,
    serviceCode: said.code,
    serviceMessage: withoutCredential(said.message),
    requestId: requestId || said.requestId || "",
    retryAfter: retryAfter(header(answer, "retry-after"), at),
    at,
  };
  throw new ServiceError(refusal);
}

const NOT_JSON = Symbol("not JSON");

function parse(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

interface Said {
  code: string;
  message: string;
  requestId?: string | undefined;
}

/**
 * Live and the gateway say `error_code` and `error_msg`; other services `code` and `message`; IAM wraps the latter in
 * `error`, with a number as code. One level down is enough: the order is that of Huawei's own SDKs.
 */
function errorIn(body: unknown): Said | undefined {
  if (!isObject(body)) return undefined;
  return direct(body) ?? Object.values(body).filter(isObject).map(direct).find(Boolean);
}

function direct(body: Record<string, unknown>): Said | undefined {
  for (const [code, message] of [
    ["error_code", "error_msg"],
    ["code", "message"],
  ] as const) {
    if (!isText(body[code])) continue;
    // `error_detail` names the field that is wrong (https://support.huaweicloud.com/api-live/ErrorCode.html).
    const said = [body[message], body.error_detail].filter(isText).join(": ");
    return {
      code: String(body[code]),
      message: said,
      requestId: isText(body.request_id) ? String(body.request_id) : undefined,
    };
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(value: string, now: number): number | undefined {
  if (value === "") return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function header(answer: HttpAnswer, name: string): string {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
