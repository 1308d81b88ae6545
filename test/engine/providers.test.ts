import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { commands, DOMAIN, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// Row 19 of docs/reliability.md: each provider is a process of its own, and the old resource is deleted in another one
// than that which has created the new one.

const PROVIDERS = `const east = new Provider("east", {}), west = new Provider("west", {});`;

function declare(project: Project, name: string, provider: string, more = ""): Promise<void> {
  const opts = `{ ${provider && `provider: ${provider}, `}${more} }`;
  return project.declare({ [name]: { stream: "a", opts } }, "", PROVIDERS);
}

/** The stream is recorded, and its recording has not ended on the way. */
function expectUninterrupted(emulator: Emulator): void {
  expect(recorded(emulator)).toEqual(["a"]);
  expect(emulator.recordings()).toHaveLength(1);
}

for (const { what, before, after, replace = false, yaml = "" } of [
  { what: "a name and a provider change in one up", before: ["old", ""], after: ["new", "east"] },
  { what: "a name and one explicit provider for another", before: ["old", "east"], after: ["new", "west"] },
  { what: "another provider together with --replace", before: ["a", "east"], after: ["a", ""], replace: true },
  {
    what: "a name and a provider change after a refresh",
    before: ["old", "east"],
    after: ["new", ""],
    yaml: "options:\n  refresh: always\n",
  },
] as { what: string; before: [string, string]; after: [string, string]; replace?: boolean; yaml?: string }[]) {
  scenario(
    `${what}: the recording goes on`,
    async ({ emulator, project }) => {
      await declare(project, ...before);
      succeeded(await project.up());
      await declare(project, ...after);
      succeeded(await project.up(...(replace ? ["--replace", (await project.recording("a"))?.urn ?? ""] : [])));
      expectUninterrupted(emulator);
      expect(commands(emulator)).toEqual(["START a 200", "START a 400", "START a 400"]);
      const kept = (await project.resources()).filter(({ urn }) => urn.includes(":StreamRecording::"));
      expect(kept).toMatchObject([{ outputs: { status: "recording" } }]);
      succeeded(await project.destroy());
      expect(recorded(emulator)).toEqual([]);
    },
    { yaml },
  );
}

scenario("a provider alone changes, to an explicit one and back: nothing is sent", async ({ emulator, project }) => {
  for (const provider of ["", "east", "west", ""]) {
    await declare(project, "a", provider);
    succeeded(await project.up());
  }
  expect(commands(emulator)).toEqual(["START a 200"]);
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

scenario(
  "another provider with deleteBeforeReplace waits out the cooldown after the other process's STOP",
  async ({ emulator, project }) => {
    await declare(project, "a", "east", "deleteBeforeReplace: true");
    succeeded(await project.up());
    await declare(project, "a", "west", "deleteBeforeReplace: true");
    succeeded(await project.up("--replace", (await project.recording("a"))?.urn ?? ""));
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200", "START a 200"]);
    expect(recorded(emulator)).toEqual(["a"]);
  },
);

scenario(
  "a START that fails in the new provider's process holds the old one's STOP back, with --continue-on-error, too",
  async ({ emulator, project }) => {
    await declare(project, "old", "");
    succeeded(await project.up());
    emulator.addFault({
      operation: "START",
      kind: "status",
      status: 403,
      body: { error_code: "APIGW.0302", error_msg: "no permission", request_id: "r" },
      times: 0,
    });
    await declare(project, "new", "east");
    const failed = await project.up("--continue-on-error");
    expect(failed.code).not.toBe(0);
    expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
    expectUninterrupted(emulator);
    emulator.clearFaults();
    succeeded(await project.up());
    expectUninterrupted(emulator);
    expect(await project.recording("old")).toBeUndefined();
  },
);

scenario("two recordings exchange their streams and their providers, and both go on", async ({ emulator, project }) => {
  const program = (left: string, right: string) =>
    project.declare(
      {
        left: { stream: left, opts: `{ provider: ${left === "a" ? "east" : "west"} }` },
        right: { stream: right, opts: `{ provider: ${right === "a" ? "east" : "west"} }` },
      },
      "",
      PROVIDERS,
    );
  await program("a", "b");
  succeeded(await project.up());
  await program("b", "a");
  succeeded(await project.up());
  expect(recorded(emulator)).toEqual(["a", "b"]);
  expect(emulator.recordings()).toHaveLength(2);
});

scenario(
  "a rule whose name and provider change in one up stays",
  async ({ emulator, project }) => {
    const rule = (name: string, provider: string) =>
      project.declare(
        {},
        `new RecordRule("${name}", { publishDomain: "${DOMAIN}", app: "live", storage: { bucket: "recordings" },
         hls: { cycle: 3600 } }, { ${provider} });`,
        `const { RecordRule } = require("pulumi-huaweicloud-live");\n${PROVIDERS}`,
      );
    await rule("old", "");
    succeeded(await project.up());
    for (const [name, provider] of [
      ["new", "provider: east"],
      ["new", "provider: west"],
      ["new", ""],
    ] as const) {
      await rule(name, provider);
      succeeded(await project.up());
      expect(emulator.requests().filter(({ operation }) => operation === "rule-delete")).toEqual([]);
    }
    succeeded(await project.destroy());
    expect(emulator.requests().filter(({ operation }) => operation === "rule-delete")).toHaveLength(1);
  },
  { strict: true },
);
