import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect } from "vitest";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// Row 11 of docs/reliability.md.

/** The process of the dynamic provider below a CLI. */
async function pluginOf(cli: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,args="]);
  const processes = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const below = new Set([cli]);
  for (const found of processes) if (found && below.has(Number(found[2]))) below.add(Number(found[1]));
  const plugin = processes.find(
    (found) => found && below.has(Number(found[1])) && /^\S*node .*dynamic-provider/.test(found[3] ?? ""),
  );
  return Number(plugin?.[1]);
}

const ENDS = {
  "Ctrl-C": async (cli: number) => process.kill(cli, "SIGINT"),
  "Ctrl-C twice": async (cli: number) => {
    process.kill(cli, "SIGINT");
    await sleep(300);
    // It may have ended by itself after the first one.
    try {
      process.kill(cli, "SIGINT");
    } catch {}
  },
  SIGTERM: async (cli: number) => process.kill(cli, "SIGTERM"),
  "kill -9 of the CLI": async (cli: number) => process.kill(cli, "SIGKILL"),
  "kill -9 of the plugin": async (cli: number) => process.kill(await pluginOf(cli), "SIGKILL"),
};

for (const [end, kill] of Object.entries(ENDS)) {
  for (const [moment, executed, env] of [
    ["before START is executed", false, {}],
    ["after START is executed", true, {}],
    ["after START is executed, without checkpoints", true, { PULUMI_SKIP_CHECKPOINTS: "true" }],
  ] as const) {
    scenario(
      `${end} ${moment}: the next up brings what is declared, and destroy leaves nothing running`,
      async ({ emulator, project }) => {
        emulator.addFault({ operation: "START", stream: `${DOMAIN}/live/slow`, kind: "delay", delay: 3, executed });
        // The first request of a process goes alone, so without an order the slow one might be over before the quick one.
        await project.declare({ quick: {}, slow: { opts: "{ dependsOn: r_quick }" } });
        const { child, run } = project.start("up", "--yes", "--skip-preview");
        while (commands(emulator).length < 2) await sleep(50);
        await kill(child.pid as number);
        await run;

        await project.pulumi("cancel", "--yes");
        succeeded(await project.up());
        expect(recorded(emulator)).toEqual(["quick", "slow"]);
        succeeded(await project.destroy());
        expect(recorded(emulator)).toEqual([]);
      },
      { env },
    );
  }
}

scenario(
  "kill -9 in the middle of 200 creations without checkpoints: the next up settles everything",
  async ({ emulator, project }) => {
    await project.declare(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`s${i}`, {}])));
    const { child, run } = project.start("up", "--yes", "--skip-preview");
    while (recorded(emulator).length < 100) await sleep(50);
    child.kill("SIGKILL");
    await run;
    expect(recorded(emulator).length).toBeLessThan(200);
    await project.pulumi("cancel", "--yes");
    // Each that is adopted waits out the cooldown, so let all of them do that at once.
    succeeded(await project.up("--parallel", "200"));
    expect(recorded(emulator)).toHaveLength(200);
    expect(emulator.recordings()).toHaveLength(200);
    succeeded(await project.destroy("--parallel", "200"));
    expect(recorded(emulator)).toEqual([]);
  },
  { limit: 100_000, env: { PULUMI_SKIP_CHECKPOINTS: "true", HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: "100000" } },
);

scenario("kill -9 during destroy: the next destroy ends what is left", async ({ emulator, project }) => {
  await project.declare({ a: {}, b: {} });
  succeeded(await project.up());
  emulator.addFault({ operation: "STOP", stream: `${DOMAIN}/live/a`, kind: "delay", delay: 3, executed: false });
  const { child, run } = project.start("destroy", "--yes", "--skip-preview");
  while (commands(emulator).length < 4) await sleep(50);
  child.kill("SIGKILL");
  await run;
  await project.pulumi("cancel", "--yes");
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

scenario(
  "kill -9 of a destroy after its STOP: a plain up sees nothing, up --replace records again",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    succeeded(await project.up());
    emulator.addFault({ operation: "STOP", kind: "delay", delay: 3, executed: true });
    const { child, run } = project.start("destroy", "--yes", "--skip-preview");
    while (commands(emulator).length < 2) await sleep(50);
    child.kill("SIGKILL");
    await run;
    await project.pulumi("cancel", "--yes");
    const plain = await project.up();
    succeeded(plain);
    expect(plain.output).toContain("2 unchanged");
    expect(recorded(emulator)).toEqual([]);
    succeeded(await project.up("--replace", (await project.recording("a"))?.urn as string));
    expect(recorded(emulator)).toEqual(["a"]);
    succeeded(await project.destroy());
  },
);

scenario(
  "kill -9 while a folder's metadata is written: without the empty file all goes on",
  async ({ emulator, project }) => {
    project.env.PULUMI_BACKEND_URL = `file://${join(project.dir, "state")}`;
    await project.declare({ a: {} });
    succeeded(await project.up());
    const metadata = join(project.dir, "state/.pulumi/stacks/test/dev.json.attrs");
    expect(await readFile(metadata, "utf8")).toContain("md5");
    await writeFile(metadata, "");
    const { code, output } = await project.destroy();
    expect(code).not.toBe(0);
    expect(output).toContain("error: failed to load checkpoint: EOF");
    await rm(metadata);
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
  },
);

/** Each makes the engine put other arguments before the address by which a plugin notices that it is gone. */
const FLAGS = [
  [],
  ["--logflow"],
  ["--logflow", "--logtostderr", "-v=1"],
  ["--tracing", "file:./trace"],
  ["--logflow", "--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:9/api/v1/spans"],
];

for (const flags of FLAGS) {
  scenario(
    `a plugin whose CLI was killed sends no START for a push that begins later: ${["up", ...flags].join(" ")}`,
    async ({ emulator, project }) => {
      emulator.endPush(`${DOMAIN}/live/a`);
      await project.declare({ a: { waitForStream: 600 } });
      const { child, run } = project.start("up", "--yes", "--skip-preview", ...flags);
      while (emulator.requests().length === 0) await sleep(50);
      const plugin = await pluginOf(child.pid as number);
      process.kill(plugin, 0);
      child.kill("SIGKILL");
      await run;
      await project.pulumi("cancel", "--yes");
      await sleep(1000);
      expect(() => process.kill(plugin, 0)).toThrow("ESRCH");
      emulator.push(`${DOMAIN}/live/a`);
      const sent = emulator.requests().length;
      await sleep(15_000);
      expect(emulator.requests()).toHaveLength(sent);
    },
  );
}

scenario("a plugin whose CLI was killed does not go on with its STOP", async ({ emulator, project }) => {
  await project.declare({ a: {} });
  succeeded(await project.up());
  emulator.addFault({ operation: "STOP", kind: "status", status: 503, times: 0 });
  const { child, run } = project.start("destroy", "--yes", "--skip-preview");
  while (commands(emulator).length < 2) await sleep(50);
  child.kill("SIGKILL");
  await run;
  await sleep(1000);
  emulator.clearFaults();
  await project.pulumi("cancel", "--yes");
  await sleep(10_000);
  expect(recorded(emulator)).toEqual(["a"]);
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});
