import type { ServerResponse } from "node:http";
import type { Refusal } from "./refusals";

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An object is sent as JSON; undefined: an empty body. */
  readonly body?: string | object | undefined;
}

/** Live and the gateway in front of it have error bodies of their own. */
export function refusalAnswer({ status, code, message, detail }: Refusal, requestId: string): Answer {
  const body = { error_code: code, error_msg: message };
  if (code.startsWith("APIGW.")) return { status, body: { ...body, request_id: requestId } };
  return { status, body: detail === undefined ? body : { ...body, error_detail: detail } };
}

/** Sends it whole: in chunks, as Node would send it without a length, Huawei's client for Java does not take every answer. */
export function send(response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer);
  // Not even a length of 0 goes with these: RFC 9110, section 8.6.
  const length = answer.status === 204 || answer.status === 304 ? {} : { "content-length": `${bytes.length}` };
  response.writeHead(answer.status, { ...length, ...headersOf(answer) }).end(bytes);
}

/** Also an empty answer says its type: Huawei's client for Java fails on a success with neither type nor length. */
export const headersOf = ({ body, headers }: Answer): Record<string, string> => ({
  "content-type": typeof body === "string" ? "text/plain; charset=utf-8" : "application/json",
  ...headers,
});

export const bytesOf = ({ body }: Answer): Buffer =>
  Buffer.from(typeof body === "object" ? JSON.stringify(body) : (body ?? ""));
