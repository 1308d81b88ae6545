import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import { StreamRecording } from "../../../provider";

const FLOOR = join(__dirname, "../../../bench/floor/index.js");

afterEach(() => vi.unstubAllEnvs());

/** What the programs hand to the engine, one resource each; a property without a value is an output. */
async function declaredBy(programs: () => void): Promise<pulumi.Inputs[]> {
  const declared: pulumi.Inputs[] = [];
  await pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ props }) => {
      declared.push(props);
      return undefined;
    });
    programs();
  });
  return declared;
}

test("the text of the floor's provider is as long as that of ours, and so is its list of outputs", async () => {
  vi.stubEnv("BENCH_COUNT", "1");
  const [floor, ours] = await declaredBy(() => {
    createRequire(__filename)(FLOOR);
    new StreamRecording("ours", { publishDomain: "push.example.com", app: "live", stream: "s0" });
  });
  expect(ours?.__provider).toContain("pulumi-huaweicloud-live");
  expect(floor?.__provider).toHaveLength(ours?.__provider.length);
  expect(Object.keys(floor ?? {})).toEqual(Object.keys(ours ?? {}));
});
