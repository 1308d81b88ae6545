import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { startEmulator } from "../../emulator";
import { commands, DOMAIN, Project, recorded, succeeded } from "./project";
import { inBothShells, scenario } from "./scenario";

const inShell = (project: Project, script: string) => project.spawn("sh", ["-c", script]).run;

// Rows 13 to 15 and 17 of docs/reliability.md: other stacks, other runs, other releases, other places.

scenario(
  "a stream in two stacks, one of each shell: a refresh cannot see that the other one has sent STOP",
  async ({ emulator, project }) => {
    const other = await Project.create({ emulator, shell: "plugin" });
    await project.declare({ a: {} });
    await other.declare({ a: {} });
    succeeded(await project.up());
    expect(await other.up()).toMatchObject({ code: 0, output: expect.stringContaining("adopted") });
    succeeded(await other.destroy());
    await other.remove();
    expect(recorded(emulator)).toEqual([]);
    succeeded(await project.refresh("--expect-no-changes"));
  },
);

scenario("two deployments in one process do not know of each other's streams", async ({ emulator, project }) => {
  await project.write(
    "both.js",
    `const auto = require("@pulumi/pulumi/automation");
     const { StreamRecording } = require("pulumi-huaweicloud-live");
     const program = async () => { new StreamRecording("a", { publishDomain: "${DOMAIN}", app: "live", stream: "a" }); };
     (async () => {
       for (const stackName of ["one", "two"]) {
         const stack = await auto.LocalWorkspace.createOrSelectStack({ stackName, projectName: "inline", program });
         await stack.up();
       }
     })().catch((error) => { console.error(error); process.exit(1); });`,
  );
  const run = await project.node("both.js");
  expect(run).toMatchObject({ code: 0 });
  expect(recorded(emulator)).toEqual(["a"]);
});

inBothShells(
  "destroy right after up and up right after destroy, five times: recorded each time",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    for (let round = 0; round < 5; round++) {
      const before = commands(emulator).length;
      succeeded(await project.up());
      expect(recorded(emulator)).toEqual(["a"]);
      const refused = commands(emulator)
        .slice(before)
        .filter((command) => command === "START a 400");
      expect(refused.length).toBeLessThanOrEqual(1);
      succeeded(await project.destroy());
      expect(recorded(emulator)).toEqual([]);
    }
  },
);

for (const step of ["refresh", "up", "destroy"] as const) {
  scenario(
    `a state that an earlier release and another SDK have written: ${step} works`,
    async ({ emulator, project }) => {
      const kept = await readFile(join(__dirname, "earlier-state.json"), "utf8");
      await project.write("earlier.json", kept);
      await project.declare({ a: {} });
      succeeded(await project.up());
      await project.must("stack", "import", "--file", "earlier.json");
      succeeded(await project[step]());
      if (step !== "destroy") succeeded(await project.up());
      expect(recorded(emulator)).toEqual(step === "destroy" ? [] : ["a"]);
      if (step !== "destroy") succeeded(await project.destroy());
      expect(recorded(emulator)).toEqual([]);
    },
  );
}

inBothShells(
  "a changed region replaces, and STOP goes to where START went",
  async ({ emulator: north, project }) => {
    const south = await startEmulator({ projectId: "f".repeat(32) });
    project.env.HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4 = north.url;
    project.env.HUAWEICLOUD_SDK_REGION_LIVE_AP_SOUTHEAST_3 = south.url;
    await project.declare({ a: {} });
    succeeded(await project.up());
    project.env.HUAWEICLOUD_REGION = "ap-southeast-3";
    project.env.HUAWEICLOUD_SDK_PROJECT_ID = south.projectId;
    const plan = await project.preview("--diff");
    expect(plan.output).toMatch(/~ region\s*: "cn-north-4" => "ap-southeast-3"/);
    expect(plan.output).toMatch(/~ projectId\s*:/);
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("1 replaced") });
    expect(commands(south)).toEqual(["START a 200"]);
    expect(commands(north)).toEqual(["START a 200", "STOP a 200"]);
    await south.close();
  },
  { env: { HUAWEICLOUD_LIVE_ENDPOINT: "" } },
);

inBothShells("a key that was rotated in the environment just works on destroy", async ({ emulator, project }) => {
  await project.declare({ a: {} });
  succeeded(await project.up());
  project.env.HUAWEICLOUD_SDK_AK = "";
  project.env.HUAWEICLOUD_SDK_SK = "";
  project.env.HW_AUTH_TOKEN = "emulator-token";
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

scenario(
  "the package uninstalled in the commit that removes the resources: nothing is sent, and installed again it stops them",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    succeeded(await project.up());
    await project.write("index.js", "");
    const without = await mkdtemp(join(tmpdir(), "huaweicloud-live-without-"));
    await cp(project.dir, without, { recursive: true });
    await mkdir(join(without, "node_modules"));
    await symlink(join(inject("installation"), "node_modules/@pulumi"), join(without, "node_modules/@pulumi"));
    const failed = await inShell(
      project,
      `cd "${without}" && pulumi up --yes --skip-preview --non-interactive --color never`,
    );
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("Cannot find module 'pulumi-huaweicloud-live/provider'");
    expect(commands(emulator)).toEqual(["START a 200"]);
    expect(await project.recording("a")).toBeDefined();

    succeeded(await project.up());
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
    await rm(without, { recursive: true });
  },
);

scenario("destroy and refresh outside of the project say so, and send nothing", async ({ emulator, project }) => {
  await project.declare({ a: {} });
  succeeded(await project.up());
  const outside = await mkdtemp(join(tmpdir(), "huaweicloud-live-outside-"));
  const run = (command: string) =>
    inShell(
      project,
      `cd "${outside}" && pulumi ${command} --stack organization/test/dev --yes --skip-preview --non-interactive`,
    );
  const destroy = await run("destroy");
  expect(destroy.code).not.toBe(0);
  expect(destroy.output).toContain("Cannot find module '@pulumi/pulumi/cmd/dynamic-provider'");
  const refresh = await run("refresh");
  expect(refresh.code).not.toBe(0);
  expect(refresh.output).toContain("no Pulumi.yaml project file found");
  expect(commands(emulator)).toEqual(["START a 200"]);

  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
  await rm(outside, { recursive: true });
});
