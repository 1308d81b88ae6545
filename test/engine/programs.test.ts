import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

const TSCONFIG = JSON.stringify({
  compilerOptions: { module: "nodenext", moduleResolution: "nodenext", target: "es2022", strict: true },
});

scenario(
  "a TypeScript program runs through up, refresh, up and destroy",
  async ({ emulator, project }) => {
    await project.write("tsconfig.json", TSCONFIG);
    await project.write(
      "index.ts",
      `import { StreamRecording } from "pulumi-huaweicloud-live";
       const keynote = new StreamRecording("keynote", { publishDomain: "${DOMAIN}", app: "live", stream: "keynote" });
       export const status = keynote.status;`,
    );
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining('status: "recording"') });
    succeeded(await project.refresh());
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("2 unchanged") });
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START keynote 200", "STOP keynote 200"]);
  },
  { main: "index.ts" },
);

scenario(
  "options: refresh: always makes a single up notice and heal a drift",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    succeeded(await project.up());
    await new Promise((resolve) => setTimeout(resolve, 1500));
    emulator.interrupt(`${DOMAIN}/live/a`, 60);
    const healed = await project.up("--diff");
    expect(healed).toMatchObject({ code: 0 });
    expect(healed.output).toContain("~ recording: false => true");
    expect(commands(emulator)).toEqual(["START a 200", "START a 200"]);
    expect(recorded(emulator)).toEqual(["a"]);
  },
  { yaml: "options:\n  refresh: always\n" },
);

scenario("a user's unit test with mocks sees the inputs and sends nothing", async ({ emulator, project }) => {
  await project.write(
    "unit.js",
    `const pulumi = require("@pulumi/pulumi");
     const assert = require("node:assert");
     const seen = [];
     (async () => {
       await pulumi.runtime.setMocks({
         newResource: (args) => { seen.push(args); return { id: args.name + "-id", state: { ...args.inputs, status: "recording" } }; },
         call: (args) => args.inputs,
       });
       const { StreamRecording } = require("pulumi-huaweicloud-live");
       const make = () => new StreamRecording("a", { publishDomain: "push.example.com", app: "live", stream: "a" });
       const status = await new Promise((resolve) => make().status.apply(resolve));
       assert.equal(status, "recording");
       await new Promise((resolve) => make().id.apply(resolve));
       assert.equal(seen.length, 2);
       assert.equal(seen[0].type, "pulumi-nodejs:dynamic/huaweicloud-live:StreamRecording");
       assert.equal(seen[0].inputs.stream, "a");
     })().catch((error) => { console.error(error); process.exit(1); });`,
  );
  await promisify(execFile)("node", ["unit.js"], { cwd: project.dir });
  expect(emulator.requests()).toEqual([]);
});
