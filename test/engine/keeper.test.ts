import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, vi } from "vitest";
import { commands, DOMAIN, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

const soon = (holds: () => void) => vi.waitFor(holds, { timeout: 120_000, interval: 200 });

/** A stack whose recordings run. */
async function recording(project: Project, ...names: string[]): Promise<void> {
  await project.declare(Object.fromEntries(names.map((name) => [name, {}])));
  succeeded(await project.up());
  // The list has whole seconds: a push that comes back sooner cannot be told from the one before.
  await sleep(3_000);
}

const command = () => join(inject("installation"), "node_modules/pulumi-huaweicloud-live/dist/keeper/command.js");

scenario(
  "the keeper with --once starts again what was interrupted, through the engine, and nothing else",
  async ({ emulator, project }) => {
    await recording(project, "a", "b");
    emulator.interrupt(`${DOMAIN}/live/a`, 5);
    expect(recorded(emulator)).toEqual(["b"]);
    // What lies on the disk is another program by now: what was deployed counts.
    await project.write("index.js", "this does not parse");
    const kept = await project.node(command(), "--stack", "dev", "--once", "--status", "127.0.0.1:0");
    expect(kept).toMatchObject({ code: 0, output: expect.stringContaining(`${DOMAIN}/live/a: recording again`) });
    expect(recorded(emulator).sort()).toEqual(["a", "b"]);
    expect(commands(emulator)).toEqual(expect.arrayContaining(["START a 200", "START b 200", "START a 200"]));
    expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
    await project.declare({ a: {}, b: {} });
    expect(await project.preview("--expect-no-changes")).toMatchObject({ code: 0 });
  },
);

scenario("the keeper that runs heals by itself, and ends with 0 at SIGTERM", async ({ emulator, project }) => {
  await recording(project, "a");
  const flags = ["--stack", "dev", "--interval", "1", "--status", "127.0.0.1:0", "--json"];
  const { child, run } = project.spawn(process.execPath, [command(), ...flags]);
  let lines = "";
  child.stdout?.on("data", (text) => {
    lines += text;
  });
  await soon(() => expect(lines).toContain(`${DOMAIN}/live/a: recording`));
  emulator.interrupt(`${DOMAIN}/live/a`, 5);
  await soon(() => expect(recorded(emulator)).toEqual(["a"]));
  await soon(() => expect(lines).toContain("recording again"));
  for (const line of lines.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  child.kill("SIGTERM");
  expect((await run).code).toBe(0);
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
});

scenario("a destroy is not undone: what is not declared any more is left alone", async ({ emulator, project }) => {
  await recording(project, "a");
  succeeded(await project.destroy());
  emulator.interrupt(`${DOMAIN}/live/a`, 5);
  const kept = await project.node(command(), "--stack", "dev", "--once", "--status", "127.0.0.1:0");
  expect(kept.code).toBe(0);
  expect(recorded(emulator)).toEqual([]);
});

scenario("a stack that is not there ends the keeper with 4, and says so", async ({ project }) => {
  const kept = await project.node(command(), "--stack", "other", "--once", "--status", "127.0.0.1:0");
  expect(kept).toMatchObject({ code: 4, output: expect.stringContaining("other") });
});
