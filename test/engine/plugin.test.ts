import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { startExecutable } from "../plugin/client";
import { packageFolder } from "./program";
import { commands, DOMAIN, type Project, recorded, settingsFor, succeeded, until } from "./project";
import { scenario } from "./scenario";
import { declareYaml } from "./yaml";

/** Of YAML, which fills it in. */
const outputOf = (property: string) => `\${keynote.${property}}`;

const ID = `${DOMAIN}/live/keynote`;
const TOKEN = "huaweicloud-live:index:StreamRecording";

scenario("a YAML program records, is repaired after an interruption, and ends", async ({ emulator, project }) => {
  await declareYaml(project, { keynote: {} }, { outputs: { status: outputOf("status"), id: outputOf("id") } });
  const first = await project.up();
  succeeded(first);
  expect(first.output).toContain('status: "recording"');
  expect(first.output).not.toContain("warning:");
  expect((await project.up()).output).toContain("2 unchanged");
  emulator.push(ID);
  emulator.interrupt(ID);
  succeeded(await project.refresh());
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "interrupted", recording: false });
  expect((await project.preview("--diff")).output).toContain("~ recording: false => true");
  succeeded(await project.up());
  succeeded(await project.destroy());
  expect(commands(emulator)).toEqual(["START keynote 200", "START keynote 200", "STOP keynote 200"]);
});

scenario("a preview shows what will be known, and sends nothing", async ({ emulator, project }) => {
  const outputs = { status: outputOf("status"), region: outputOf("region"), since: outputOf("startedAt") };
  await declareYaml(project, { keynote: {} }, { outputs });
  const { output } = await project.preview();
  expect(output).toContain('status: "recording"');
  expect(output).toContain('region: "cn-north-4"');
  expect(output).toMatch(/since *: (\[unknown\]|output<string>)/);
  expect(emulator.requests()).toEqual([]);
});

scenario("two resources for one stream fail in the preview, and name both", async ({ emulator, project }) => {
  await declareYaml(project, { one: { properties: { stream: "a" } }, two: { properties: { stream: "a" } } });
  const { code, output } = await project.pulumi("up", "--yes");
  expect(code).not.toBe(0);
  expect(output).toContain("STREAM_DECLARED_TWICE");
  expect(output).toMatch(/"one" and "two"|"two" and "one"/);
  expect(commands(emulator)).toEqual([]);
});

scenario("an exchange, a rename and a replacement are no clash of two resources", async ({ emulator, project }) => {
  await declareYaml(project, { a: { properties: { stream: "a" } }, b: { properties: { stream: "b" } } });
  succeeded(await project.must("up", "--yes"));
  await declareYaml(project, { a: { properties: { stream: "b" } }, c: { properties: { stream: "a" } } });
  succeeded(await project.must("up", "--yes"));
  expect(recorded(emulator)).toEqual(["a", "b"]);
});

scenario("pulumi import takes a recording over, and the next up sends START once", async ({ emulator, project }) => {
  await declareYaml(project, {});
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
  succeeded(await project.must("import", TOKEN, "keynote", ID, ...flags));
  expect(commands(emulator)).toEqual([]);
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ recording: true, status: "unknown" });
  await declareYaml(project, { keynote: {} });
  succeeded(await project.up());
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "recording" });
  expect((await project.up()).output).toContain("2 unchanged");
  expect(commands(emulator)).toEqual(["START keynote 200"]);
});

scenario("the option import takes a recording over in one up", async ({ emulator, project }) => {
  await declareYaml(project, { keynote: { options: { import: ID } } });
  succeeded(await project.up());
  await declareYaml(project, { keynote: {} });
  succeeded(await project.up());
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "recording" });
  expect(commands(emulator)).toEqual(["START keynote 200"]);
});

scenario("an import of what is no stream says what an id is", async ({ emulator, project }) => {
  await declareYaml(project, {});
  const { code, output } = await project.pulumi(
    "import",
    TOKEN,
    "keynote",
    `${DOMAIN}/live/*`,
    "--yes",
    "--skip-preview",
  );
  expect(code).not.toBe(0);
  expect(output).toContain("IMPORT_REFUSED");
  expect(emulator.requests()).toEqual([]);
});

scenario(
  "an imported rule has a program that changes nothing; a shorter one sends one PUT, and then none",
  async ({ emulator, project }) => {
    const hls = { cycle: 3600, sliceDuration: 6 };
    const properties = { publishDomain: DOMAIN, app: "live", storage: { bucket: "records" }, hls };
    await declareYaml(project, { rule: { type: "RecordRule", properties } });
    succeeded(await project.up());
    const id = (await project.resources()).find(({ type }) => type.endsWith(":RecordRule"))?.id ?? "";
    await project.must("state", "delete", "urn:pulumi:dev::test::huaweicloud-live:index:RecordRule::rule", "--yes");
    await declareYaml(project, {});
    const file = join(project.dir, "generated.yaml");
    const flags = ["--yes", "--skip-preview", "--protect=false", "--out", file];
    succeeded(await project.must("import", "huaweicloud-live:index:RecordRule", "rule", id, ...flags));
    const { resources } = JSON.parse(await yamlAsJson(await readFile(file, "utf8")));
    await declareYaml(project, { rule: { type: "RecordRule", properties: resources.rule.properties } });
    const before = emulator.requests().length;
    expect((await project.preview("--diff", "--expect-no-changes")).code).toBe(0);
    expect(emulator.requests().length).toBe(before);

    // What the program leaves out is the service's to choose again.
    const shorter = { ...properties, hls: { cycle: 3600 } };
    await declareYaml(project, { rule: { type: "RecordRule", properties: shorter } });
    succeeded(await project.up());
    const changes = () => emulator.requests().filter(({ method }) => method === "PUT");
    expect(changes().map(({ status }) => status)).toEqual([200]);
    succeeded(await project.up("--expect-no-changes"));
    expect(changes()).toHaveLength(1);
  },
);

scenario(
  "one Ctrl-C ends a wait at once: nothing is sent, and nothing is in the state",
  async ({ emulator, project }) => {
    emulator.endPush(ID);
    await declareYaml(project, { keynote: { properties: { waitForStream: 600 } } });
    const { child, run } = project.start("up", "--yes", "--skip-preview");
    await until(() => emulator.requests().length > 0);
    const began = performance.now();
    child.kill("SIGINT");
    const { code, output } = await run;
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(code).not.toBe(0);
    expect(output).toContain("CANCELLED");
    expect(commands(emulator)).toEqual([]);
    expect(await project.recording("keynote")).toBeUndefined();
  },
);

scenario("after a Ctrl-C a START that may have been executed is in the state", async ({ emulator, project }) => {
  emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 0 });
  await declareYaml(project, { keynote: { properties: { timeout: 600 } } });
  const { child, run } = project.start("up", "--yes", "--skip-preview");
  await until(() => commands(emulator).length > 0);
  child.kill("SIGINT");
  await run;
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "unknown" });
  emulator.clearFaults();
  succeeded(await project.up());
  expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "recording" });
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

scenario("customTimeouts cap a wait", async ({ emulator, project }) => {
  emulator.endPush(ID);
  const options = { customTimeouts: { create: "2s" } };
  await declareYaml(project, { keynote: { properties: { waitForStream: 600 }, options } });
  const { code, output } = await project.up();
  expect(code).not.toBe(0);
  expect(output).toContain("after waiting 2 s for its push");
});

scenario(
  "secrets of the stack configuration are encrypted in the state, even if they are in clear there",
  async (stage) => {
    const { emulator, project } = stage;
    await declareYaml(project, { keynote: {} });
    await project.config("huaweicloud-live:accessKey", emulator.accessKey);
    await project.config("huaweicloud-live:secretKey", emulator.secretKey, "--plaintext");
    await project.config("huaweicloud-live:region", "cn-north-4");
    project.env.HUAWEICLOUD_SDK_AK = "";
    project.env.HUAWEICLOUD_SDK_SK = "";
    project.env.HUAWEICLOUD_REGION = "";
    succeeded(await project.up());
    expect(await project.stateText()).not.toContain(emulator.secretKey);
    succeeded(await project.refresh());
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
  },
);

scenario(
  "a setting that nobody reads, or that cannot be, is one error, however many resources there are",
  async ({ emulator, project }) => {
    await declareYaml(project, { a: {}, b: {}, c: {} });
    await project.config("huaweicloud-live:regoin", "cn-north-5");
    const { code, output } = await project.preview();
    expect(code).not.toBe(0);
    const [, said = ""] = output.split("Diagnostics:");
    expect(said.match(/huaweicloud-live:regoin in the stack configuration is not a setting/g)).toHaveLength(1);
    expect(output).not.toContain("cn-north-5");
    await project.must("config", "rm", "huaweicloud-live:regoin");
    await project.config("huaweicloud-live:requestsPerMinute", "many");
    const wrong = await project.preview();
    expect(wrong.code).not.toBe(0);
    expect(wrong.output.split("Diagnostics:")[1]?.match(/SETTING_INVALID: .*requestsPerMinute/g)).toHaveLength(1);
    expect(emulator.requests()).toEqual([]);
  },
);

scenario(
  "a line about a stream stands at the row of its resource, the debug channel's too",
  async ({ emulator, project }) => {
    project.env.PULUMI_HUAWEICLOUD_LIVE_DEBUG = "1";
    emulator.endPush(ID);
    await declareYaml(project, { other: {}, keynote: { properties: { waitForStream: 1 } } });
    const { output } = await project.up("--json");
    const events = output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
    const lines = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent ? [diagnosticEvent] : []));
    const about = (text: string) => lines.filter(({ message }) => message.includes(text)).map(({ urn }) => urn);
    expect(new Set(about(`START of ${ID} waits`))).toEqual(new Set([`urn:pulumi:dev::test::${TOKEN}::keynote`]));
    expect(new Set(about('"stream":"other"'))).toEqual(new Set([`urn:pulumi:dev::test::${TOKEN}::other`]));
  },
);

/** A program in JavaScript with the plugin's resources: the host of the language ends with a killed engine. */
async function declareNode(project: Project, name: string, properties: Record<string, unknown>): Promise<void> {
  const args = JSON.stringify({ publishDomain: DOMAIN, app: "live", stream: name, ...properties });
  await project.write("index.js", `new (require("@pulumi/pulumi").CustomResource)("${TOKEN}", "${name}", ${args});`);
  const packages = { "huaweicloud-live": packageFolder() };
  await project.write("Pulumi.yaml", JSON.stringify({ name: "test", runtime: "nodejs", main: "index.js", packages }));
}

scenario("a killed engine takes its plugin with it, which sends nothing after that", async ({ emulator, project }) => {
  emulator.endPush(ID);
  await declareNode(project, "keynote", { waitForStream: 600 });
  const { child, run } = project.start("up", "--yes", "--skip-preview", "--logflow", "--logtostderr", "-v=1");
  await until(() => emulator.requests().length > 0);
  child.kill("SIGKILL");
  await run;
  // Within a few seconds it has noticed.
  await sleep(4_000);
  emulator.push(ID);
  await sleep(12_000);
  expect(commands(emulator)).toEqual([]);
});

scenario("a plugin that was started by hand serves an engine that attaches to it", async ({ emulator, project }) => {
  await declareNode(project, "keynote", {});
  for (const command of ["up", "destroy"] as const) {
    // It ends with its engine, as any other.
    const { child, client, port } = await startExecutable(settingsFor(emulator));
    const ended = new Promise((resolve) => child.once("close", resolve));
    try {
      project.env.PULUMI_DEBUG_PROVIDERS = `huaweicloud-live:${port}`;
      succeeded(await project[command]());
      await ended;
    } finally {
      client.close();
      child.kill("SIGKILL");
    }
  }
  expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
});

/** The converter is not here: Pulumi's own YAML, read by its host, is what the library of the package reads, too. */
async function yamlAsJson(text: string): Promise<string> {
  const { load } = await import("js-yaml");
  return JSON.stringify(load(text));
}
