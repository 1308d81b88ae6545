import { expect } from "vitest";
import { DOMAIN } from "./project";
import { scenario } from "./scenario";

scenario(
  "bad input is refused in the preview with the property and the value, and nothing is sent",
  async ({ emulator, project }) => {
    const cases: Array<[args: Record<string, unknown>, ...texts: string[]]> = [
      [{ stream: "*" }, "property stream value {*}"],
      [{ stream: "" }, 'property stream value {} has a problem: "" is empty'],
      [{ publishDomain: "https://push.example.com/live" }, "property publishDomain", '"https://push.example.com/live"'],
      [{ timeout: -1 }, "property timeout", "-1"],
      [{ region: "cn-north-4" }, "property region", "Provider"],
      [{ bitrate: 5 }, "property bitrate", "is not a property"],
    ];
    for (const [args, ...texts] of cases) {
      await project.declare({ a: args });
      const failed = await project.preview();
      expect(failed.code).not.toBe(0);
      for (const text of texts) expect(failed.output).toContain(text);
    }
    expect(emulator.requests()).toEqual([]);
  },
);

scenario("two resources for one stream are refused before anything is sent", async ({ emulator, project }) => {
  await project.declare({ first: { stream: "a" }, second: { stream: "a" } });
  for (const run of [await project.preview(), await project.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain("STREAM_DECLARED_TWICE");
    expect(run.output).toContain('"first" and "second"');
    expect(run.output).toContain(`${DOMAIN}/live/a`);
  }
  expect(emulator.requests()).toEqual([]);
});

scenario("two resources whose stream is the same output are refused, too", async ({ emulator, project }) => {
  await project.declare(
    { base: {} },
    `for (const name of ["first", "second"]) new StreamRecording(name, { publishDomain: "${DOMAIN}", app: "live", stream: r_base.stream.apply((s) => s + "-copy") });`,
  );
  const failed = await project.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain('"first" and "second"');
  expect(emulator.requests().map(({ stream }) => stream)).not.toContain(`${DOMAIN}/live/base-copy`);
});
