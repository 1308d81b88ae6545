import { readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { keep } from "./keeper";
import { PostgreSQL } from "./postgresql";
import { commands, DOMAIN, Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// What docs/teams.md says, with the scripts that stand there.

const PAGE = readFileSync(join(__dirname, "../../docs/teams.md"), "utf8");

function script(name: string): string {
  const [, text] = new RegExp(`\`\`\`sh\n(# ${name}\n[^]*?)\`\`\``).exec(PAGE) ?? [];
  if (text === undefined) throw new Error(`docs/teams.md has no ${name}`);
  return text;
}

const REFRESH = ["refresh", "--preview-only", "--expect-no-changes"];
const PREVIEW = ["preview", "--refresh", "--expect-no-changes"];

/** The exit code of `--expect-no-changes` where there are some. */
const CHANGES = 7;

scenario("drift detection ends with 7 for a recording that has ended; drift.sh alerts and mends", async (stage) => {
  const { emulator, project } = stage;
  await project.write("drift.sh", script("drift.sh"));
  await project.declare({ a: {} });
  succeeded(await project.up());
  const before = await project.stateText();
  succeeded(await project.pulumi(...REFRESH));
  emulator.interrupt(`${DOMAIN}/live/a`, 60);
  const found = { code: CHANGES, output: expect.stringContaining("~ recording: true => false") };
  expect(await project.pulumi(...REFRESH, "--diff")).toMatchObject(found);
  expect(commands(emulator)).toEqual(["START a 200"]);
  expect(await project.stateText()).toBe(before);

  const alert = (text: string) => expect.stringContaining(`ALERT: ${text}`);
  expect(await project.sh("drift.sh")).toMatchObject({ code: 0, output: alert("not as declared") });
  expect(commands(emulator)).toEqual(["START a 200", "START a 200"]);
  emulator.addFault({ operation: "streams", kind: "status", status: 403, times: 0 });
  expect(await project.sh("drift.sh")).toMatchObject({ code: 0, output: alert("nobody can say") });
  project.env.HUAWEICLOUD_REGION = "";
  expect(await project.sh("drift.sh")).toMatchObject({ code: 1, output: alert("the check itself failed") });
});

scenario(
  "offline is no difference: a refresh that is carried out writes it into the state, and status.sh lists it",
  async ({ emulator, project }) => {
    await project.write("status.sh", script("status.sh"));
    await project.declare({ a: {}, b: {}, c: {} }, "exports.status = r_a.status;");
    succeeded(await project.up());
    emulator.endPush(`${DOMAIN}/live/a`);
    for (const check of [REFRESH, PREVIEW]) succeeded(await project.pulumi(...check));
    expect((await project.recording("a"))?.outputs?.status).toBe("recording");

    emulator.interrupt(`${DOMAIN}/live/b`, 60);
    const { code, output } = await project.sh("status.sh");
    expect(code, output).toBe(0);
    const listed = output
      .split("\n")
      .filter((line) => line.startsWith(DOMAIN))
      .sort();
    expect(listed).toEqual([`${DOMAIN}/live/a offline`, `${DOMAIN}/live/b interrupted`]);
    // Though the state knows of the end by now, both still tell of it until an `up` has mended it.
    for (const check of [REFRESH, PREVIEW]) expect(await project.pulumi(...check)).toMatchObject({ code: CHANGES });
  },
);

let database: PostgreSQL;
beforeAll(async () => {
  if (inject("pulumi") !== "") database = await PostgreSQL.start();
});
afterAll(() => database?.stop());

/** Makes the database the backend of a project, with a stack of its own. */
async function shared(project: Project, stack: string): Promise<void> {
  Object.assign(project.env, database.env, { PULUMI_STACK: stack });
  await project.must("stack", "init", stack);
}

/** The same project and stack in another folder, as somebody else has it. */
async function checkout(of: Project): Promise<Project> {
  const other = await Project.create({ env: of.env });
  for (const file of ["index.js", `Pulumi.${of.env.PULUMI_STACK}.yaml`])
    await cp(join(of.dir, file), join(other.dir, file));
  return other;
}

scenario("two stacks with their state in one database, at once", async ({ emulator, project: one }) => {
  const two = await Project.create({ emulator });
  await shared(one, "one");
  await shared(two, "two");
  await one.declare({ a: {}, b: {} });
  await two.declare({ c: {}, d: {} });
  for (const run of await Promise.all([one.up(), two.up()])) succeeded(run);
  expect(recorded(emulator)).toEqual(["a", "b", "c", "d"]);

  emulator.interrupt(`${DOMAIN}/live/c`, 60);
  const checks = await Promise.all([one.pulumi(...REFRESH), two.pulumi(...REFRESH)]);
  expect(checks.map(({ code }) => code)).toEqual([0, CHANGES]);
  for (const run of await Promise.all([one.destroy(), two.up("--refresh")])) succeeded(run);
  expect(recorded(emulator)).toEqual(["c", "d"]);
  succeeded(await two.destroy());
  expect(recorded(emulator)).toEqual([]);
  await two.remove();
});

scenario("a keeper of a stack whose state is in a database", async ({ emulator, project }) => {
  await shared(project, "kept");
  await project.declare({ a: {}, b: {} });
  succeeded(await project.up());
  // The list has whole seconds.
  await sleep(3_000);
  emulator.interrupt(`${DOMAIN}/live/a`, 2);
  const kept = await keep(project, "--once");
  expect(kept).toMatchObject({ code: 0, output: expect.stringContaining(`${DOMAIN}/live/a: recording again`) });
  expect(kept.output).not.toContain(database.env.PGPASSWORD);
  expect(recorded(emulator)).toEqual(["a", "b"]);
  succeeded(await project.preview("--expect-no-changes"));
});

scenario(
  "a lock in the database that a kill -9 has left: cancel, and somebody else's up settles",
  async ({ emulator, project }) => {
    await shared(project, "locked");
    await project.declare({ quick: {}, slow: { opts: "{ dependsOn: r_quick }" } });
    // Executed and never answered: the run is alive until it is killed.
    const hang = { kind: "hang", operation: "START", stream: `${DOMAIN}/live/slow`, executed: true, times: 0 } as const;
    emulator.addFault(hang);
    const { child, run } = project.start("up", "--yes", "--skip-preview");
    while (recorded(emulator).length < 2) await sleep(50);
    const other = await checkout(project);
    const locked = expect.stringContaining("the stack is currently locked by 1 lock(s)");
    const second = await other.up();
    expect(second).toMatchObject({ code: 1, output: locked });
    expect(second.output).not.toContain(database.env.PGPASSWORD);
    child.kill("SIGKILL");
    await run;
    emulator.clearFaults();

    expect(await other.destroy()).toMatchObject({ code: 1, output: locked });
    expect(recorded(emulator)).toEqual(["quick", "slow"]);
    // Looking takes no lock. What the crash has lost is not in the state, so that only the program tells.
    succeeded(await other.pulumi(...REFRESH));
    expect(await other.pulumi(...PREVIEW)).toMatchObject({ code: CHANGES });

    await other.must("cancel", "--yes");
    expect(await other.up()).toMatchObject({ code: 0, output: expect.stringContaining("adopted") });
    expect(recorded(emulator)).toEqual(["quick", "slow"]);
    succeeded(await other.refresh("--clear-pending-creates"));
    const settled = await project.pulumi(...PREVIEW);
    succeeded(settled);
    expect(settled.output).not.toContain("pending operations");
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
    await other.remove();
  },
);
