import type { StreamName } from "../stream-name";
import type { SignedRequest } from "./signature";

/** What a request asks for, as far as it can be told; nothing is validated yet. */
export interface Call {
  readonly request: SignedRequest;
  /** `X-request-id` of the answer. */
  readonly requestId: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** In the path of a call of Live; otherwise empty. */
  readonly projectId: string;
  /** In the path of a call that is about one thing; otherwise empty. */
  readonly id: string;
  /** Undefined if it is not JSON. */
  readonly body: unknown;
  /** Where the request names exactly one. */
  readonly stream: StreamName | undefined;
}

/** Path and query of a request. */
export function readUrl(url: string): { path: string; query: URLSearchParams } {
  const at = url.indexOf("?");
  return {
    path: at < 0 ? url : url.slice(0, at),
    query: new URLSearchParams(at < 0 ? "" : url.slice(at + 1)),
  };
}

/** `parameters`: what stands in the path for the names in the route. */
export function readCall(
  request: SignedRequest,
  requestId: string,
  parameters: Readonly<Record<string, string>> = {},
): Call {
  const { path, query } = readUrl(request.url);
  const body = parseJson(request.body.toString());
  return {
    request,
    requestId,
    path,
    query,
    projectId: parameters.project_id ?? "",
    id: parameters.id ?? "",
    body,
    stream: streamIn(request.method === "GET" ? Object.fromEntries(query) : body),
  };
}

function streamIn(fields: unknown): StreamName | undefined {
  if (typeof fields !== "object" || fields === null) return undefined;
  const { publish_domain, app, stream } = fields as Record<string, unknown>;
  if (typeof publish_domain !== "string" || typeof app !== "string" || typeof stream !== "string") return undefined;
  return { publishDomain: publish_domain, app, stream };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
