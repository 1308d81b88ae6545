import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { id, keep, RunningKeeper, soon } from "./keeper";
import { commands, type Declared, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";
import { declareYaml } from "./yaml";

/** The list has whole seconds: a push that comes back sooner cannot be told from the one before. */
const LIST_MS = 3_000;

/** A stack whose recordings run. */
async function recording(project: Project, ...names: string[]): Promise<void> {
  await project.declare(Object.fromEntries(names.map((name): [string, Declared] => [name, {}])));
  succeeded(await project.up());
  await sleep(LIST_MS);
}

const stops = (emulator: Emulator) => commands(emulator).filter((command) => command.startsWith("STOP"));

const SECRET = "s3cret-of-the-explicit-provider";

scenario(
  "what was deployed is started again as it was: in a component, with a provider, a secret, protect, outputs, other resources",
  async ({ emulator, project }) => {
    const declarations = `
      class Studio extends pulumi.ComponentResource {
        constructor(name) {
          super("events:index:Studio", name, { room: name });
          new StreamRecording("inside", { publishDomain: "push.example.com", app: "live", stream: "inside" }, { parent: this });
          this.registerOutputs({ room: name, code: pulumi.secret("studio-code") });
        }
      }
      new Studio("hall");
      const own = new Provider("own", {
        region: "cn-north-4", projectId: process.env.HUAWEICLOUD_SDK_PROJECT_ID, accessKey: process.env.HUAWEICLOUD_SDK_AK,
        secretKey: pulumi.secret(process.env.HUAWEICLOUD_SDK_SK),
      });
      new StreamRecording("elsewhere", { publishDomain: "push.example.com", app: "live", stream: "elsewhere" },
        { provider: own, protect: true, dependsOn: r_plain });
      class Other extends pulumi.dynamic.Resource {
        constructor(name) {
          super({ create: async () => ({ id: "1", outs: {} }) }, name, {});
        }
      }
      new StreamRecording("after", { publishDomain: "push.example.com", app: "live", stream: "after" },
        { dependsOn: new Other("other") });
      exports.password = pulumi.secret("${SECRET}");
      exports.since = r_plain.status;`;
    await project.declare({ plain: { opts: '{ ignoreChanges: ["waitForStream"] }' } }, declarations);
    succeeded(await project.up());
    await sleep(LIST_MS);
    for (const name of ["plain", "inside", "elsewhere", "after"]) emulator.interrupt(id(name), 5);
    const wrong = { ...project.env, PULUMI_CONFIG_PASSPHRASE: "another one" };
    const { PULUMI_CONFIG_PASSPHRASE: right = "" } = project.env;
    Object.assign(project.env, wrong);
    expect(await keep(project, "--once")).toMatchObject({ code: 4, output: expect.stringContaining("passphrase") });
    project.env.PULUMI_CONFIG_PASSPHRASE = right;
    expect(commands(emulator)).toHaveLength(4);

    const kept = await keep(project, "--once");
    expect(kept.output).toContain(`${id("elsewhere")}: recording again`);
    expect(kept.code, kept.output).toBe(0);
    expect(recorded(emulator)).toEqual(["after", "elsewhere", "inside", "plain"]);
    expect(commands(emulator)).toHaveLength(8);
    // Of other packages it declares nothing, and they stay.
    expect((await project.resources()).some(({ urn }) => urn.endsWith("::other"))).toBe(true);
    expect(stops(emulator)).toEqual([]);
    expect(kept.output + (await project.stateText())).not.toContain(SECRET);
    expect(await project.preview("--expect-no-changes")).toMatchObject({ code: 0 });
  },
);

scenario(
  "a program on the disk that lacks the stream, or does not parse, plays no part; settings that were not deployed stop it",
  async ({ emulator, project }) => {
    await recording(project, "a", "b");
    emulator.interrupt(id("a"), 5);
    await project.declare({ b: {} });
    project.env.HUAWEICLOUD_REGION = "cn-north-1";
    const refused = await keep(project, "--once");
    expect(refused.code).toBe(7);
    expect(refused.output).toContain(`${id("a")}: not recorded`);
    expect(refused.output).toMatch(/SETTINGS_NOT_DEPLOYED: region is set to cn-north-1, and deployed was cn-north-4/);
    expect(commands(emulator)).toHaveLength(2);
    project.env.HUAWEICLOUD_REGION = "cn-north-4";
    expect(await keep(project, "--once")).toMatchObject({ code: 0 });
    expect(recorded(emulator)).toEqual(["a", "b"]);

    await sleep(LIST_MS);
    emulator.interrupt(id("b"), 2);
    await project.write("index.js", "this does not parse");
    expect(await keep(project, "--once")).toMatchObject({ code: 0 });
    expect(recorded(emulator)).toEqual(["a", "b"]);
    expect(stops(emulator)).toEqual([]);
  },
);

scenario(
  "recordings of a YAML program are kept, too, and of the stack that is selected if none is named",
  async ({ emulator, project }) => {
    await declareYaml(project, { y: {} });
    succeeded(await project.up());
    await sleep(LIST_MS);
    emulator.interrupt(id("y"), 5);
    const kept = await keep(project, "--once");
    expect(kept).toMatchObject({ code: 0, output: expect.stringContaining(`${id("y")}: recording again`) });
    expect(recorded(emulator)).toEqual(["y"]);
    expect(await project.preview("--expect-no-changes")).toMatchObject({ code: 0 });
  },
);

scenario("a keeper that cannot begin says why, and its exit code says what kind of thing is wrong", async (stage) => {
  const { emulator, project } = stage;
  await recording(project, "a");
  const fails = async (code: number, says: string, ...flags: string[]) => {
    const kept = await keep(project, "--once", ...flags);
    expect(kept.output).toContain(says);
    expect(kept.code, kept.output).toBe(code);
  };
  await fails(2, "interval: 0 is not from 1 to 600", "--interval", "0");
  await fails(2, "notifications: nowhere is not HOST:PORT", "--notifications", "nowhere");
  await fails(3, "no stack named 'other' found", "--stack", "other");
  await mkdir(join(project.dir, "empty"));
  await fails(3, "is not the folder of a Pulumi project", "--cwd", "empty");
  const { PATH = "", HUAWEICLOUD_SDK_SK = "" } = project.env;
  project.env.PATH = "/nowhere";
  await fails(3, "`pulumi` cannot be run");
  project.env.PATH = PATH;
  project.env.HUAWEICLOUD_SDK_SK = "another-secret";
  await fails(4, "AUTHENTICATION_FAILED");
  project.env.HUAWEICLOUD_SDK_SK = HUAWEICLOUD_SDK_SK;
  // Looking is not allowed: there are still the messages, so it lives; but nobody can say that all is recorded.
  emulator.addFault({ operation: "streams", kind: "status", status: 403, times: 0 });
  await fails(7, "PERMISSION_DENIED");
  expect(commands(emulator)).toEqual(["START a 200"]);
});

scenario(
  "two stacks in one keeper; a second keeper is turned away; it heals by itself, and ends with 0 at SIGTERM",
  async ({ emulator, project }) => {
    await recording(project, "a");
    project.env.PULUMI_STACK = "second";
    await project.must("stack", "init", "second");
    await recording(project, "b");
    const keeper = new RunningKeeper(project, "--stack", "dev", "--stack", "second", "--interval", "1", "--json");
    await soon(() => expect(keeper.lines).toContain(`${id("b")}: recording`));
    expect(await keep(project, "--stack", "second")).toMatchObject({
      code: 5,
      output: expect.stringContaining("second: another keeper keeps it"),
    });
    for (const name of ["a", "b"]) emulator.interrupt(id(name), 5);
    await soon(async () =>
      expect(await keeper.status()).toMatchObject({
        totals: { declared: 2, recording: 2, unrecorded: 0 },
        alerts: [],
        streams: [
          { stack: "dev", stream: id("a"), healedAt: expect.any(String) },
          { stack: "second", stream: id("b"), healedAt: expect.any(String) },
        ],
      }),
    );
    expect(recorded(emulator)).toEqual(["a", "b"]);
    for (const line of keeper.lines.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
    expect((await keeper.stop()).code).toBe(0);
    expect(stops(emulator)).toEqual([]);
  },
);
