import { type Operation, operationOf } from "../operations";
import type { StreamName } from "../stream-name";
import type { SignedRequest } from "./signature";

/** What a request asks for, as far as it can be told; nothing is validated yet. */
export interface Call {
  readonly operation: Operation;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly projectId: string;
  /** Of a call that is about one rule; otherwise empty. */
  readonly ruleId: string;
  /** Undefined if it is not JSON. */
  readonly body: unknown;
  /** Where the request names exactly one. */
  readonly stream: StreamName | undefined;
}

const livePath = /^\/v1\/([^/]+)\/(.+)$/;
const rulePath = /^record\/rules\/([^/]+)$/;

export function readCall({ method, url, body: bytes }: SignedRequest): Call {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
  const [, projectId = "", resource = ""] = livePath.exec(path) ?? [];
  const [, ruleId = ""] = rulePath.exec(resource) ?? [];
  const route = ruleId ? "record/rules/{id}" : resource || path;
  const operation = operationOf(`${method} ${route}`, query.get("action"));
  const body = parseJson(bytes.toString());
  const stream = operation === "streams" || operation === "rules" ? Object.fromEntries(query) : body;
  return { operation, path, query, projectId, ruleId, body, stream: streamIn(stream) };
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
