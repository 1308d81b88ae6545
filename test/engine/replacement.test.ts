import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { Client } from "../emulator/client";
import { commands, commandsOf, type Declared, DOMAIN, recorded, succeeded } from "./project";
import { inBothShells, SHELLS, scenario } from "./scenario";

const CHANGES = {
  publishDomain: [{ publishDomain: "one.example.com" }, { publishDomain: "two.example.com" }],
  app: [{ app: "app-one" }, { app: "app-two" }],
  stream: [{ stream: "one" }, { stream: "two" }],
} as const;

const withChange = (index: 0 | 1): Record<string, Declared> =>
  Object.fromEntries(Object.entries(CHANGES).map(([property, args]) => [property, args[index]]));

inBothShells(
  "a changed publishDomain, app or stream starts the new recording, then stops the old one",
  async ({ emulator, project }) => {
    await project.declare(withChange(0));
    succeeded(await project.up());
    await project.declare(withChange(1));
    const plan = await project.preview("--diff");
    expect(plan.output).toContain("3 to replace");
    for (const property of Object.keys(CHANGES)) expect(plan.output).toMatch(new RegExp(`~ ${property}\\b`));
    succeeded(await project.up());
    const sent = emulator.requests().map(({ operation, stream }) => `${operation} ${stream}`);
    expect(sent).toHaveLength(9);
    for (const [started, stopped] of [
      ["two.example.com/live/publishDomain", "one.example.com/live/publishDomain"],
      [`${DOMAIN}/app-two/app`, `${DOMAIN}/app-one/app`],
      [`${DOMAIN}/live/two`, `${DOMAIN}/live/one`],
    ]) {
      expect(sent.indexOf(`START ${started}`)).toBeGreaterThan(2);
      expect(sent.indexOf(`STOP ${stopped}`)).toBeGreaterThan(sent.indexOf(`START ${started}`));
    }
    expect(recorded(emulator)).toEqual(["push.example.com/app-two/app", "two", "two.example.com/live/publishDomain"]);
  },
);

inBothShells("a changed region or project replaces, and the plan names it", async ({ emulator, project }) => {
  await project.setting("region", "cn-north-4");
  await project.declare({ r: {} });
  succeeded(await project.up());
  await project.setting("region", "cn-north-1");
  const plan = await project.preview("--diff");
  expect(plan.output).toMatch(/~ region\s*: "cn-north-4" => "cn-north-1"/);
  expect(plan.output).toContain("1 to replace");
  // Both regions lie behind one endpoint here, so they are one service: the recording goes on.
  succeeded(await project.up());
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
  expect(recorded(emulator)).toEqual(["r"]);
});

inBothShells(
  "--replace lets the recording go on; with deleteBeforeReplace it makes a new one after the cooldown",
  async ({ emulator, project }) => {
    await project.declare({ r: {}, before: { opts: { deleteBeforeReplace: true } } });
    succeeded(await project.up());
    const urns = await Promise.all(["r", "before"].map(async (name) => (await project.recording(name))?.urn ?? ""));
    const replaced = await project.up(...urns.flatMap((urn) => ["--replace", urn]));
    expect(replaced).toMatchObject({ code: 0, output: expect.stringContaining("2 replaced") });
    expect(replaced.output).toMatch(
      /START of push\.example\.com\/live\/before waits 1?\d\.\d s: the service requires more than 10 s/,
    );
    expect(commandsOf(emulator, "r")).toEqual(["START r 200", "START r 400", "START r 400"]);
    expect(commandsOf(emulator, "before")).toEqual(["START before 200", "STOP before 200", "START before 200"]);
    const [, stop, start] = emulator
      .requests()
      .filter(({ stream }) => stream?.endsWith("/before"))
      .map(({ at }) => Date.parse(at));
    expect((start ?? 0) - (stop ?? 0)).toBeGreaterThan(10_000);
    expect(recorded(emulator)).toEqual(["before", "r"]);
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
  },
);

inBothShells("a typo in a changed stream name leaves the old recording running", async ({ emulator, project }) => {
  emulator.endPush(`${DOMAIN}/live/keynoet`);
  await project.declare({ r: { stream: "keynote" } });
  succeeded(await project.up());
  await project.declare({ r: { stream: "keynoet" } });
  const failed = await project.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("STREAM_NOT_PUSHED: push.example.com/live/keynoet is not being recorded");
  expect(failed.output).toMatch(/X-request-id \w+/);
  expect(recorded(emulator)).toEqual(["keynote"]);
});

inBothShells(
  "a typo with deleteBeforeReplace, mended at once, is not mistaken for a recording that goes on",
  async ({ emulator, project }) => {
    const opts = { deleteBeforeReplace: true };
    emulator.endPush(`${DOMAIN}/live/keynoet`);
    await project.declare({ r: { stream: "keynote", opts } });
    succeeded(await project.up());
    await project.declare({ r: { stream: "keynoet", opts } });
    expect((await project.up()).code).not.toBe(0);
    expect(recorded(emulator)).toEqual([]);
    await project.declare({ r: { stream: "keynote", opts } });
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["keynote"]);
  },
);

// A refresh sees the push, which is no proof of a recording.
for (const shell of SHELLS) {
  const service = { behind: 0, standsAt: undefined as number | undefined };
  scenario(
    `--replace, taint and a rename with a refresh record again, also within 10 s of somebody's STOP (${shell})`,
    async ({ emulator, project }) => {
      const streams = ["renamed", "replaced", "tainted"];
      await project.declare({ replaced: {}, tainted: {}, renamed: {} });
      succeeded(await project.up());
      const urnOf = async (name: string) => (await project.recording(name))?.urn ?? "";
      await project.must("state", "taint", await urnOf("tainted"), "--yes");
      await project.declare({ replaced: {}, tainted: {}, anew: { stream: "renamed" } });
      const replace = await urnOf("replaced");
      // However slow this machine is, the next START comes within the cooldown: the service's clock stands still.
      const at = Date.now();
      service.standsAt = at;
      const client = new Client(emulator);
      for (const stream of streams) await client.stop(`${DOMAIN}/live/${stream}`);
      const run = project.up("--replace", replace);
      // The others follow within the cooldown, too.
      while (!commands(emulator).some((command) => command.endsWith(" 400"))) await sleep(20);
      Object.assign(service, { behind: Date.now() - at, standsAt: undefined });
      succeeded(await run);
      for (const stream of streams) {
        const sent = [`START ${stream} 200`, `STOP ${stream} 200`, `START ${stream} 400`, `START ${stream} 200`];
        expect(commandsOf(emulator, stream)).toEqual(sent);
      }
      expect(recorded(emulator)).toEqual(streams);
    },
    { shell, yaml: "options:\n  refresh: always\n", now: () => service.standsAt ?? Date.now() - service.behind },
  );
}
