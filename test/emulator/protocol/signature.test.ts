import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type SignedRequest, verify } from "../../../emulator/protocol/signature";
import { authorization } from "../signer";

const accessKey = "AKEXAMPLE00000000001";
const secretKey = "SkExampleSecret0000000000000000000000001";
const project = "0123456789abcdef0123456789abcdef";
const command = '{"publish_domain":"publish.example.com","app":"live","stream":"mystream"}';
const json = { "content-type": "application/json" };
const projectHeader = { "x-project-id": project };
const north = { host: "live.cn-north-4.myhuaweicloud.com", "x-sdk-date": "20240102T030405Z" };
const iam = { host: "iam.myhuaweicloud.com", "x-sdk-date": "20240102T030405Z" };
const control = `/v1/${project}/record/control`;

interface Vector {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  /** All are signed. */
  readonly headers: Record<string, string>;
  readonly body: string;
  /** SHA-256 of the canonical request, where it is published. */
  readonly digest?: string;
  readonly signature: string;
  readonly key?: { readonly accessKey: string; readonly secretKey: string };
}

// Made by the official Node SDK with a fixed date; the last two are from the tests of the official Go SDK.
const vectors: Vector[] = [
  {
    name: "START",
    method: "POST",
    url: `${control}?action=START`,
    headers: { ...json, ...north, ...projectHeader },
    body: command,
    digest: "53328ff2b07e3185f817a2e2f1429637ad9ce3e26197d75dc4dbc3f9e470be63",
    signature: "97faf364b1ea9200e28b96f4d6c864c10b303403ee6a68c9d5317d3ed0f5dd25",
  },
  {
    name: "STOP with a temporary key",
    method: "POST",
    url: `${control}?action=STOP`,
    headers: { ...json, ...north, ...projectHeader, "x-security-token": "TOKENEXAMPLE==" },
    body: command,
    digest: "baffd819a732306ffc6cb281cbeb2474b562e631dd5a57566360936568a65822",
    signature: "299be915ea73c6392f1677fa3ffa4a1ae50e5697427daf2d3ded0ac0e4dc2b75",
  },
  {
    name: "content type not signed",
    method: "POST",
    url: `${control}?action=START`,
    headers: { ...north, ...projectHeader },
    body: command,
    digest: "72a0f504122e58460c52224dc37bf8800571cb755c19be1d203f42d66ee3746a",
    signature: "3ef39a76b602c79b407f24f08d81d0ad90241ae7dfe6f71c896dd8d7126b2ac2",
  },
  {
    name: "query with reserved characters and Chinese, sent in another order",
    method: "GET",
    url: `/v1/${project}/realtime/streams?publish_domain=publish.example.com&app=live&stream=my%20stream*~(1)%2F%E4%B8%AD&limit=1`,
    headers: { ...json, ...projectHeader, ...north, host: "live.ap-southeast-3.myhuaweicloud.com" },
    body: "",
    digest: "747eab086ccc9f54249212790e1f9cac46863f979b8b50d33f58b45f9c5c2bfc",
    signature: "3d3418797286aed073c5831a4461b26986dcb019b0ed5ff534e5275baa148911",
  },
  {
    name: "GET with a JSON body",
    method: "GET",
    url: "/v3/projects?name=cn-north-4",
    headers: { ...json, ...iam },
    body: "{}",
    digest: "365791c2f5e28af61357ff70116732413552c7fbbe1aab2dbb324a4cdf16829b",
    signature: "0b1fc2e0c8c6b768157c3a1b30a70b868901a815753eea3089f8a483591e9c07",
  },
  {
    name: "GET without a body",
    method: "GET",
    url: "/v3/projects?name=cn-north-4",
    headers: iam,
    body: "",
    digest: "5b6f9855552329525ffaf20f163aad783babbcecdad38c23b5db965574b6e0d6",
    signature: "317c3841c2240f070c1bb9f28a01cb5cc2689828de8fb47918114b0a879161e3",
  },
  {
    name: "Chinese in the body",
    method: "POST",
    url: `${control}?action=START`,
    headers: { ...json, ...north, ...projectHeader },
    body: '{"publish_domain":"publish.example.com","app":"live","stream":"直播-1"}',
    digest: "55a41b5597ed9f8255530d588970c770b45fa2e1854ba95ee26f795c4c2c7ec0",
    signature: "2d9354b6691210abac2b908a3320ae0181dec64abd920086d6a835932784551e",
  },
  {
    name: "Go SDK: only the date signed",
    method: "GET",
    url: "/path?limit=1",
    headers: { "x-sdk-date": "20060102T150405Z" },
    body: "",
    signature: "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
    key: { accessKey: "AccessKey", secretKey: "SecretKey" },
  },
  {
    name: "Go SDK: body with a newline at its end",
    method: "POST",
    url: "/path?key=value",
    headers: { "x-sdk-date": "20060102T150405Z" },
    body: '{"Name":"test","Id":1}\n',
    signature: "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
    key: { accessKey: "AccessKey", secretKey: "SecretKey" },
  },
];

function requestOf({ method, url, headers, body, signature, key }: Vector): SignedRequest {
  const names = Object.keys(headers).sort().join(";");
  const value = `SDK-HMAC-SHA256 Access=${key?.accessKey ?? accessKey}, SignedHeaders=${names}, Signature=${signature}`;
  return { method, url, headers: { ...headers, authorization: value }, body };
}

const verifyVector = (vector: Vector) => verify(requestOf(vector), vector.key?.secretKey ?? secretKey);

describe.each(vectors)("published vector: $name", (vector) => {
  test("is accepted", () => {
    const { valid, canonicalRequest } = verifyVector(vector);
    expect(valid).toBe(true);
    if (vector.digest) expect(createHash("sha256").update(canonicalRequest).digest("hex")).toBe(vector.digest);
  });

  test.each<[string, Partial<Vector>]>([
    ["method", { method: "PUT" }],
    ["path", { url: vector.url.replace("?", "x?") }],
    ["query", { url: `${vector.url}x` }],
    ["body", { body: `${vector.body} ` }],
    ["date", { headers: { ...vector.headers, "x-sdk-date": "20240102T030406Z" } }],
    ["secret key", { key: { accessKey, secretKey: "another" } }],
  ])("is refused with another %s", (_, change) => {
    expect(verifyVector({ ...vector, ...change }).valid).toBe(false);
  });
});

const signed = (change: Partial<SignedRequest>, canonicalPath: string, canonicalQuery: string): SignedRequest => {
  const { body: _, ...rest } = { method: "GET", url: "/", headers: north, body: "", ...change };
  const headers = rest.headers as Record<string, string>;
  const value = authorization({ method: rest.method, canonicalPath, canonicalQuery, headers, body: "" }, "AK", "SK");
  return { ...rest, headers: { ...headers, authorization: value }, body: "" };
};

test.each([
  { what: "a path with characters that were sent as they are", url: "/a:b/c", path: "/a%3Ab/c/", query: "" },
  { what: "a path that was sent encoded", url: "/a%3Ab/c", path: "/a%3Ab/c/", query: "" },
  { what: "a path that ends with a slash", url: "/a/", path: "/a/", query: "" },
  { what: "a space sent as plus", url: "/a?b=c+d", path: "/a/", query: "b=c%20d" },
  { what: "repeated keys in any order", url: "/a?k=2&j=3&k=1", path: "/a/", query: "j=3&k=1&k=2" },
  { what: "a key without a value", url: "/a?k", path: "/a/", query: "k=" },
])("accepts $what", ({ url, path, query }) => {
  expect(verify(signed({ url }, path, query), "SK").valid).toBe(true);
});

test("header values count without the space around them", () => {
  const request = signed({ headers: { ...north, "x-note": "a b" } }, "/", "");
  const padded = { ...request, headers: { ...request.headers, "x-note": "  a b " } };
  expect(verify(padded, "SK").valid).toBe(true);
});

test("X-Sdk-Content-Sha256 stands for the hash of the body", () => {
  const headers = { ...north, "x-sdk-content-sha256": "UNSIGNED-PAYLOAD" };
  const request = { method: "POST", url: "/", headers, body: "anything" };
  expect(verify(request, "SK").canonicalRequest.split("\n").at(-1)).toBe("UNSIGNED-PAYLOAD");
});

test("a signature that does not cover the date is refused", () => {
  const withDate = signed({}, "/", "");
  const without = signed({ headers: { host: north.host } }, "/", "");
  expect([withDate, without].map((request) => verify(request, "SK").valid)).toEqual([true, false]);
});
