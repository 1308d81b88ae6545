import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { DOMAIN, succeeded } from "./project";
import { scenario } from "./scenario";

scenario(
  "bad input is refused in the preview with the property and the value, and nothing is sent",
  async ({ emulator, project }) => {
    const cases: Array<[args: Record<string, unknown>, ...texts: string[]]> = [
      [{ stream: "*" }, "property stream value {*}"],
      [{ stream: "" }, 'property stream value {} has a problem: "" is empty'],
      [{ publishDomain: "push.example.com:1935" }, "property publishDomain", '"push.example.com:1935"'],
      [{ stream: 1001 }, "property stream value {1001}", "It arrived as a number", "put quotes around it"],
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

scenario(
  "what may be pasted from an ingest URL is refused in the preview, and is in no output, log or state",
  async ({ emulator, project }) => {
    const secret = "hwSecret-0123456789abcdef";
    const url = `rtmp://${DOMAIN}/live/keynote?${secret}`;
    const log = join(project.dir, "events.json");
    await project.declare({ good: {} });
    succeeded(await project.up());
    const before = await project.stateText();
    const sent = emulator.requests().length;
    const rules = [{ publishDomain: url }, { app: `live?${secret}` }, { stream: `keynote#${secret}` }].map(
      (args, i) => {
        const rule = {
          publishDomain: DOMAIN,
          app: "live",
          storage: { bucket: "recordings" },
          hls: { cycle: 3600 },
          ...args,
        };
        return `new RecordRule("rule${i}", ${JSON.stringify(rule)});`;
      },
    );
    await project.declare(
      {
        good: { stream: `good?${secret}` },
        whole: { stream: url },
        query: { stream: `keynote?${secret}` },
        // Two of the same make no error that shows what they have in common.
        again: { stream: `keynote?${secret}` },
        fragment: { stream: `keynote#${secret}` },
        user: { publishDomain: `user:${secret}@${DOMAIN}` },
        host: { publishDomain: url },
        app: { app: `live/${secret}` },
        space: { app: `live ${secret}` },
        known: { stream: `keynote?${secret}`, opts: "{ dependsOn: r_query }" },
      },
      [`const { RecordRule } = require("pulumi-huaweicloud-live");`, ...rules].join("\n"),
    );
    project.env.PULUMI_DEBUG_COMMANDS = "true";
    const failed = [
      await project.preview("--diff"),
      await project.preview("--json"),
      await project.up("--event-log", log, "--debug"),
    ];
    for (const { code, output } of failed) {
      expect(code).not.toBe(0);
      expect(output).toContain("(hidden)");
      expect(output).not.toContain(secret);
    }
    expect(await readFile(log, "utf8")).not.toContain(secret);
    expect(await project.stateText()).not.toContain(secret);
    expect((await project.recording("good"))?.id).toBe(`${DOMAIN}/live/good`);
    expect(before).not.toContain(secret);
    expect(emulator.requests()).toHaveLength(sent);
  },
  { env: { PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1" } },
);

scenario(
  "a project id without quotes is refused in the preview, which says to quote it",
  async ({ emulator, project }) => {
    project.env.HUAWEICLOUD_SDK_PROJECT_ID = "";
    await project.write("Pulumi.dev.yaml", "config:\n  huaweicloud:projectId: 00000000000000000000000000000001\n");
    await project.declare({ a: {} });
    const failed = await project.preview();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toMatch(
      /huaweicloud:projectId in the stack configuration must be a string.*Put quotes around it/,
    );
    await project.declare(
      { a: { opts: "{ provider }" } },
      "",
      `const provider = new Provider("studio", { region: "cn-north-4", projectId: 1, secretKey: 2 });`,
    );
    const native = await project.preview();
    expect(native.code).not.toBe(0);
    for (const setting of ["projectId", "secretKey"]) {
      expect(native.output).toMatch(
        new RegExp(`${setting} of the Provider "studio" must be a string.*Put quotes around it`),
      );
    }
    expect(emulator.requests()).toEqual([]);
  },
);
