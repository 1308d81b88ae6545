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

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer)).end(bytesOf(answer));
}

export function headersOf({ body, headers }: Answer): Record<string, string> {
  const type = typeof body === "object" ? "application/json" : "text/plain; charset=utf-8";
  return { ...(body === undefined ? {} : { "content-type": type }), ...headers };
}

export const bytesOf = ({ body }: Answer): Buffer =>
  Buffer.from(typeof body === "object" ? JSON.stringify(body) : (body ?? ""));
