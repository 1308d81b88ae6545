import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect } from "vitest";
import { processName } from "../../provider/process/process-name";
import { commands, DOMAIN, type Project, recorded, succeeded } from "./project";
import { inBothShells, scenario } from "./scenario";

// Row 11 of docs/reliability.md.

interface Process {
  readonly pid: number;
  readonly args: string;
}

/** The processes below a CLI. */
async function below(cli: number): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,args="]);
  const processes = stdout.split("\n").flatMap((line) => {
    const [, pid, parent, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), args }] : [];
  });
  const found = new Set([cli]);
  for (const { pid, parent } of processes) if (found.has(parent)) found.add(pid);
  found.delete(cli);
  return processes.filter(({ pid }) => found.has(pid));
}

/** The process below a CLI that sends the requests. YAML's host has one of its own, for the schema. */
async function pluginOf(cli: number): Promise<number> {
  const [plugin] = (await below(cli))
    .filter(({ args }) => /^\S*node .*(dynamic-provider|pulumi-resource-huaweicloud-live)/.test(args))
    .sort((a, b) => b.pid - a.pid);
  return Number(plugin?.pid);
}

/** Kills a CLI, and then YAML's host, which does not notice that it is gone, as the plugin does. */
async function killCli({ child, run }: ReturnType<Project["start"]>): Promise<void> {
  const processes = await below(child.pid as number);
  child.kill("SIGKILL");
  await run;
  for (const { pid, args } of processes) {
    if (!args.includes("pulumi-language-yaml")) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

type Started = ReturnType<Project["start"]>;
const pidOf = ({ child }: Started) => child.pid as number;

const ENDS = {
  "Ctrl-C": async (cli: Started) => process.kill(pidOf(cli), "SIGINT"),
  "Ctrl-C twice": async (cli: Started) => {
    process.kill(pidOf(cli), "SIGINT");
    await sleep(300);
    // It may have ended by itself after the first one.
    try {
      process.kill(pidOf(cli), "SIGINT");
    } catch {}
  },
  SIGTERM: async (cli: Started) => process.kill(pidOf(cli), "SIGTERM"),
  "kill -9 of the CLI": killCli,
  "kill -9 of the plugin": async (cli: Started) => process.kill(await pluginOf(pidOf(cli)), "SIGKILL"),
};

for (const [end, kill] of Object.entries(ENDS)) {
  for (const [how, env] of [
    ["", {}],
    [" without checkpoints", { PULUMI_SKIP_CHECKPOINTS: "true" }],
  ] as const) {
    inBothShells(
      `${end}${how} before and after a START is executed: the next up brings what is declared, and destroy leaves nothing running`,
      async ({ emulator, project }) => {
        for (const executed of [true, false]) {
          const stream = `${DOMAIN}/live/${executed ? "executed" : "unexecuted"}`;
          emulator.addFault({ operation: "START", stream, kind: "delay", delay: 3, executed });
        }
        // The first request of a process goes alone, so without an order the slow ones might be over before the quick one.
        const opts = { dependsOn: "quick" };
        await project.declare({ quick: {}, executed: { opts }, unexecuted: { opts } });
        const cli = project.start("up", "--yes", "--skip-preview");
        while (commands(emulator).length < 3) await sleep(50);
        await kill(cli);
        await cli.run;

        await project.pulumi("cancel", "--yes");
        succeeded(await project.up());
        expect(recorded(emulator)).toEqual(["executed", "quick", "unexecuted"]);
        succeeded(await project.destroy());
        expect(recorded(emulator)).toEqual([]);
      },
      { env },
    );
  }
}

inBothShells(
  "kill -9 in the middle of 200 creations without checkpoints: the next up settles everything",
  async ({ emulator, project }) => {
    await project.declare(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`s${i}`, {}])));
    const cli = project.start("up", "--yes", "--skip-preview");
    while (recorded(emulator).length < 100) await sleep(50);
    await killCli(cli);
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

inBothShells("kill -9 during destroy: the next destroy ends what is left", async ({ emulator, project }) => {
  await project.declare({ a: {}, b: {} });
  succeeded(await project.up());
  emulator.addFault({ operation: "STOP", stream: `${DOMAIN}/live/a`, kind: "delay", delay: 3, executed: false });
  const cli = project.start("destroy", "--yes", "--skip-preview");
  while (commands(emulator).length < 4) await sleep(50);
  await killCli(cli);
  await project.pulumi("cancel", "--yes");
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

inBothShells(
  "kill -9 of a destroy after its STOP: a plain up sees nothing, up --replace records again",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    succeeded(await project.up());
    emulator.addFault({ operation: "STOP", kind: "delay", delay: 3, executed: true });
    const cli = project.start("destroy", "--yes", "--skip-preview");
    while (commands(emulator).length < 2) await sleep(50);
    await killCli(cli);
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

/** Each makes the engine put other arguments before the address by which the dynamic provider notices that it is gone. */
const FLAGS = [
  [],
  ["--logflow"],
  ["--logflow", "--logtostderr", "-v=1"],
  ["--tracing", "file:./trace"],
  ["--logflow", "--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:9/api/v1/spans"],
];

for (const [shell, flags] of [
  ...FLAGS.map((flags) => ["dynamic", flags] as const),
  ["plugin", FLAGS[4] ?? []] as const,
]) {
  scenario(
    `a plugin whose CLI was killed sends no START for a push that begins later: ${["up", ...flags].join(" ")} (${shell})`,
    async ({ emulator, project }) => {
      emulator.endPush(`${DOMAIN}/live/a`);
      await project.declare({ a: { waitForStream: 600 } });
      const cli = project.start("up", "--yes", "--skip-preview", ...flags);
      while (emulator.requests().length === 0) await sleep(50);
      const plugin = await pluginOf(pidOf(cli));
      expect(processName(plugin)).toBeDefined();
      await killCli(cli);
      await project.pulumi("cancel", "--yes");
      await sleep(1000);
      expect(processName(plugin)).toBeUndefined();
      emulator.push(`${DOMAIN}/live/a`);
      const sent = emulator.requests().length;
      await sleep(15_000);
      expect(emulator.requests()).toHaveLength(sent);
    },
    { shell },
  );
}

inBothShells("a plugin whose CLI was killed does not go on with its STOP", async ({ emulator, project }) => {
  await project.declare({ a: {} });
  succeeded(await project.up());
  emulator.addFault({ operation: "STOP", kind: "status", status: 503, times: 0 });
  const cli = project.start("destroy", "--yes", "--skip-preview");
  while (commands(emulator).length < 2) await sleep(50);
  await killCli(cli);
  await sleep(1000);
  emulator.clearFaults();
  await project.pulumi("cancel", "--yes");
  await sleep(10_000);
  expect(recorded(emulator)).toEqual(["a"]);
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});
