import type { SignedRequest } from "./signature";
import type { StreamName } from "./stream-name";

/** `control`: record control with neither START nor STOP; `unknown`: not a call of the API. */
export type Operation = "START" | "STOP" | "control" | "streams" | "rules" | "unknown";

/** What a request asks for, as far as it can be told; nothing is validated yet. */
export interface LiveCall {
  readonly operation: Operation;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly projectId: string;
  /** Undefined if it is not JSON. */
  readonly body: unknown;
  /** Where the request names exactly one. */
  readonly stream: StreamName | undefined;
}

const pathForm = /^\/v1\/([^/]+)\/(.+)$/;

export function readCall({ method, url, body: bytes }: SignedRequest): LiveCall {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
  const [, projectId = "", resource = ""] = pathForm.exec(path) ?? [];
  const operation = operationOf(`${method} ${resource}`, query.get("action"));
  const body = parseJson(bytes.toString());
  const stream = operation === "streams" || operation === "rules" ? Object.fromEntries(query) : body;
  return { operation, path, query, projectId, body, stream: streamIn(stream) };
}

function operationOf(route: string, action: string | null): Operation {
  switch (route) {
    case "POST record/control":
      return action === "START" || action === "STOP" ? action : "control";
    case "GET realtime/streams":
      return "streams";
    case "GET record/rules":
      return "rules";
    default:
      return "unknown";
  }
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
