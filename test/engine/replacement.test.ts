import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { Client } from "../emulator/client";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

for (const [property, before, after] of [
  ["publishDomain", { publishDomain: "one.example.com" }, { publishDomain: "two.example.com" }],
  ["app", { app: "live" }, { app: "studio" }],
  ["stream", { stream: "a" }, { stream: "b" }],
] as const) {
  scenario(`a changed ${property} starts the new recording, then stops the old one`, async ({ emulator, project }) => {
    await project.declare({ r: { stream: "a", ...before } });
    succeeded(await project.up());
    const [old] = recorded(emulator);
    await project.declare({ r: { stream: "a", ...after } });
    const plan = await project.preview("--diff");
    expect(plan.output).toContain("1 to replace");
    expect(plan.output).toContain(`~ ${property}`);
    succeeded(await project.up());
    const sent = emulator.requests().map(({ operation, stream }) => `${operation} ${stream}`);
    expect(sent).toHaveLength(3);
    expect(sent[1]).toMatch(/^START/);
    expect(sent[2]).toBe(`STOP ${old?.includes("/") ? old : `${DOMAIN}/live/${old}`}`);
    expect(recorded(emulator)).toHaveLength(1);
  });
}

scenario("a changed region or project replaces, and the plan names it", async ({ emulator, project }) => {
  await project.config("huaweicloud:region", "cn-north-4");
  await project.declare({ r: {} });
  succeeded(await project.up());
  await project.config("huaweicloud:region", "cn-north-1");
  const plan = await project.preview("--diff");
  expect(plan.output).toMatch(/~ region\s*: "cn-north-4" => "cn-north-1"/);
  expect(plan.output).toContain("1 to replace");
  // Both regions lie behind one endpoint here, so they are one service: the recording goes on.
  succeeded(await project.up());
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
  expect(recorded(emulator)).toEqual(["r"]);
});

scenario("--replace lets the recording go on", async ({ emulator, project }) => {
  await project.declare({ r: {} });
  succeeded(await project.up());
  const urn = (await project.recording("r"))?.urn ?? "";
  const replaced = await project.up("--replace", urn);
  expect(replaced).toMatchObject({ code: 0, output: expect.stringContaining("1 replaced") });
  expect(commands(emulator)).toEqual(["START r 200", "START r 400", "START r 400"]);
  expect(recorded(emulator)).toEqual(["r"]);
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

scenario(
  "--replace with deleteBeforeReplace makes a new recording after the cooldown",
  async ({ emulator, project }) => {
    await project.declare({ r: { opts: "{ deleteBeforeReplace: true }" } });
    succeeded(await project.up());
    const urn = (await project.recording("r"))?.urn ?? "";
    const replaced = await project.up("--replace", urn);
    expect(replaced).toMatchObject({ code: 0 });
    expect(replaced.output).toMatch(
      /START of push\.example\.com\/live\/r waits 1?\d\.\d s: the service requires more than 10 s/,
    );
    expect(commands(emulator)).toEqual(["START r 200", "STOP r 200", "START r 200"]);
    const [, stop, start] = emulator.requests().map(({ at }) => Date.parse(at));
    expect((start ?? 0) - (stop ?? 0)).toBeGreaterThan(10_000);
    expect(recorded(emulator)).toEqual(["r"]);
  },
);

scenario("a typo in a changed stream name leaves the old recording running", async ({ emulator, project }) => {
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

scenario(
  "a typo with deleteBeforeReplace, mended at once, is not mistaken for a recording that goes on",
  async ({ emulator, project }) => {
    const opts = "{ deleteBeforeReplace: true }";
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
for (const what of ["--replace", "taint", "a rename"]) {
  const service = { behind: 0, standsAt: undefined as number | undefined };
  scenario(
    `${what} with a refresh records again, also within 10 s of somebody's STOP`,
    async ({ emulator, project }) => {
      await project.declare({ r: {} });
      succeeded(await project.up());
      const urn = (await project.recording("r"))?.urn ?? "";
      if (what === "taint") await project.must("state", "taint", urn, "--yes");
      if (what === "a rename") await project.declare({ renamed: { stream: "r" } });
      // However slow this machine is, the next START comes within the cooldown: the service's clock stands still.
      const at = Date.now();
      service.standsAt = at;
      await new Client(emulator).stop(`${DOMAIN}/live/r`);
      const run = project.up(...(what === "--replace" ? ["--replace", urn] : []));
      while (commands(emulator).length < 3) await sleep(20);
      Object.assign(service, { behind: Date.now() - at, standsAt: undefined });
      succeeded(await run);
      expect(commands(emulator)).toEqual(["START r 200", "STOP r 200", "START r 400", "START r 200"]);
      expect(recorded(emulator)).toEqual(["r"]);
    },
    { yaml: "options:\n  refresh: always\n", now: () => service.standsAt ?? Date.now() - service.behind },
  );
}
