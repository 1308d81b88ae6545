import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

const SECRET = "MarkedSecret0123456789abcdefghijklmn";
const TOKEN = "MarkedToken0123456789";

scenario("the provider text is one constant below 100 bytes for every resource", async ({ project }) => {
  await project.declare({ a: {}, b: { recording: false, timeout: 60 } });
  succeeded(await project.up());
  for (const name of ["a", "b"]) {
    const { inputs, outputs } = (await project.recording(name)) ?? {};
    expect(inputs?.__provider).toBe('exports.handler=()=>require("pulumi-huaweicloud-live/provider")');
    expect(outputs?.__provider).toBe(inputs?.__provider);
    expect(Buffer.byteLength(String(inputs?.__provider))).toBeLessThan(100);
  }
});

scenario("inputs at their default are not in the state, except recording", async ({ project }) => {
  await project.declare({ a: { adopt: true, waitForStream: 0, timeout: 120 }, b: { timeout: 60 } });
  succeeded(await project.up());
  expect(Object.keys((await project.recording("a"))?.inputs ?? {}).sort()).toEqual([
    "__provider",
    "app",
    "projectId",
    "publishDomain",
    "recording",
    "region",
    "stream",
  ]);
  expect((await project.recording("b"))?.inputs).toMatchObject({ timeout: 60 });
});

scenario(
  "no credential is in the state, in outputs, in the event log or in the debug output",
  async ({ emulator, project }) => {
    await project.config("huaweicloud:accessKey", emulator.accessKey);
    await project.config("huaweicloud:secretKey", SECRET, "--secret");
    await project.config("huaweicloud:securityToken", TOKEN, "--secret");
    await project.declare({ a: {} }, "exports.all = r_a;");
    const log = join(project.dir, "events.json");
    const up = await project.up("--event-log", log, "--debug");
    expect(up).toMatchObject({ code: 0, output: expect.stringContaining("POST http://127.0.0.1") });
    expect(recorded(emulator)).toEqual(["a"]);
    const outputs = await project.must("stack", "output", "--json");
    for (const text of [up.output, await readFile(log, "utf8"), await project.stateText(), outputs.output]) {
      expect(text.length).toBeGreaterThan(100);
      expect([text.includes(SECRET), text.includes(TOKEN)]).toEqual([false, false]);
    }
  },
  {
    secretKey: SECRET,
    env: {
      PULUMI_HUAWEICLOUD_LIVE_DEBUG: "1",
      PULUMI_DEBUG_COMMANDS: "true",
      HUAWEICLOUD_SDK_AK: "",
      HUAWEICLOUD_SDK_SK: "",
    },
  },
);

scenario("names in any script go through the signature and the state", async ({ emulator, project }) => {
  const names = ["直播-1", "трансляция", "بث_مباشر", "🎥(1)~'!", "a&b=c%20+"];
  await project.declare(Object.fromEntries(names.map((stream, i) => [`s${i}`, { stream }])));
  succeeded(await project.up());
  expect(recorded(emulator)).toEqual([...names].sort());
  expect((await project.recording("s0"))?.id).toBe(`${DOMAIN}/live/直播-1`);
  succeeded(await project.refresh("--expect-no-changes"));
  succeeded(await project.destroy());
  expect(recorded(emulator)).toEqual([]);
});

for (const secret of ["publishDomain", "app", "stream"]) {
  scenario(`a secret ${secret} is encrypted, and nothing else is; the id has it in clear`, async ({ project }) => {
    const args = ["publishDomain", "app", "stream"].map((name) => {
      const text = JSON.stringify({ publishDomain: DOMAIN, app: "live", stream: "a" }[name]);
      return `${name}: ${name === secret ? `pulumi.secret(${text})` : text}`;
    });
    await project.write(
      "index.js",
      `const pulumi = require("@pulumi/pulumi");
       const { StreamRecording } = require("pulumi-huaweicloud-live");
       const a = new StreamRecording("a", { ${args.join(", ")} });
       exports.id = a.id;
       exports.status = a.status;`,
    );
    succeeded(await project.up());
    const { id, inputs = {}, outputs = {} } = (await project.recording("a")) ?? {};
    const encrypted = (values: object) =>
      Object.entries(values).flatMap(([name, value]) => (value?.ciphertext === undefined ? [] : [name]));
    expect([encrypted(inputs), encrypted(outputs)]).toEqual([[secret], [secret]]);
    expect(id).toBe(`${DOMAIN}/live/a`);
    const shown = await project.must("stack", "output", "--json");
    expect(JSON.parse(shown.output)).toEqual({ id: `${DOMAIN}/live/a`, status: "recording" });
    succeeded(await project.refresh("--expect-no-changes"));
    succeeded(await project.destroy());
  });
}
