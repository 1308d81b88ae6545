import { expect, test } from "vitest";
import { withoutCredential } from "../../../provider/http/without-credential";

test.each([
  ["host:live.test|x-security-token:hidden/+=|x-sdk-date:1", "host:live.test|x-security-token:…|x-sdk-date:1"],
  ["X-Auth-Token: hidden", "X-Auth-Token: …"],
  ["x-auth-token=hidden&a=b", "x-auth-token=…"],
  ['{"X-Subject-Token": "hidden", "a": 1}', '{"X-Subject-Token": "…", "a": 1}'],
  ["<tr><td><b>X-Auth-Token</b>:</td><td>hidden</td>", "<tr><td><b>X-Auth-Token</b>:</td><td>…</td>"],
  [
    "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=0a1b",
    "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=…",
  ],
  ["x-auth-token not found", "x-auth-token not found"],
])("%s", (text, shown) => {
  expect(withoutCredential(text)).toBe(shown);
});

test("a text of a megabyte takes no time", () => {
  const text = "x-auth-token <".repeat(70_000);
  const began = performance.now();
  withoutCredential(text);
  expect(performance.now() - began).toBeLessThan(1000);
});
