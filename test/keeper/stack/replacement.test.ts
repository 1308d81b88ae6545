import { describe, expect, test } from "vitest";
import { replacements } from "../../../keeper/stack/replacement";
import type { StateResource } from "../../../keeper/stack/state";

const STACK = "urn:pulumi:dev::events";
const PROJECT = "0".repeat(32);
const DEPLOYED = { "huaweicloud:region": "cn-north-4", "huaweicloud:projectId": PROJECT };

function provider(name: string, inputs: Record<string, unknown>, type = "pulumi-nodejs"): StateResource {
  const urn = `${STACK}::pulumi:providers:${type}::${name}`;
  return { urn, type: `pulumi:providers:${type}`, custom: true, id: "1", inputs };
}

function recording(of: StateResource, type = "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording"): StateResource {
  const names = { publishDomain: "push.example.com", app: "live", stream: "a", recording: true };
  const place = { region: "cn-north-4", projectId: PROJECT };
  return {
    urn: `${STACK}::${type}::a`,
    type,
    custom: true,
    id: "push.example.com/live/a",
    provider: `${of.urn}::${of.id}`,
    inputs: { ...names, ...place },
    outputs: { ...names, ...place, status: "recording", startedAt: "2026-01-02T03:04:05Z" },
  };
}

const DEFAULT = provider("default", DEPLOYED);
const OWN = provider("own", {
  "huaweicloud:explicitProvider": "own",
  "huaweicloud:region": "cn-north-4",
  "huaweicloud:projectId": PROJECT,
});
const PLUGIN = provider("default_0_1_0", { region: "cn-north-4", projectId: PROJECT }, "huaweicloud-live");
const PLUGIN_TYPE = "huaweicloud-live:index:StreamRecording";

describe("a run of today would replace", () => {
  const ROWS = [
    { what: "nothing where the configuration is as it was deployed", of: DEFAULT, config: DEPLOYED, env: {} },
    {
      what: "what has another region in the configuration",
      of: DEFAULT,
      config: { ...DEPLOYED, "huaweicloud:region": "cn-north-1" },
      env: {},
      why: "region is set to cn-north-1, and deployed was cn-north-4",
    },
    {
      what: "what has another project in the environment",
      of: DEFAULT,
      config: { "huaweicloud:region": "cn-north-4" },
      env: { HUAWEICLOUD_SDK_PROJECT_ID: "1".repeat(32) },
      why: `projectId is set to ${"1".repeat(32)}, and deployed was ${PROJECT}`,
    },
    {
      what: "nothing of an explicit provider, which has its settings in the state",
      of: OWN,
      config: { "huaweicloud:region": "cn-north-1" },
      env: {},
    },
    {
      what: "what the plugin has, by the names of its own configuration",
      of: PLUGIN,
      type: PLUGIN_TYPE,
      config: { "huaweicloud-live:region": "cn-north-1", "huaweicloud-live:projectId": PROJECT },
      env: {},
      why: "region is set to cn-north-1, and deployed was cn-north-4",
    },
  ];
  for (const { what, of, config, env, why, type } of ROWS) {
    test(what, async () => {
      const resource = recording(of, type);
      const found = await replacements([of, resource], [resource.urn], config, env);
      expect(found).toEqual(why === undefined ? [] : [{ urn: resource.urn, why: expect.stringContaining(why) }]);
    });
  }

  test("nothing that is not asked for", async () => {
    const config = { ...DEPLOYED, "huaweicloud:region": "cn-north-1" };
    expect(await replacements([DEFAULT, recording(DEFAULT)], [], config, {})).toEqual([]);
  });
});
