import { expect } from "vitest";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

scenario("up sends START once, a second up sends nothing, destroy sends STOP", async ({ emulator, project }) => {
  await project.declare({ keynote: {} }, "exports.status = r_keynote.status; exports.id = r_keynote.id;");
  const first = await project.up();
  expect(first).toMatchObject({ code: 0 });
  expect(first.output).toContain('status: "recording"');
  expect(first.output).toContain(`id    : "${DOMAIN}/live/keynote"`);
  expect(commands(emulator)).toEqual(["START keynote 200"]);

  const second = await project.up();
  expect(second.output).toContain("2 unchanged");
  expect(commands(emulator)).toEqual(["START keynote 200"]);

  succeeded(await project.destroy());
  expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
  expect(recorded(emulator)).toEqual([]);
});

scenario(
  "one of several that is removed from the program is the only one that is stopped",
  async ({ emulator, project }) => {
    await project.declare({ a: {}, b: {}, c: {} });
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["a", "b", "c"]);
    await project.declare({ a: {}, c: {} });
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["a", "c"]);
    expect(commands(emulator).slice(3)).toEqual(["STOP b 200"]);
  },
);

scenario(
  "recording: false sends STOP, true again sends START more than 10 s after it",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    succeeded(await project.up());
    await project.declare({ a: { recording: false } });
    expect(await project.up("--diff")).toMatchObject({
      code: 0,
      output: expect.stringContaining("~ recording: true => false"),
    });
    expect(recorded(emulator)).toEqual([]);
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "stopped", recording: false });

    await project.declare({ a: {} });
    const again = await project.up();
    expect(again).toMatchObject({ code: 0 });
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200", "START a 200"]);
    const [, stop, start] = emulator
      .requests()
      .filter(({ operation }) => operation === "START" || operation === "STOP");
    expect(Date.parse(start?.at ?? "") - Date.parse(stop?.at ?? "")).toBeGreaterThan(10_000);
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "recording", recording: true });
  },
);

scenario(
  "recording: false from the start makes sure that nothing is recorded, and adopt: false sends nothing",
  async ({ emulator, project }) => {
    await project.declare({ a: { recording: false }, b: { recording: false, adopt: false } });
    succeeded(await project.up());
    expect(commands(emulator)).toEqual(["STOP a 404"]);
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["STOP a 404"]);
  },
);

scenario(
  "a drift is shown by refresh, planned by the next preview and healed in place by up",
  async ({ emulator, project }) => {
    await project.declare({ a: {}, b: {} });
    succeeded(await project.up());
    // The list tells whole seconds: the new push must not begin in the second of the START.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    emulator.interrupt(`${DOMAIN}/live/a`, 60);

    const refresh = await project.refresh("--diff");
    expect(refresh).toMatchObject({ code: 0 });
    expect(refresh.output).toContain("~ recording: true => false");
    expect((await project.recording("a"))?.outputs).toMatchObject({ status: "interrupted" });
    expect((await project.recording("b"))?.outputs).toMatchObject({ status: "recording" });

    const preview = await project.preview("--diff");
    expect(preview.output).toContain("~ recording: false => true");
    expect(preview.output).toContain("1 to update");

    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("1 updated") });
    expect(commands(emulator).slice(2)).toEqual(["START a 200"]);
    expect(recorded(emulator)).toEqual(["a", "b"]);
    succeeded(await project.refresh("--expect-no-changes"));
  },
);

scenario("a stream that is not in the list is offline, which is no difference", async ({ emulator, project }) => {
  await project.declare({ a: {} });
  succeeded(await project.up());
  emulator.endPush(`${DOMAIN}/live/a`);
  await project.refresh();
  expect((await project.recording("a"))?.outputs).toMatchObject({ status: "offline", recording: true });
  expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("2 unchanged") });
  expect(commands(emulator)).toEqual(["START a 200"]);
});

scenario("what is recorded already is adopted, or refused with adopt: false", async ({ emulator, project }) => {
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

scenario("unknown names pass the preview and are recorded by up", async ({ emulator, project }) => {
  await project.declare(
    { a: {} },
    `new StreamRecording("b", { publishDomain: "${DOMAIN}", app: "live", stream: r_a.requestId.apply((id) => "after-" + id.slice(0, 4)) });`,
  );
  expect(await project.preview()).toMatchObject({ code: 0, output: expect.stringContaining("3 to create") });
  expect(commands(emulator)).toEqual([]);
  succeeded(await project.up());
  expect(recorded(emulator)).toHaveLength(2);
});
