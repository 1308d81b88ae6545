import { describe, expect, test } from "vitest";
import { DOMAIN } from "../engine/project";
import { CallError, Plugin } from "./plugin";

/** With a part that is longer than a part of a name may be, so that no DNS has to be asked to know that there is none. */
const NO_REGION = `cn-n${"r".repeat(63)}oth-4`;
const PAIR = { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: "hidden" };
const PROJECT = { HUAWEICLOUD_SDK_PROJECT_ID: "0".repeat(32) };
const REGION = { HUAWEICLOUD_REGION: "cn-north-4" };
const MADE = `the host is derived from the region ${NO_REGION} (HUAWEICLOUD_REGION)`;
const USER = { HW_USER_NAME: "me", HW_USER_PASSWORD: "hidden", HW_DOMAIN_NAME: "domain" };

interface Wrong {
  readonly name: string;
  readonly env: Record<string, string>;
  readonly config?: Record<string, unknown>;
  readonly host: string;
  readonly says: string;
}

describe("thirty recordings whose host does not exist fail together, and say what to correct", () => {
  const wrong: readonly Wrong[] = [
    {
      name: "a region",
      env: { ...PAIR, ...PROJECT, HUAWEICLOUD_REGION: NO_REGION },
      host: `live.${NO_REGION}.myhuaweicloud.com`,
      says: MADE,
    },
    {
      name: "a region whose project has to be looked up",
      env: { ...PAIR, HUAWEICLOUD_REGION: NO_REGION },
      host: `iam.${NO_REGION}.myhuaweicloud.com`,
      says: MADE,
    },
    {
      name: "a region with a user who needs a token",
      env: { ...USER, ...PROJECT, HUAWEICLOUD_REGION: NO_REGION },
      host: `iam.${NO_REGION}.myhuaweicloud.com`,
      says: MADE,
    },
    {
      name: "an endpoint in the stack configuration",
      env: { ...PAIR, ...PROJECT, ...REGION },
      config: { "huaweicloud:endpoints": JSON.stringify({ live: `https://live.${NO_REGION}.example` }) },
      host: `live.${NO_REGION}.example`,
      says: "the host is set by endpoints.live (huaweicloud:endpoints in the stack configuration)",
    },
    {
      name: "a proxy",
      env: { ...PAIR, ...PROJECT, ...REGION, HTTPS_PROXY: `http://me:hidden@proxy.${NO_REGION}.example:3128` },
      host: `the proxy proxy.${NO_REGION}.example:3128 (HTTPS_PROXY)`,
      says: "(HTTPS_PROXY)",
    },
  ];

  test.concurrent.each(wrong.map((one) => [one.name, one] as const))("%s", async (_, { env, config, host, says }) => {
    const plugin = await Plugin.start(env, config);
    const began = performance.now();
    const creates = Array.from({ length: 30 }, async (_, i) => {
      const { inputs } = await plugin.check({}, { publishDomain: DOMAIN, app: "live", stream: `s-${i}` });
      return plugin.create(inputs).catch((error: unknown) => error);
    });
    for (const error of await Promise.all(creates)) {
      expect(error).toBeInstanceOf(CallError);
      const { message, kept } = error as CallError;
      expect(message).toMatch(/^NO_ANSWER: .* got no answer in 2 tries: /);
      expect(message).toContain(`no address for ${host}`);
      expect(message).toContain(says);
      expect(message).not.toMatch(/Set the project id|hidden/);
      expect(kept).toBeUndefined();
    }
    // Their timeout is two minutes.
    expect(performance.now() - began).toBeLessThan(30_000);
    plugin.stop();
  });
});
