import { createHash, createHmac } from "node:crypto";

/** What a client signs: the parts of the canonical request, already encoded. */
export interface Signable {
  readonly method: string;
  /** Ends with a slash. */
  readonly canonicalPath: string;
  readonly canonicalQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The signing guide, step by step, for requests whose path and query are in canonical form as they are. */
export function authorization(request: Signable, accessKey: string, secretKey: string): string {
  const sorted = Object.entries(request.headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.map(([name]) => name).join(";");
  const lines = [request.method, request.canonicalPath, request.canonicalQuery];
  for (const [name, value] of sorted) lines.push(`${name}:${value}`);
  lines.push("", names, createHash("sha256").update(request.body).digest("hex"));
  const digest = createHash("sha256").update(lines.join("\n")).digest("hex");
  const text = `SDK-HMAC-SHA256\n${request.headers["x-sdk-date"] ?? ""}\n${digest}`;
  const signature = createHmac("sha256", secretKey).update(text).digest("hex");
  return `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names}, Signature=${signature}`;
}
