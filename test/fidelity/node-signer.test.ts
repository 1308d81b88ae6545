import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verify } from "../../emulator/protocol/signature";
import {
  authorization,
  encodePath,
  type KeyPair,
  queryString,
  type RequestToSign,
  sdkDate,
} from "../../provider/http/signature";

// The signer of Huawei's own client for Node against ours, over random requests. Left out is where clients differ:
// - that signer sorts parameters before it encodes them, ours after. The signing guide leaves it open. No parameter of
//   Live has a name with characters that are encoded, and none is repeated;
// - it takes an address, in which Node's `url.parse` escapes some characters before it encodes the path once more;
// - of several slashes at the end of a path we keep one;
// - it does not trim the values of headers.

const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
const word = (characters: string, min = 0) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: min, maxLength: 12 });
/** Any script, without halves of surrogate pairs, which no encoding knows. */
const anyText = fc.string({ unit: "binary", maxLength: 12 });
const headerValue = fc.string({ unit: "grapheme-ascii", minLength: 1 }).map((text) => text.trim() || "-");

const signedByOfficialClients = { host: fc.domain(), "content-type": fc.constant("application/json") };
const requests = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  path: fc.array(word(`${unreserved}:@!$&()*+,=中é😀`, 1), { minLength: 1 }).map((parts) => `/${parts.join("/")}`),
  query: fc.dictionary(word(unreserved, 1), fc.oneof(anyText, fc.array(word(unreserved), { minLength: 2 }))),
  headers: fc
    .tuple(
      fc.record(signedByOfficialClients),
      fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }),
      fc.dictionary(
        word("abcdefghijklmnopqrstuvwxyz0123456789-", 1).map((name) => `x-a${name}`),
        headerValue,
      ),
    )
    .map(([fixed, date, others]) => ({ ...others, ...fixed, "x-sdk-date": sdkDate(date.getTime()) })),
  data: fc.option(fc.dictionary(anyText, fc.jsonValue()), { nil: undefined }),
});
const keys = fc.record({ accessKey: word(unreserved, 1), secretKey: fc.string({ unit: "binary", minLength: 1 }) });

type RandomRequest = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

function signedByHuawei({ method, path, query, headers, data }: RandomRequest, key: KeyPair): string {
  const { "x-sdk-date": date, ...others } = headers;
  const request = {
    method,
    endpoint: `https://${headers.host}${path}`,
    queryParams: structuredClone(query),
    // It looks for the date under this name only.
    headers: { ...others, "X-Sdk-Date": date },
    data,
  };
  const credential = { getAk: () => key.accessKey, getSk: () => key.secretKey };
  return (AKSKSigner.sign(request, credential as never) as { Authorization: string }).Authorization;
}

function asOurs({ method, path, query, headers, data }: RandomRequest): RequestToSign {
  return {
    method,
    path,
    query: Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const)),
    headers,
    body: data === undefined ? "" : JSON.stringify(data),
  };
}

const runs = { numRuns: 500 };

describe("the signer of the official client for Node", () => {
  test("makes the same Authorization as ours for 500 random requests", () => {
    fc.assert(
      fc.property(requests, keys, (request, key) => {
        expect(authorization(asOurs(request), key)).toBe(signedByHuawei(request, key));
      }),
      runs,
    );
  });

  test("is accepted by the emulator for 500 random requests, and not with another secret key", () => {
    fc.assert(
      fc.property(requests, keys, (request, key) => {
        const { method, path, query, headers, body } = asOurs(request);
        const arrived = {
          method,
          url: `${encodePath(path)}?${queryString(query)}`,
          headers: { ...headers, authorization: signedByHuawei(request, key) },
          body,
        };
        expect(verify(arrived, key.secretKey).valid).toBe(true);
        expect(verify(arrived, `${key.secretKey}x`).valid).toBe(false);
      }),
      runs,
    );
  });
});
