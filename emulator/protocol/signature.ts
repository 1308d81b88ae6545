import { createHash, createHmac } from "node:crypto";

/** A request as it arrived; header names are in lower case. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string | Uint8Array;
}

export interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface Verification {
  readonly valid: boolean;
  readonly canonicalRequest: string;
}

const algorithm = "SDK-HMAC-SHA256";
const authorizationForm = /^SDK-HMAC-SHA256 Access=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** The parts of an `Authorization` header, or undefined if it has another form. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const [, accessKey, signedHeaders, signature] = authorizationForm.exec(header ?? "") ?? [];
  if (!accessKey || !signedHeaders || !signature) return undefined;
  return { accessKey, signedHeaders: signedHeaders.toLowerCase().split(";"), signature };
}

/**
 * Whether the request carries the signature that the secret key gives for it.
 * Signing guide: https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html
 */
export function verify(request: SignedRequest, secretKey: string): Verification {
  const authorization = parseAuthorization(headerValue(request, "authorization"));
  const signedHeaders = authorization?.signedHeaders ?? [];
  const canonical = canonicalRequest(request, signedHeaders);
  const text = [algorithm, headerValue(request, "x-sdk-date"), sha256(canonical)].join("\n");
  const expected = createHmac("sha256", secretKey).update(text).digest("hex");
  // A date that is not covered could be moved forward by anyone who has seen the request once.
  const valid = signedHeaders.includes("x-sdk-date") && authorization?.signature === expected;
  return { valid, canonicalRequest: canonical };
}

export function headerValue(request: SignedRequest, name: string): string {
  const value = request.headers[name] ?? "";
  return (Array.isArray(value) ? value.join(", ") : value).trim();
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const [path = "", query = ""] = splitOnce(request.url, "?");
  const names = [...signedHeaders].sort();
  return [
    request.method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query),
    names.map((name) => `${name}:${headerValue(request, name)}\n`).join(""),
    names.join(";"),
    // The SDKs put a literal here for bodies that they do not hash.
    headerValue(request, "x-sdk-content-sha256") || sha256(request.body),
  ].join("\n");
}

function canonicalPath(path: string): string {
  const encoded = path.split("/").map(decode).map(encode).join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
