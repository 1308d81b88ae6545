import { existsSync } from "node:fs";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { startEmulator } from "../../emulator";
import { commands, DOMAIN, EXAMPLES, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// examples/with-rule runs in rules.test.ts.

scenario(
  "basic: a TypeScript program runs through up, refresh, up and destroy",
  async ({ emulator, project }) => {
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining('status: "recording"') });
    succeeded(await project.refresh());
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("2 unchanged") });
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
  },
  { example: "basic" },
);

scenario(
  "javascript: an ES module that nothing compiles",
  async ({ emulator, project }) => {
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining('status: "recording"') });
    expect(recorded(emulator)).toEqual(["keynote"]);
  },
  { example: "javascript" },
);

scenario(
  "fleet: an entry that is added starts one recording, one that is removed stops that one",
  async ({ emulator, project }) => {
    await project.config("streams[0]", `${DOMAIN}/live/keynote`, "--path");
    await project.config("streams[1]", `${DOMAIN}/live/panel`, "--path");
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["keynote", "panel"]);

    await project.config("streams[0]", `${DOMAIN}/live/backstage`, "--path");
    succeeded(await project.up());
    expect(commands(emulator).slice(2)).toEqual(["START backstage 200", "STOP keynote 200"]);
    expect(recorded(emulator)).toEqual(["backstage", "panel"]);
  },
  { example: "fleet" },
);

scenario(
  "multi-region: each recording is started and stopped in its own region and project, with one key pair",
  async ({ emulator: beijing, project }) => {
    const singapore = await startEmulator({ projectId: "2".repeat(32) });
    const iam = await startEmulator({
      projects: [
        { name: "cn-north-4", id: beijing.projectId },
        { name: "ap-southeast-3", id: singapore.projectId },
      ],
    });
    try {
      delete project.env.HUAWEICLOUD_REGION;
      delete project.env.HUAWEICLOUD_LIVE_ENDPOINT;
      delete project.env.HUAWEICLOUD_SDK_PROJECT_ID;
      project.env.HUAWEICLOUD_SDK_REGION_LIVE_CN_NORTH_4 = beijing.url;
      project.env.HUAWEICLOUD_SDK_REGION_LIVE_AP_SOUTHEAST_3 = singapore.url;
      project.env.HUAWEICLOUD_SDK_IAM_ENDPOINT = iam.url;
      succeeded(await project.up());
      expect([beijing, singapore].map(recorded)).toEqual([
        ["push-beijing.example.com/live/keynote"],
        ["push-singapore.example.com/live/keynote"],
      ]);
      succeeded(await project.destroy());
      expect([beijing, singapore].map(recorded)).toEqual([[], []]);
    } finally {
      await Promise.all([singapore.close(), iam.close()]);
    }
  },
  { example: "multi-region" },
);

scenario("template: what `pulumi new` makes of it, without a network, runs", async ({ emulator, project }) => {
  const args = ["--generate-only", "--offline", "--yes", "--force", "--name", "test"];
  await project.must("new", join(EXAMPLES, "template"), ...args);
  const yaml = await readFile(join(project.dir, "Pulumi.yaml"), "utf8");
  expect(yaml).toMatch(/^name: test\ndescription: Records a Huawei Cloud Live stream\n/);
  expect(yaml).not.toMatch(/^template:/m);
  expect(JSON.parse(await readFile(join(project.dir, "package.json"), "utf8")).name).toBe("test");

  const settings = [`publishDomain=${DOMAIN}`, "app=live", "stream=keynote"];
  await project.must("config", "set-all", ...settings.flatMap((setting) => ["--plaintext", setting]));
  expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining('status: "recording"') });
  expect(recorded(emulator)).toEqual(["keynote"]);
});

/** Starts the program of `event-window` for the stream `keynote`. */
function recordEvent(project: Project, end: number) {
  const args = ["keynote-2026", `${DOMAIN}/live/keynote`, new Date(end).toISOString()];
  return project.spawn(process.execPath, ["dist/record-event.js", ...args]);
}

type Started = ReturnType<typeof recordEvent>;

/** Waits until the process prints something that matches, and fails if it ends before. */
async function printed({ child, run }: Started, pattern: RegExp): Promise<void> {
  const found = new Promise<void>((resolve) => {
    child.stdout?.on("data", (text: string) => pattern.test(text) && resolve());
  });
  const ended = run.then(({ output }) => expect(output, "it has ended").toMatch(pattern));
  await Promise.race([found, ended]);
}

async function kill({ child, run }: Started): Promise<void> {
  child.kill("SIGKILL");
  await run;
}

scenario(
  "event-window: killed while the event goes on, and started again, it goes on and stops at the end",
  async ({ emulator, project }) => {
    succeeded(await project.spawn("npm", ["run", "build"]).run);
    emulator.push(`${DOMAIN}/live/keynote`);
    const end = Date.now() + 90_000;
    const first = recordEvent(project, end);
    await printed(first, /[1-9]\d* s left/);
    await kill(first);
    expect(recorded(emulator)).toEqual(["keynote"]);

    const second = await recordEvent(project, end).run;
    succeeded(second);
    expect(second.output).toMatch(/[1-9]\d* s left/);
    expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
    expect(Date.parse(emulator.recordings()[0]?.stoppedAt ?? "")).toBeGreaterThanOrEqual(end);
  },
  { example: "event-window" },
);

scenario(
  "event-window: killed in the middle of START, and started again after the end, it sends STOP",
  async ({ emulator, project }) => {
    succeeded(await project.spawn("npm", ["run", "build"]).run);
    emulator.push(`${DOMAIN}/live/keynote`);
    emulator.addFault({ operation: "START", kind: "delay", delay: 10, executed: true });
    const first = recordEvent(project, Date.now() + 3_600_000);
    while (recorded(emulator).length === 0) await sleep(50);
    await kill(first);

    succeeded(await recordEvent(project, Date.now()).run);
    expect(commands(emulator).at(-1)).toBe("STOP keynote 200");
    expect(recorded(emulator)).toEqual([]);
    expect(existsSync(join(project.dir, "state/.pulumi/stacks/test/keynote-2026.json"))).toBe(false);
  },
  { example: "event-window" },
);

scenario(
  "tested: the program runs, and its own tests pass with vitest and with node:test",
  async ({ emulator, project }) => {
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["keynote", "panel"]);

    await installVitest(project);
    for (const [script, passed] of [
      ["test:vitest", /Tests\s+2 passed \(2\)/],
      ["test:node", /^[#ℹ] pass 2\n[#ℹ] fail 0$/m],
    ] as const) {
      const run = await project.spawn("npm", ["run", script]).run;
      succeeded(run);
      expect(run.output).toMatch(passed);
    }
    // Those have emulators of their own.
    expect(commands(emulator)).toHaveLength(2);
  },
  { example: "tested", env: { NO_COLOR: "1" } },
);

/** The vitest of this repository: all else that the example needs is in the installation. */
async function installVitest(project: Project): Promise<void> {
  const installed = join(EXAMPLES, "../node_modules");
  const own = join(project.dir, "node_modules");
  await mkdir(join(own, ".bin"), { recursive: true });
  for (const name of ["vitest", ".bin/vitest"]) await symlink(join(installed, name), join(own, name));
}
