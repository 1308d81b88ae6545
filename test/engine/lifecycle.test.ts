import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { inBothShells } from "./scenario";

inBothShells(
  "up sends START once, a second up sends nothing, what is removed is the only one that is stopped, destroy sends STOP",
  async ({ emulator, project }) => {
    const outputs = { status: { output: "a.status" }, id: { output: "a.id" } };
    await project.declare({ a: {}, b: {}, c: {} }, outputs);
    const first = await project.up();
    succeeded(first);
    expect(first.output).toMatch(/status *: "recording"/);
    expect(first.output).toMatch(/id *: "push\.example\.com\/live\/a"/);
    expect(commands(emulator).sort()).toEqual(["START a 200", "START b 200", "START c 200"]);

    const second = await project.up();
    expect(second.output).toContain("4 unchanged");
    expect(commands(emulator)).toHaveLength(3);

    await project.declare({ a: {}, c: {} });
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["a", "c"]);
    expect(commands(emulator).slice(3)).toEqual(["STOP b 200"]);

    succeeded(await project.destroy());
    expect(commands(emulator).slice(4).sort()).toEqual(["STOP a 200", "STOP c 200"]);
    expect(recorded(emulator)).toEqual([]);
  },
);

inBothShells(
  "recording: false sends STOP, from the start as well unless adopt is false; true again sends START more than 10 s later",
  async ({ emulator, project }) => {
    const never = { b: { recording: false }, c: { recording: false, adopt: false } };
    await project.declare({ a: {}, ...never });
    succeeded(await project.up());
    expect(commands(emulator).sort()).toEqual(["START a 200", "STOP b 404"]);
    await project.declare({ a: { recording: false }, ...never });
    expect(await project.up("--diff")).toMatchObject({
      code: 0,
      output: expect.stringMatching(/~ recording *: true => false/),
    });
    expect(recorded(emulator)).toEqual([]);
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "stopped", recording: false });

    await project.declare({ a: {}, ...never });
    succeeded(await project.up());
    expect(commands(emulator).slice(2)).toEqual(["STOP a 200", "START a 200"]);
    const [stop, start] = emulator
      .requests()
      .filter(({ operation }) => operation === "START" || operation === "STOP")
      .slice(2);
    expect(Date.parse(start?.at ?? "") - Date.parse(stop?.at ?? "")).toBeGreaterThan(10_000);
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "recording", recording: true });

    // Nothing is sent for what is known to be stopped.
    succeeded(await project.destroy());
    expect(commands(emulator).slice(4)).toEqual(["STOP a 200"]);
  },
);

inBothShells(
  "a drift is shown by refresh, planned by the next preview and healed in place by up; to be offline is no difference",
  async ({ emulator, project }) => {
    await project.declare({ a: {}, b: {}, c: {} });
    succeeded(await project.up());
    // The list tells whole seconds: the new push must not begin in the second of the START.
    await sleep(1500);
    emulator.interrupt(`${DOMAIN}/live/a`, 60);
    emulator.endPush(`${DOMAIN}/live/c`);

    const refresh = await project.refresh("--diff");
    succeeded(refresh);
    expect(refresh.output).toMatch(/~ recording *: true => false/);
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "interrupted" });
    expect((await project.recording("b"))?.outputs).toMatchObject({ status: "recording" });
    expect((await project.recording("c"))?.outputs).toMatchObject({ status: "offline", recording: true });

    const preview = await project.preview("--diff");
    expect(preview.output).toMatch(/~ recording *: false => true/);
    expect(preview.output).toContain("1 to update");

    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("1 updated") });
    expect(commands(emulator).slice(3)).toEqual(["START a 200"]);
    expect(recorded(emulator)).toEqual(["a", "b"]);
    succeeded(await project.refresh("--expect-no-changes"));
  },
);

inBothShells("what is recorded already is adopted, or refused with adopt: false", async ({ emulator, project }) => {
  await project.declare({ a: {} });
  succeeded(await project.up());
  await project.must("state", "delete", (await project.recording("a"))?.urn ?? "", "--yes");

  await project.declare({ a: { adopt: false } });
  const refused = await project.up();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("ALREADY_RECORDED");
  expect(await project.recording("a")).toBeUndefined();

  await project.declare({ a: {} });
  const taken = await project.up();
  expect(taken).toMatchObject({ code: 0, output: expect.stringContaining("adopted") });
  expect(recorded(emulator)).toEqual(["a"]);
  expect(commands(emulator).filter((command) => command.startsWith("STOP"))).toEqual([]);
});

inBothShells("unknown names pass the preview and are recorded by up", async ({ emulator, project }) => {
  await project.declare({ a: {}, b: { stream: { output: "a.requestId" } } });
  expect(await project.preview()).toMatchObject({ code: 0, output: expect.stringContaining("3 to create") });
  expect(commands(emulator)).toEqual([]);
  succeeded(await project.up());
  expect(recorded(emulator)).toHaveLength(2);
});
