import { execFile } from "node:child_process";
import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import type { Emulator } from "../../emulator";
import { type Generated, generatedSdk, type SdkLanguage } from "../setup/generated-sdks";
import { packageFolder } from "./program";
import { commands, DOMAIN, EXAMPLES, type Project, recorded, succeeded, until } from "./project";
import { scenario } from "./scenario";

const ID = `${DOMAIN}/live/keynote`;

/** What was made for the language; a scenario that names its SDK does not run without. */
function made<L extends SdkLanguage>(language: L): Generated[L] {
  const sdk = inject("generatedSdks")[language];
  if ("missing" in sdk) throw new Error(sdk.missing);
  return sdk as Generated[L];
}

/** Installs the package in the folder of the project, where the examples have it. */
async function installPackage(project: Project): Promise<void> {
  await mkdir(join(project.dir, "node_modules"), { recursive: true });
  await symlink(packageFolder(), join(project.dir, "node_modules/pulumi-huaweicloud-live"));
}

/** Records, is interrupted and healed, and is then known to a state that has never heard of it. */
async function healAndForget(emulator: Emulator, project: Project): Promise<void> {
  const first = await project.up();
  succeeded(first);
  expect(first.output).toContain('status: "recording"');
  emulator.push(ID);
  emulator.interrupt(ID);
  expect((await project.up("--refresh", "--diff")).output).toContain("~ recording: false => true");
  expect(commands(emulator)).toEqual(["START keynote 200", "START keynote 200"]);
  await project.must("state", "delete", (await project.recording("keynote"))?.urn ?? "", "--yes");
}

/** Ends the wait of the program for a push, and then all that it has recorded. */
async function cancelAndDestroy(emulator: Emulator, project: Project): Promise<void> {
  emulator.endPush(`${DOMAIN}/live/late`);
  const { child, run } = project.start("up", "--yes", "--skip-preview");
  let printed = "";
  child.stdout?.on("data", (text: string) => {
    printed += text;
  });
  await until(() => printed.includes(`START of ${DOMAIN}/live/late waits`));
  child.kill("SIGINT");
  const { code, output } = await run;
  expect(code).not.toBe(0);
  expect(output).toContain("CANCELLED");
  expect(await project.recording("late")).toBeUndefined();
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
}

scenario(
  "examples/yaml records, and ends",
  async ({ emulator, project }) => {
    await installPackage(project);
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining('status: "recording"') });
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
  },
  { example: "yaml" },
);

scenario(
  "examples/python records, is healed, imported, cancelled in a wait, and ends",
  async ({ emulator, project }) => {
    const { sdk, venv } = made("Python");
    await installPackage(project);
    await symlink(venv, join(project.dir, "venv"));
    // The host that is built here does not know the option `virtualenv`; an activated one it has.
    project.env.PATH = `${join(venv, "bin")}:${project.env.PATH}`;
    project.env.PYTHONPATH = sdk;
    await healAndForget(emulator, project);

    const program = (keynote: string, more = "") =>
      project.write(
        "__main__.py",
        `import pulumi
import pulumi_huaweicloud_live as live
live.StreamRecording("keynote", publish_domain="${DOMAIN}", app="live", stream="keynote"${keynote})
${more}`,
      );
    await program(`, opts=pulumi.ResourceOptions(import_="${ID}")`);
    succeeded(await project.up());
    await program("");
    succeeded(await project.up("--expect-no-changes"));
    expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "recording" });

    const late = `publish_domain="${DOMAIN}", app="live", stream="late", wait_for_stream=600`;
    await program("", `live.StreamRecording("late", ${late})`);
    await cancelAndDestroy(emulator, project);
  },
  { sdk: "Python", example: "python" },
);

scenario(
  "a Node program records, is healed, imported, read, cancelled in a wait, and ends",
  async ({ emulator, project }) => {
    const packages = { "huaweicloud-live": packageFolder() };
    await project.write("Pulumi.yaml", JSON.stringify({ name: "test", runtime: "nodejs", main: "index.js", packages }));
    await cp(made("Node").sdk, join(project.dir, "node_modules/@pulumi-huaweicloud-live/sdk"), { recursive: true });
    const program = (opts: string, more = "") =>
      project.write(
        "index.js",
        `const live = require("@pulumi-huaweicloud-live/sdk");
const stream = (stream) => ({ publishDomain: "${DOMAIN}", app: "live", stream });
const keynote = new live.StreamRecording("keynote", stream("keynote"), ${opts});
exports.status = keynote.status;
${more}`,
      );
    await program("{}");
    await healAndForget(emulator, project);

    await program(`{ import: "${ID}" }`);
    succeeded(await project.up());
    const read = `const read = live.StreamRecording.get("read", "${ID}");`;
    await program("{}", `${read} exports.region = read.region; exports.stream = read.stream;`);
    const healed = await project.up();
    succeeded(healed);
    expect(healed.output).toContain('region: "cn-north-4"');
    expect(healed.output).toContain('stream: "keynote"');
    expect((await project.recording("keynote"))?.outputs).toMatchObject({ status: "recording" });
    // An imported recording asks twice, as everything that is adopted.
    expect(commands(emulator).slice(2)).toEqual(["START keynote 400", "START keynote 400"]);

    await program("{}", `new live.StreamRecording("late", { ...stream("late"), waitForStream: 600 });`);
    await cancelAndDestroy(emulator, project);
  },
  { sdk: "Node" },
);

const compiles = "missing" in inject("generatedSdks").Go ? test.skip : test.concurrent;

compiles(`${generatedSdk("Go")} and examples/go compile`, async () => {
  const { sdk } = made("Go");
  const program = join(inject("installation"), "go-program");
  await cp(join(EXAMPLES, "go"), program, { recursive: true });
  await cp(join(sdk, "go.sum"), join(program, "go.sum"));
  const go = (cwd: string, ...args: string[]) =>
    promisify(execFile)("go", args, { cwd, env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" } });
  const module = "github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live/sdk/go";
  await go(program, "mod", "edit", `-replace=${module}=${sdk}`);
  await go(sdk, "vet", "./...");
  await go(program, "vet", "-mod=mod", ".");
});
