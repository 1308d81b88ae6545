import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { commands, DOMAIN, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// Row 12 of docs/reliability.md: the engine creates the new one first and deletes the old one last.

const COMPONENT = `class Stage extends pulumi.ComponentResource { constructor(name) { super("test:Stage", name); } }
const one = new Stage("one"), two = new Stage("two");`;

/** The streams are recorded, and no recording has ended on the way. */
function expectUninterrupted(emulator: Emulator, ...streams: string[]): void {
  expect(recorded(emulator)).toEqual(streams);
  expect(emulator.recordings()).toHaveLength(streams.length);
}

async function up(project: Project, ...args: string[]): Promise<void> {
  succeeded(await project.up(...args));
}

for (const refresh of [false, true]) {
  scenario(
    `a rename ${refresh ? "after" : "without"} a refresh asks twice, and the recording goes on`,
    async ({ emulator, project }) => {
      await project.declare({ old: { stream: "a" } });
      await up(project);
      await project.declare({ new: { stream: "a" } });
      await up(project);
      expectUninterrupted(emulator, "a");
      expect(commands(emulator)).toEqual(["START a 200", "START a 400", "START a 400"]);
      expect(await project.recording("old")).toBeUndefined();
      expect((await project.recording("new"))?.outputs).toMatchObject({ status: "recording" });
      succeeded(await project.destroy());
      expect(recorded(emulator)).toEqual([]);
    },
    refresh ? { yaml: "options:\n  refresh: always\n" } : {},
  );
}

scenario("a rename with an alias is no change at all", async ({ emulator, project }) => {
  await project.declare({ old: { stream: "a" } });
  await up(project);
  await project.declare({ new: { stream: "a", opts: '{ aliases: [{ name: "old" }] }' } });
  await up(project);
  expect(commands(emulator)).toEqual(["START a 200"]);
});

scenario("a move into a component, and to another parent, lets the recording go on", async ({ emulator, project }) => {
  await project.declare({ a: {} }, "", COMPONENT);
  await up(project);
  await project.declare({ a: { opts: "{ parent: one }" } }, "", COMPONENT);
  await up(project);
  await project.declare({ a: { opts: "{ parent: two }" } }, "", COMPONENT);
  await up(project);
  expectUninterrupted(emulator, "a");
});

scenario("a rename with deleteBeforeReplace lets the recording go on, too", async ({ emulator, project }) => {
  await project.declare({ old: { stream: "a", opts: "{ deleteBeforeReplace: true }" } });
  await up(project);
  await project.declare({ new: { stream: "a", opts: "{ deleteBeforeReplace: true }" } });
  await up(project);
  expectUninterrupted(emulator, "a");
});

scenario(
  "taint lets the recording go on; with deleteBeforeReplace it makes a new one",
  async ({ emulator, project }) => {
    await project.declare({ a: {}, b: { opts: "{ deleteBeforeReplace: true }" } });
    await up(project);
    for (const name of ["a", "b"])
      await project.must("state", "taint", (await project.recording(name))?.urn ?? "", "--yes");
    await up(project);
    expect(commands(emulator).filter((command) => command.includes(" a "))).toEqual([
      "START a 200",
      "START a 400",
      "START a 400",
    ]);
    expect(commands(emulator).filter((command) => command.includes(" b "))).toEqual([
      "START b 200",
      "STOP b 200",
      "START b 200",
    ]);
    expect(recorded(emulator)).toEqual(["a", "b"]);
  },
);

scenario("a rename while something else fails is finished by the next up", async ({ emulator, project }) => {
  await project.declare({ old: { stream: "a" } });
  await up(project);
  emulator.endPush(`${DOMAIN}/live/offline`);
  await project.declare({ new: { stream: "a" }, unrelated: { stream: "offline" } });
  expect((await project.up()).code).not.toBe(0);
  expect(await project.recording("old")).toBeDefined();
  await project.declare({ new: { stream: "a" } });
  await up(project);
  expect(await project.recording("old")).toBeUndefined();
  expectUninterrupted(emulator, "a");
});

scenario("destroy after a rename that was left half done stops the recording", async ({ emulator, project }) => {
  await project.declare({ old: { stream: "a" } });
  await up(project);
  emulator.endPush(`${DOMAIN}/live/offline`);
  await project.declare({ new: { stream: "a" }, unrelated: { stream: "offline" } });
  expect((await project.up()).code).not.toBe(0);
  succeeded(await project.destroy("--refresh"));
  expect(recorded(emulator)).toEqual([]);
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual(["STOP a 200"]);
});

scenario("up --target of the new name, then up, lets the recording go on", async ({ emulator, project }) => {
  await project.declare({ old: { stream: "a" } });
  await up(project);
  const urn = ((await project.recording("old"))?.urn ?? "").replace(/::old$/, "::new");
  await project.declare({ new: { stream: "a" } });
  await up(project, "--target", urn);
  expect(await project.recording("old")).toBeDefined();
  await up(project);
  expect(await project.recording("old")).toBeUndefined();
  expectUninterrupted(emulator, "a");
});

scenario("two resources that exchange their streams let both recordings go on", async ({ emulator, project }) => {
  await project.declare({ left: { stream: "a" }, right: { stream: "b" } });
  await up(project);
  await project.declare({ left: { stream: "b" }, right: { stream: "a" } });
  await up(project);
  expectUninterrupted(emulator, "a", "b");
  expect((await project.recording("left"))?.outputs).toMatchObject({ stream: "b", status: "recording" });
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

scenario("the first of several that are named by index is removed: the others go on", async ({ emulator, project }) => {
  const program = (...streams: string[]) =>
    project.declare(Object.fromEntries(streams.map((stream, index) => [`camera-${index}`, { stream }])));
  await program("a", "b", "c");
  await up(project);
  await program("b", "c");
  await up(project);
  expect(recorded(emulator)).toEqual(["b", "c"]);
  expect(emulator.recordings().map(({ stream, stoppedAt }) => `${stream} ${stoppedAt === null}`)).toEqual(
    expect.arrayContaining(["a false", "b true", "c true"]),
  );
  expect(emulator.recordings()).toHaveLength(3);
});

for (const [what, fault] of [
  ["is refused", { status: 403, body: { error_code: "APIGW.0302", error_msg: "no permission", request_id: "r" } }],
  ["has no answer", { status: 503 }],
] as const) {
  scenario(
    `a rename whose START ${what}, with --continue-on-error, leaves the recording running`,
    async ({ emulator, project }) => {
      await project.declare({ old: { stream: "a" } });
      await up(project);
      emulator.addFault({ operation: "START", kind: "status", times: 0, ...fault });
      await project.declare({ new: { stream: "a", timeout: 2 } });
      expect((await project.up("--continue-on-error")).code).not.toBe(0);
      expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
      emulator.clearFaults();
      await up(project);
      expectUninterrupted(emulator, "a");
      expect(await project.recording("old")).toBeUndefined();
    },
  );
}
