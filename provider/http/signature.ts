import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";
import { timestamp } from "./timestamp";

/**
 * The signature `SDK-HMAC-SHA256` of Huawei Cloud's API gateway, as its signing guide describes it
 * (https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html).
 *
 * Nothing here looks at a clock or at the environment: the date is a header like the others.
 */
export interface RequestToSign {
  readonly method: string;
  /** Not encoded. */
  readonly path: string;
  /** Not encoded; a key may be repeated. */
  readonly query: ReadonlyArray<readonly [key: string, value: string]>;
  /** What is signed: lower-case names, `x-sdk-date` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly what is sent; "" where nothing is. */
  readonly body: string;
}

/** An access key with its secret key; `securityToken` belongs to temporary pairs. */
export interface KeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
}

/** The value of the `Authorization` header. */
export function authorization(request: RequestToSign, key: KeyPair): string {
  const signed = names(request);
  const canonical = canonicalRequest(request, signed);
  const stringToSign = `SDK-HMAC-SHA256\n${request.headers["x-sdk-date"]}\n${sha256(canonical)}`;
  const signature = createHmac("sha256", secretOf(key)).update(stringToSign).digest("hex");
  return `SDK-HMAC-SHA256 Access=${key.accessKey}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
}

export function canonicalRequest(request: RequestToSign, signed: readonly string[] = names(request)): string {
  const headers = signed.map((name) => `${name}:${request.headers[name]?.trim()}\n`).join("");
  // The canonical path ends with a slash; the path that is sent does not.
  const sent = encodePath(request.path);
  const path = sent.endsWith("/") ? sent.replace(/\/+$/, "/") : `${sent}/`;
  return [request.method, path, queryString(request.query), headers, signed.join(";"), sha256(request.body)].join("\n");
}

/** The query as it is signed and as it is sent: `URLSearchParams` would write a space as `+`. */
export function queryString(query: RequestToSign["query"]): string {
  return query
    .map(([key, value]) => [encode(key), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

export function encodePath(path: string): string {
  return /^[\w.~/-]*$/.test(path) ? path : path.split("/").map(encode).join("/");
}

/** The form of `X-Sdk-Date`: `20240102T030405Z`. */
export function sdkDate(milliseconds: number): string {
  return timestamp(milliseconds).replaceAll("-", "").replaceAll(":", "");
}

function names(request: RequestToSign): string[] {
  return Object.keys(request.headers).sort();
}

// `encodeURIComponent` leaves five characters alone that the gateway encodes. Most texts are plain, and are known to be
// so in a fraction of the time.
function encode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** Prepared once for each key pair, which saves a third of a signature. */
const secrets = new WeakMap<KeyPair, KeyObject>();

function secretOf(key: KeyPair): KeyObject {
  const known = secrets.get(key);
  if (known) return known;
  const made = createSecretKey(key.secretKey, "utf8");
  secrets.set(key, made);
  return made;
}
