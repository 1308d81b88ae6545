import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { commands, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";
import { declareYaml } from "./yaml";

const RULE = { publishDomain: "push.example.com", app: "live", storage: { bucket: "records" }, hls: { cycle: 3600 } };

/** The program of the Node package. `back`: its resources were the plugin's before. */
async function declareDynamic(project: Project, back = false): Promise<void> {
  const opts = (name: string) => (back ? `{ aliases: [{ type: "huaweicloud-live:index:${name}" }] }` : "{}");
  await project.write("Pulumi.yaml", "name: test\nruntime: nodejs\nmain: index.js\n");
  await project.declare(
    { keynote: { opts: opts("StreamRecording"), timeout: 60 } },
    `new (require("pulumi-huaweicloud-live").RecordRule)("rule", ${JSON.stringify(RULE)}, ${opts("RecordRule")});`,
  );
}

/** The same resources as the plugin's. */
const declarePlugin = (project: Project) =>
  declareYaml(project, { keynote: { properties: { timeout: 60 } }, rule: { type: "RecordRule", properties: RULE } });

const changes = (emulator: Emulator) =>
  emulator.requests().filter(({ method, path }) => method !== "GET" || path.includes("control")).length;

async function typesOf(project: Project): Promise<string[]> {
  return (await project.resources()).map(({ type }) => type).filter((type) => /StreamRecording|RecordRule/.test(type));
}

scenario("a stack moves from the dynamic provider to the plugin and back, without a request", async (stage) => {
  const { emulator, project } = stage;
  await declareDynamic(project);
  succeeded(await project.up());
  const sent = changes(emulator);

  await declarePlugin(project);
  const there = await project.must("up", "--yes");
  expect(there.output).not.toMatch(/\d+ (created|updated|replaced|deleted) *\n.*StreamRecording/);
  expect((await typesOf(project)).sort()).toEqual([
    "huaweicloud-live:index:RecordRule",
    "huaweicloud-live:index:StreamRecording",
  ]);
  expect((await project.recording("keynote"))?.outputs).not.toHaveProperty("__provider");
  expect((await project.preview("--expect-no-changes")).code).toBe(0);

  await declareDynamic(project, true);
  succeeded(await project.must("up", "--yes"));
  expect((await typesOf(project)).every((type) => type.startsWith("pulumi-nodejs:dynamic/"))).toBe(true);
  expect((await project.recording("keynote"))?.outputs).toHaveProperty("__provider");
  expect((await project.preview("--expect-no-changes")).code).toBe(0);

  expect(changes(emulator)).toBe(sent);
  expect(recorded(emulator)).toEqual(["keynote"]);
  succeeded(await project.destroy());
  expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
});

scenario("a recording that was interrupted before the move is repaired after it", async ({ emulator, project }) => {
  await declareDynamic(project);
  succeeded(await project.up());
  emulator.push("push.example.com/live/keynote");
  emulator.interrupt("push.example.com/live/keynote");
  succeeded(await project.refresh());
  await declarePlugin(project);
  succeeded(await project.up());
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "recording", recording: true });
  expect(commands(emulator)).toEqual(["START keynote 200", "START keynote 200"]);
});

scenario("moved under another name and without an alias, in one up, the recording goes on", async (stage) => {
  const { emulator, project } = stage;
  await declareDynamic(project);
  succeeded(await project.up());
  // Two processes: the plugin takes the recording over, and the dynamic provider then deletes what it had.
  await declareYaml(project, { other: { properties: { stream: "keynote" } } });
  succeeded(await project.up());
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
  expect(recorded(emulator)).toEqual(["keynote"]);
});

scenario("renamed while the provider changes, in one up, the recording goes on", async ({ emulator, project }) => {
  await declareYaml(project, { one: { properties: { stream: "keynote" } } });
  succeeded(await project.up());
  const explicit = {
    type: "pulumi:providers:huaweicloud-live",
    properties: { region: "cn-north-4", projectId: emulator.projectId },
  };
  const keynote = { publishDomain: "push.example.com", app: "live", stream: "keynote" };
  const two = {
    type: "huaweicloud-live:StreamRecording",
    properties: keynote,
    options: { provider: `\${account}` },
  };
  await declareYaml(project, {}, { resources: { account: explicit, two } });
  succeeded(await project.up());
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
  expect(recorded(emulator)).toEqual(["keynote"]);
});

scenario("a rename while the version of the plugin changes, in one up: the recording goes on", async (stage) => {
  const { emulator, project } = stage;
  const declare = (name: string, version: string) =>
    declareYaml(project, { [name]: { properties: { stream: "keynote" }, options: { version } } });
  await declare("one", "0.0.1");
  succeeded(await project.up());
  await declare("two", "0.0.2");
  succeeded(await project.up());
  // Each version has a default provider of its own, and so a process.
  const providers = (await project.resources()).filter(({ type }) => type.startsWith("pulumi:providers:"));
  expect(providers.map(({ urn }) => urn.split("::").at(-1))).toContain("default_0_0_2");
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
  expect(recorded(emulator)).toEqual(["keynote"]);
  expect(await project.recording("one")).toBeUndefined();
});
