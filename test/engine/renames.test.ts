import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { commands, commandsOf, type Declared, DOMAIN, type Project, recorded, succeeded } from "./project";
import { inBothShells, scenario } from "./scenario";

// Row 12 of docs/reliability.md: the engine creates the new one first and deletes the old one last.

/** The streams are recorded, and no recording has ended on the way. */
function expectUninterrupted(emulator: Emulator, ...streams: string[]): void {
  expect(recorded(emulator)).toEqual(streams);
  expect(emulator.recordings()).toHaveLength(streams.length);
}

async function up(project: Project, ...args: string[]): Promise<void> {
  succeeded(await project.up(...args));
}

const before = { opts: { deleteBeforeReplace: true } };
const BEFORE: Record<string, Declared> = {
  old: { stream: "renamed" },
  "old-alias": { stream: "aliased" },
  "old-before": { stream: "before", ...before },
  left: { stream: "a" },
  right: { stream: "b" },
  "camera-0": { stream: "c0" },
  "camera-1": { stream: "c1" },
  "camera-2": { stream: "c2" },
};
const AFTER: Record<string, Declared> = {
  new: { stream: "renamed" },
  "new-alias": { stream: "aliased", opts: { alias: "old-alias" } },
  "new-before": { stream: "before", ...before },
  left: { stream: "b" },
  right: { stream: "a" },
  "camera-0": { stream: "c1" },
  "camera-1": { stream: "c2" },
};

for (const refresh of [false, true]) {
  const when = refresh ? "after" : "without";
  inBothShells(
    `renames, an exchange of streams and a first one less of those named by index, ${when} a refresh: all others go on`,
    async ({ emulator, project }) => {
      await project.declare(BEFORE);
      await up(project);
      await project.declare(AFTER);
      await up(project);
      expect(recorded(emulator)).toEqual(["a", "aliased", "b", "before", "c1", "c2", "renamed"]);
      // Just the camera that is gone has ended, and none has begun anew.
      const ended = emulator.recordings().filter(({ stoppedAt }) => stoppedAt !== null);
      expect(ended.map(({ stream }) => stream)).toEqual(["c0"]);
      expect(emulator.recordings()).toHaveLength(8);
      // A rename asks twice, and one with an alias is no change at all.
      expect(commandsOf(emulator, "renamed")).toEqual(["START renamed 200", "START renamed 400", "START renamed 400"]);
      expect(commandsOf(emulator, "aliased")).toEqual(["START aliased 200"]);
      expect(await project.recording("old")).toBeUndefined();
      expect((await project.recording("new"))?.outputs).toMatchObject({ status: "recording" });
      expect((await project.recording("left"))?.outputs).toMatchObject({ stream: "b", status: "recording" });
      succeeded(await project.destroy());
      expect(recorded(emulator)).toEqual([]);
    },
    refresh ? { yaml: "options:\n  refresh: always\n" } : {},
  );
}

const COMPONENT = `class Stage extends pulumi.ComponentResource { constructor(name) { super("test:Stage", name); } }
const one = new Stage("one"), two = new Stage("two");`;

// YAML has no components.
scenario("a move into a component, and to another one, lets the recording go on", async ({ emulator, project }) => {
  await project.declare({ a: {} }, "", COMPONENT);
  await up(project);
  await project.declare({ a: { opts: "{ parent: one }" } }, "", COMPONENT);
  await up(project);
  await project.declare({ a: { opts: "{ parent: two }" } }, "", COMPONENT);
  await up(project);
  expectUninterrupted(emulator, "a");
});

inBothShells("a move below another parent lets the recording go on", async ({ emulator, project }) => {
  await project.declare({ one: {}, a: {} });
  await up(project);
  await project.declare({ one: {}, a: { opts: { parent: "one" } } });
  await up(project);
  expectUninterrupted(emulator, "a", "one");
});

inBothShells(
  "taint lets the recording go on; with deleteBeforeReplace it makes a new one",
  async ({ emulator, project }) => {
    await project.declare({ a: {}, b: before });
    await up(project);
    const urns = await Promise.all(["a", "b"].map(async (name) => (await project.recording(name))?.urn ?? ""));
    await project.must("state", "taint", ...urns, "--yes");
    await up(project);
    expect(commandsOf(emulator, "a")).toEqual(["START a 200", "START a 400", "START a 400"]);
    expect(commandsOf(emulator, "b")).toEqual(["START b 200", "STOP b 200", "START b 200"]);
    expect(recorded(emulator)).toEqual(["a", "b"]);
  },
);

/** The new name is there, and the old one is still there, too. */
async function halfRename(emulator: Emulator, project: Project): Promise<void> {
  await project.declare({ old: { stream: "a" } });
  await up(project);
  emulator.endPush(`${DOMAIN}/live/offline`);
  await project.declare({ new: { stream: "a" }, unrelated: { stream: "offline" } });
  expect((await project.up()).code).not.toBe(0);
  expect(await project.recording("old")).toBeDefined();
}

inBothShells("a rename while something else fails is finished by the next up", async ({ emulator, project }) => {
  await halfRename(emulator, project);
  await project.declare({ new: { stream: "a" } });
  await up(project);
  expect(await project.recording("old")).toBeUndefined();
  expectUninterrupted(emulator, "a");
});

inBothShells("destroy after a rename that was left half done stops the recording", async ({ emulator, project }) => {
  await halfRename(emulator, project);
  succeeded(await project.destroy("--refresh"));
  expect(recorded(emulator)).toEqual([]);
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual(["STOP a 200"]);
});

inBothShells("up --target of the new name, then up, lets the recording go on", async ({ emulator, project }) => {
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

inBothShells(
  "a rename whose START is refused or has no answer, with --continue-on-error, leaves the recording running",
  async ({ emulator, project }) => {
    await project.declare({ "old-a": { stream: "a" }, "old-b": { stream: "b" } });
    await up(project);
    const body = { error_code: "APIGW.0302", error_msg: "no permission", request_id: "r" };
    for (const [stream, fault] of [
      ["a", { status: 403, body }],
      ["b", { status: 503 }],
    ] as const)
      emulator.addFault({ operation: "START", stream: `${DOMAIN}/live/${stream}`, kind: "status", times: 0, ...fault });
    await project.declare({ "new-a": { stream: "a", timeout: 2 }, "new-b": { stream: "b", timeout: 2 } });
    expect((await project.up("--continue-on-error")).code).not.toBe(0);
    expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
    emulator.clearFaults();
    await up(project);
    expectUninterrupted(emulator, "a", "b");
    for (const name of ["old-a", "old-b"]) expect(await project.recording(name)).toBeUndefined();
  },
);
