import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { commands, DOMAIN, type Project, recorded, settingsFor, succeeded } from "./project";
import { scenario } from "./scenario";

/** Takes away what the tests set in the environment. */
function forgetSettings(project: Project, emulator: Emulator): void {
  for (const name of Object.keys(settingsFor(emulator))) delete project.env[name];
}

const secrets = { north: "north-secret-key", singapore: "singapore-secret-key", stack: "stack-secret-key" };

scenario(
  "two providers and the stack configuration: three regions, three key pairs, through up, refresh, up and destroy",
  async ({ emulator, project }) => {
    const [north, singapore] = await Promise.all([
      startEmulator({ accessKey: "NORTH", secretKey: secrets.north, projectId: "1".repeat(32) }),
      startEmulator({ accessKey: "SINGAPORE", secretKey: secrets.singapore, projectId: "2".repeat(32) }),
    ]);
    const all = [emulator, north, singapore];
    const starts = () => all.map((one) => commands(one));
    try {
      forgetSettings(project, emulator);
      await project.config("huaweicloud:region", "cn-north-4");
      await project.config("huaweicloud:accessKey", "STACK");
      await project.config("huaweicloud:secretKey", secrets.stack, "--secret");
      await project.config("huaweicloud:endpoints.live", emulator.url, "--path");
      await project.config("huaweicloud:endpoints.iam", emulator.url, "--path");
      const provider = (name: string, region: string, { url }: Emulator, secretKey: string) =>
        `const ${name} = new Provider("${name}", { region: "${region}", accessKey: "${name.toUpperCase()}",
           secretKey: pulumi.secret("${secretKey}"), endpoints: { live: "${url}", iam: "${url}" } });`;
      const before = [
        provider("north", "cn-north-1", north, secrets.north),
        provider("singapore", "ap-southeast-3", singapore, secrets.singapore),
      ].join("\n");
      const recordings = {
        a: {},
        "a-north": { stream: "a", opts: "{ provider: north }" },
        "a-singapore": { stream: "a", opts: "{ provider: singapore }" },
      };
      await project.declare(recordings, "", before);
      succeeded(await project.up());
      expect(all.map(recorded)).toEqual([["a"], ["a"], ["a"]]);
      // The projects were looked up, each in its region.
      expect((await project.recording("a-singapore"))?.outputs).toMatchObject({
        region: "ap-southeast-3",
        projectId: "2".repeat(32),
      });
      for (const secret of Object.values(secrets)) expect(await project.stateText()).not.toContain(secret);

      await sleep(1500);
      singapore.interrupt(`${DOMAIN}/live/a`, 60);
      succeeded(await project.refresh());
      succeeded(await project.up());
      expect(starts()).toEqual([["START a 200"], ["START a 200"], ["START a 200", "START a 200"]]);

      succeeded(await project.destroy());
      expect(all.map(recorded)).toEqual([[], [], []]);
    } finally {
      await Promise.all([north.close(), singapore.close()]);
    }
  },
  { accessKey: "STACK", secretKey: secrets.stack },
);

scenario(
  "a secret key in the stack configuration that is not a secret is warned of once, with the command that corrects it",
  async ({ emulator, project }) => {
    forgetSettings(project, emulator);
    await project.config("huaweicloud:region", "cn-north-4");
    await project.config("huaweicloud:projectId", emulator.projectId);
    await project.config("huaweicloud:accessKey", emulator.accessKey);
    await project.config("huaweicloud:secretKey", emulator.secretKey, "--plaintext");
    await project.config("huaweicloud:endpoints.live", emulator.url, "--path");
    await project.declare({ a: {}, b: {} });
    const up = await project.up();
    succeeded(up);
    const warning = "huaweicloud:secretKey is not a secret in the stack configuration";
    // Once while it runs, once among the diagnostics at the end.
    expect(up.output.split(warning).length - 1).toBe(2);
    expect(up.output).toContain("pulumi config set --secret huaweicloud:secretKey");
    expect(up.output).not.toContain(emulator.secretKey);

    await project.config("huaweicloud:secretKey", emulator.secretKey, "--secret");
    const mended = await project.up();
    succeeded(mended);
    expect(mended.output).not.toContain("is not a secret");
    expect(await project.stateText()).not.toContain(emulator.secretKey);
  },
);

scenario(
  "resources with an explicit provider are not warned of, whichever way they got it",
  async ({ emulator, project }) => {
    await project.config("huaweicloud:token", "nobody-reads-it", "--plaintext");
    const component = (name: string, opts: string) =>
      `const ${name} = new pulumi.ComponentResource("test:index:Stage", "${name}", {}, ${opts});`;
    const settings = {
      region: "cn-north-4",
      projectId: emulator.projectId,
      accessKey: emulator.accessKey,
      secretKey: emulator.secretKey,
      endpoints: { live: emulator.url },
    };
    const changed = "(args) => ({ props: args.props, opts: { ...args.opts, provider: p } })";
    await project.declare(
      {
        own: { opts: "{ provider: p }" },
        list: { opts: "{ parent: inList }" },
        map: { opts: "{ parent: inMap }" },
        parent: { opts: "{ parent: one }" },
        transformed: { opts: `{ transformations: [${changed}] }` },
        byTransform: { opts: `{ transforms: [${changed}] }` },
        underTransform: { opts: "{ parent: transforming }" },
      },
      "",
      [
        `const p = new Provider("p", ${JSON.stringify(settings)});`,
        component("inList", "{ providers: [p] }"),
        component("inMap", `{ providers: { "pulumi-nodejs": p } }`),
        component("one", "{ provider: p }"),
        component(
          "transforming",
          `{ transforms: [(args) => (args.type.endsWith(":StreamRecording") ? (${changed})(args) : undefined)] }`,
        ),
      ].join("\n"),
    );
    const up = await project.up();
    succeeded(up);
    expect(up.output).not.toContain("is not a secret");
    expect(await project.stateText()).not.toContain("nobody-reads-it");
  },
);

scenario(
  "without a credential the first command says what was looked at; the preview needs none",
  async ({ emulator, project }) => {
    delete project.env.HUAWEICLOUD_SDK_AK;
    delete project.env.HUAWEICLOUD_SDK_SK;
    await project.declare({ a: {} });
    succeeded(await project.preview());
    const up = await project.up();
    expect(up.code).not.toBe(0);
    expect(up.output).toContain("CREDENTIAL_MISSING: no credential for Huawei Cloud was found");
    expect(up.output).toContain("~/.huaweicloud/credentials: no such file");
    expect(up.output).toMatch(/the metadata service of this machine .*connection to 127\.0\.0\.1:9 refused/);
    expect(emulator.requests()).toEqual([]);
  },
);
