import { describe, expect, test } from "vitest";
import { ProxyError } from "../../../../provider/http/transport/tunnel";
import { failureOf, type Way } from "../../../../provider/http/transport/way";

const WAY: Way = {
  host: "live.cn-nroth-4.test",
  from: "made from the region cn-nroth-4 (HUAWEICLOUD_REGION)",
  wasOpen: false,
};

/** As Node's resolver fails (https://nodejs.org/api/dns.html#error-codes). */
const dns = (code: string) => Object.assign(new Error(`getaddrinfo ${code} ${WAY.host}`), { code });

describe("a host without an address", () => {
  test.each([
    { code: "ENOTFOUND", wasOpen: false, isLasting: true, why: "DNS knows no such name" },
    { code: "ENOTFOUND", wasOpen: true, isLasting: false, why: "there was one a moment ago" },
    { code: "EAI_AGAIN", wasOpen: false, isLasting: false, why: "DNS could not be asked, which passes" },
    { code: "EAI_AGAIN", wasOpen: true, isLasting: false, why: "DNS could not be asked, which passes" },
  ])(
    "is given up early: $isLasting, after $code (open before: $wasOpen), since $why",
    ({ code, wasOpen, isLasting }) => {
      expect(failureOf(dns(code), { ...WAY, wasOpen })).toEqual({
        reason: `no address for live.cn-nroth-4.test (DNS ${code}); the host is ${WAY.from}`,
        isLasting,
      });
    },
  );

  test.each([
    { code: "ENOTFOUND", isLasting: true },
    { code: "EAI_AGAIN", isLasting: false },
  ])("is the proxy's, where that has none: $code", ({ code, isLasting }) => {
    const proxy = "proxy.corp:3128 (HTTPS_PROXY)";
    expect(failureOf(new ProxyError(dns(code)), { ...WAY, proxy })).toEqual({
      reason: `no address for the proxy ${proxy} (DNS ${code})`,
      isLasting,
    });
  });
});
