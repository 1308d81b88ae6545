import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  authorization,
  canonicalRequest,
  encodePath,
  type KeyPair,
  queryString,
  type RequestToSign,
  sdkDate,
} from "../../../provider/http/signature";

const KEY: KeyPair = { accessKey: "AKEXAMPLE00000000001", secretKey: "SkExampleSecret0000000000000000000000001" };
const GO_KEY: KeyPair = { accessKey: "AccessKey", secretKey: "SecretKey" };
const PROJECT = "0123456789abcdef0123456789abcdef";
const NORTH = { host: "live.cn-north-4.myhuaweicloud.com", "x-sdk-date": "20240102T030405Z" };
const IAM = { host: "iam.myhuaweicloud.com", "x-sdk-date": "20240102T030405Z" };
const JSON_TYPE = { "content-type": "application/json" };
const PROJECT_ID = { "x-project-id": PROJECT };
const B1 = '{"publish_domain":"publish.example.com","app":"live","stream":"mystream"}';

const start: RequestToSign = {
  method: "POST",
  path: `/v1/${PROJECT}/record/control`,
  query: [["action", "START"]],
  headers: { ...JSON_TYPE, ...NORTH, ...PROJECT_ID },
  body: B1,
};
const streams: RequestToSign = {
  method: "GET",
  path: `/v1/${PROJECT}/realtime/streams`,
  query: [
    ["publish_domain", "publish.example.com"],
    ["app", "live"],
    ["stream", "my stream*~(1)/中"],
    ["limit", "1"],
  ],
  headers: { ...JSON_TYPE, ...NORTH, ...PROJECT_ID, host: "live.ap-southeast-3.myhuaweicloud.com" },
  body: "",
};
const projects: RequestToSign = {
  method: "GET",
  path: "/v3/projects",
  query: [["name", "cn-north-4"]],
  headers: IAM,
  body: "",
};
const onlyDate = { "x-sdk-date": "20060102T150405Z" };

interface Vector {
  readonly name: string;
  readonly request: RequestToSign;
  readonly key?: KeyPair;
  /** SHA-256 of the canonical request, where it is known. */
  readonly digest?: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

// V1 to V7 were made by the official Node SDK with a fixed date, the last two are from the tests of the official Go SDK.
// V8 is missing: it is the derived scheme V11-HMAC-SHA256, which Live does not use and this package does not implement.
const VECTORS: Vector[] = [
  {
    name: "V1: START",
    request: start,
    digest: "53328ff2b07e3185f817a2e2f1429637ad9ce3e26197d75dc4dbc3f9e470be63",
    signedHeaders: "content-type;host;x-project-id;x-sdk-date",
    signature: "97faf364b1ea9200e28b96f4d6c864c10b303403ee6a68c9d5317d3ed0f5dd25",
  },
  {
    name: "V2: STOP with a temporary key",
    request: {
      ...start,
      query: [["action", "STOP"]],
      headers: { ...start.headers, "x-security-token": "TOKENEXAMPLE==" },
    },
    digest: "baffd819a732306ffc6cb281cbeb2474b562e631dd5a57566360936568a65822",
    signedHeaders: "content-type;host;x-project-id;x-sdk-date;x-security-token",
    signature: "299be915ea73c6392f1677fa3ffa4a1ae50e5697427daf2d3ded0ac0e4dc2b75",
  },
  {
    name: "V3: content-type not signed",
    request: { ...start, headers: { ...NORTH, ...PROJECT_ID } },
    digest: "72a0f504122e58460c52224dc37bf8800571cb755c19be1d203f42d66ee3746a",
    signedHeaders: "host;x-project-id;x-sdk-date",
    signature: "3ef39a76b602c79b407f24f08d81d0ad90241ae7dfe6f71c896dd8d7126b2ac2",
  },
  {
    name: "V4: a query with reserved and Chinese characters",
    request: streams,
    digest: "747eab086ccc9f54249212790e1f9cac46863f979b8b50d33f58b45f9c5c2bfc",
    signedHeaders: "content-type;host;x-project-id;x-sdk-date",
    signature: "3d3418797286aed073c5831a4461b26986dcb019b0ed5ff534e5275baa148911",
  },
  {
    name: "V5: a GET with the body {}",
    request: { ...projects, headers: { ...JSON_TYPE, ...IAM }, body: "{}" },
    digest: "365791c2f5e28af61357ff70116732413552c7fbbe1aab2dbb324a4cdf16829b",
    signedHeaders: "content-type;host;x-sdk-date",
    signature: "0b1fc2e0c8c6b768157c3a1b30a70b868901a815753eea3089f8a483591e9c07",
  },
  {
    name: "V6: a GET without a body",
    request: projects,
    digest: "5b6f9855552329525ffaf20f163aad783babbcecdad38c23b5db965574b6e0d6",
    signedHeaders: "host;x-sdk-date",
    signature: "317c3841c2240f070c1bb9f28a01cb5cc2689828de8fb47918114b0a879161e3",
  },
  {
    name: "V7: a Chinese stream name",
    request: { ...start, body: B1.replace("mystream", "直播-1") },
    digest: "55a41b5597ed9f8255530d588970c770b45fa2e1854ba95ee26f795c4c2c7ec0",
    signedHeaders: "content-type;host;x-project-id;x-sdk-date",
    signature: "2d9354b6691210abac2b908a3320ae0181dec64abd920086d6a835932784551e",
  },
  {
    name: "Huawei's own 1: only the date signed",
    request: { method: "GET", path: "/path", query: [["limit", "1"]], headers: onlyDate, body: "" },
    key: GO_KEY,
    signedHeaders: "x-sdk-date",
    signature: "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
  },
  {
    name: "Huawei's own 2: a body that ends with a newline",
    request: {
      method: "POST",
      path: "/path",
      query: [["key", "value"]],
      headers: onlyDate,
      body: '{"Name":"test","Id":1}\n',
    },
    key: GO_KEY,
    signedHeaders: "x-sdk-date",
    signature: "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
  },
];

const signatureOf = (request: RequestToSign, key = KEY) => authorization(request, key).split("Signature=")[1];

describe("published vectors", () => {
  test.each(VECTORS.map((vector) => [vector.name, vector] as const))(
    "%s",
    (_, { request, key = KEY, digest, signedHeaders, signature }) => {
      expect(authorization(request, key)).toBe(
        `SDK-HMAC-SHA256 Access=${key.accessKey}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
      );
      if (digest) expect(createHash("sha256").update(canonicalRequest(request)).digest("hex")).toBe(digest);
    },
  );

  // As they are printed in live-api.md, not put together from parts.
  test.each([
    [
      "V1",
      "SDK-HMAC-SHA256 Access=AKEXAMPLE00000000001, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=97faf364b1ea9200e28b96f4d6c864c10b303403ee6a68c9d5317d3ed0f5dd25",
    ],
    [
      "V2",
      "SDK-HMAC-SHA256 Access=AKEXAMPLE00000000001, SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token, Signature=299be915ea73c6392f1677fa3ffa4a1ae50e5697427daf2d3ded0ac0e4dc2b75",
    ],
    [
      "V3",
      "SDK-HMAC-SHA256 Access=AKEXAMPLE00000000001, SignedHeaders=host;x-project-id;x-sdk-date, Signature=3ef39a76b602c79b407f24f08d81d0ad90241ae7dfe6f71c896dd8d7126b2ac2",
    ],
    [
      "V6",
      "SDK-HMAC-SHA256 Access=AKEXAMPLE00000000001, SignedHeaders=host;x-sdk-date, Signature=317c3841c2240f070c1bb9f28a01cb5cc2689828de8fb47918114b0a879161e3",
    ],
  ])("the whole Authorization header of %s", (name, header) => {
    const vector = VECTORS.find((v) => v.name.startsWith(name));
    expect(vector && authorization(vector.request, KEY)).toBe(header);
  });

  test("the canonical request of V1", () => {
    expect(canonicalRequest(start)).toBe(
      "POST\n/v1/0123456789abcdef0123456789abcdef/record/control/\naction=START\ncontent-type:application/json\nhost:live.cn-north-4.myhuaweicloud.com\nx-project-id:0123456789abcdef0123456789abcdef\nx-sdk-date:20240102T030405Z\n\ncontent-type;host;x-project-id;x-sdk-date\nf5bcbed4ddb9ba86f876c803e554e6aec0a6f2252b784c6d0a641b0488f12dcd",
    );
  });

  test("the canonical query of V4", () => {
    expect(queryString(streams.query)).toBe(
      "app=live&limit=1&publish_domain=publish.example.com&stream=my%20stream%2A~%281%29%2F%E4%B8%AD",
    );
  });
});

describe("what is signed", () => {
  test.each<[string, Partial<RequestToSign>]>([
    ["method", { method: "PUT" }],
    ["path", { path: `/v1/${PROJECT}/record/contro` }],
    ["query", { query: [["action", "STOP"]] }],
    ["body", { body: `${B1} ` }],
    ["date", { headers: { ...start.headers, "x-sdk-date": "20240102T030406Z" } }],
    ["project", { headers: { ...start.headers, "x-project-id": "another" } }],
    ["host", { headers: { ...start.headers, host: "live.cn-north-1.myhuaweicloud.com" } }],
  ])("another %s is another signature", (_, change) => {
    expect(signatureOf({ ...start, ...change })).not.toBe(signatureOf(start));
  });

  test("another secret key is another signature, and is not in the header", () => {
    const header = authorization(start, { ...KEY, secretKey: "another-secret" });
    expect(header.split("Signature=")[1]).not.toBe(signatureOf(start));
    expect(header).not.toContain("another-secret");
  });

  test("repeated keys are sorted by value, and a key without a value keeps its =", () => {
    const query = [
      ["k", "2"],
      ["j", ""],
      ["k", "1"],
    ] as const;
    expect(queryString(query)).toBe("j=&k=1&k=2");
  });

  test("no query is an empty line", () => {
    expect(canonicalRequest({ ...start, query: [] }).split("\n")[2]).toBe("");
  });

  test.each([
    ["", "/"],
    ["/", "/"],
    ["/a", "/a/"],
    ["/a/", "/a/"],
    ["/a b/c:d", "/a%20b/c%3Ad/"],
  ])("the canonical form of the path %j is %s", (path, canonical) => {
    expect(canonicalRequest({ ...start, path }).split("\n")[1]).toBe(canonical);
  });

  test("header values count without the space around them", () => {
    const padded = { ...start, headers: { ...start.headers, "x-project-id": ` ${PROJECT} ` } };
    expect(signatureOf(padded)).toBe(signatureOf(start));
  });

  test.each([
    [Date.UTC(2024, 0, 2, 3, 4, 5), "20240102T030405Z"],
    [Date.UTC(2024, 11, 31, 23, 59, 59, 999), "20241231T235959Z"],
    [Date.UTC(2024, 11, 31, 23, 59, 59) + 0.75, "20241231T235959Z"],
  ])("the date %d is written %s", (ms, text) => {
    expect(sdkDate(ms)).toBe(text);
  });
});

describe("properties", () => {
  // Lone surrogates have no UTF-8 form; `check` refuses them.
  const text = fc.string({ unit: "binary" });
  const pairs = fc.array(fc.tuple(text, text));

  test("a query decodes back to what it was made of", () => {
    fc.assert(
      fc.property(pairs, (query) => {
        const decoded = queryString(query)
          .split("&")
          .filter((pair) => pair !== "")
          .map((pair) => pair.split("=").map(decodeURIComponent));
        const sorted = (list: readonly (readonly (string | undefined)[])[]) =>
          list.map((p) => JSON.stringify(p)).sort();
        expect(sorted(decoded)).toEqual(sorted(query));
      }),
    );
  });

  test("only unreserved characters remain beside = and &, with escapes in capitals", () => {
    fc.assert(
      fc.property(pairs, (query) => {
        expect(queryString(query)).toMatch(/^(?:[A-Za-z0-9\-_.~=&]|%[0-9A-F]{2})*$/);
      }),
    );
  });

  test("only unreserved characters remain in a path beside the slash", () => {
    fc.assert(
      fc.property(text, (path) => {
        expect(encodePath(path)).toMatch(/^(?:[A-Za-z0-9\-_.~/]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encodePath(path))).toBe(path);
      }),
    );
  });

  test("the order of the query does not matter", () => {
    const shuffled = pairs.chain((query) =>
      fc.tuple(fc.constant(query), fc.shuffledSubarray(query, { minLength: query.length })),
    );
    fc.assert(
      fc.property(shuffled, ([query, other]) => {
        expect(signatureOf({ ...start, query: other })).toBe(signatureOf({ ...start, query }));
      }),
    );
  });

  test("the order of the headers does not matter", () => {
    const headers = fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), fc.stringMatching(/^[!-~]{1,20}$/));
    const shuffled = headers
      .map((some) => Object.entries({ ...some, ...start.headers }))
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const sign = (all: [string, string][]) => authorization({ ...start, headers: Object.fromEntries(all) }, KEY);
        expect(sign(other)).toBe(sign(one));
      }),
    );
  });

  test("the canonical path ends with exactly one slash", () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        expect(canonicalRequest({ ...start, path }).split("\n")[1]).toMatch(/(^|[^/])\/$/);
      }),
    );
  });
});
