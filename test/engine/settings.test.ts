import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { commands, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

/** No settings from the environment. */
const BARE = {
  HUAWEICLOUD_REGION: "",
  HUAWEICLOUD_LIVE_ENDPOINT: "",
  HUAWEICLOUD_SDK_AK: "",
  HUAWEICLOUD_SDK_SK: "",
  HUAWEICLOUD_SDK_PROJECT_ID: "",
};

scenario(
  "all settings come from the stack configuration, also for destroy without the program",
  async ({ emulator, project }) => {
    await project.config("huaweicloud:region", "cn-north-4");
    await project.config("huaweicloud:project_id", emulator.projectId);
    await project.config("huaweicloud:accessKey", emulator.accessKey);
    await project.config("huaweicloud:secret_key", emulator.secretKey, "--secret");
    await project.config("huaweicloud:endpoints.live", emulator.url, "--path");
    await project.declare({ a: {} });
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["a"]);
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
  },
  { env: BARE },
);

scenario(
  "a refresh with a file that cannot be read leaves all as it was, and says that and nothing else",
  async ({ emulator, project }) => {
    await project.declare({ a: {}, b: {} });
    succeeded(await project.up());
    Object.assign(project.env, { HUAWEICLOUD_SDK_AK: "", HUAWEICLOUD_SDK_SK: "" });
    project.env.HUAWEICLOUD_SDK_CREDENTIALS_FILE = process.cwd();
    const { code, output } = await project.refresh("--expect-no-changes");
    expect(code).toBe(0);
    expect(output).toMatch(/warning: .*push\.example\.com .*cannot be read \(EISDIR\)/);
    expect(output).not.toMatch(/error|fail/i);
    expect(commands(emulator).sort()).toEqual(["START a 200", "START b 200"]);
  },
);

scenario(
  "an explicit Provider has settings of its own, and its secrets are encrypted whatever it is given",
  async ({ emulator, project }) => {
    const args = {
      region: "ap-southeast-3",
      projectId: emulator.projectId,
      accessKey: emulator.accessKey,
      secretKey: emulator.secretKey,
      endpoints: { live: emulator.url },
    };
    await project.declare(
      { a: { opts: "{ provider: singapore }" } },
      "",
      `const singapore = new Provider("singapore", ${JSON.stringify(args)});`,
    );
    const up = await project.up();
    expect(up).toMatchObject({ code: 0 });
    expect((await project.recording("a"))?.outputs).toMatchObject({ region: "ap-southeast-3" });
    expect(await project.stateText()).not.toContain(emulator.secretKey);
    succeeded(await project.refresh("--expect-no-changes"));
    succeeded(await project.destroy());
    expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
  },
  { env: BARE, secretKey: "AnotherMarkedSecret012345" },
);

scenario(
  "a preview needs no credential, and a missing region is an error that names every place",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    const failed = await project.preview();
    expect(failed.code).not.toBe(0);
    for (const place of ["huaweicloud:region in the stack configuration", "HUAWEICLOUD_REGION", "HW_REGION_NAME"]) {
      expect(failed.output).toContain(place);
    }
    await project.config("huaweicloud:region", "cn-north-4");
    await project.config("huaweicloud:endpoints.live", emulator.url, "--path");
    succeeded(await project.preview());
    const keyless = await project.up();
    expect(keyless.output).toContain("CREDENTIAL_MISSING");
    for (const place of [
      "huaweicloud:accessKey",
      "HUAWEICLOUD_SDK_AK",
      "HW_ACCESS_KEY",
      "CLOUD_SDK_AK",
      "HW_AUTH_TOKEN",
    ]) {
      expect(keyless.output).toContain(place);
    }
    expect(emulator.requests()).toEqual([]);
  },
  { env: BARE },
);

scenario("a token is used before a key pair of the same source", async ({ emulator, project }) => {
  await project.config("huaweicloud:token", "emulator-token", "--secret");
  await project.config("huaweicloud:accessKey", "NOSUCHKEY");
  await project.config("huaweicloud:secretKey", "wrong", "--secret");
  await project.declare({ a: {} });
  succeeded(await project.up());
  expect(commands(emulator)).toEqual(["START a 200"]);
});

scenario(
  "a proxy without a scheme is used, and one that cannot be a proxy is an error of the preview without its password",
  async ({ project }) => {
    const asked: unknown[] = [];
    const proxy = createServer().on("connect", (request, socket) => {
      asked.push(request.url);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    await project.declare({ a: { timeout: 1 } });
    project.env.https_proxy = "";
    project.env.HTTPS_PROXY = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect((await project.up()).code).not.toBe(0);
    expect(asked).toContain("live.example.test:443");
    proxy.close();

    for (const wrong of ["http://me:hunter2#@proxy.corp:3128", "socks5://me:hunter2@proxy.corp"]) {
      project.env.HTTPS_PROXY = wrong;
      const preview = await project.preview();
      expect(preview.code).not.toBe(0);
      expect(preview.output).toContain("the proxy in HTTPS_PROXY ");
      expect(preview.output).not.toMatch(/hunter2|UNEXPECTED/);
    }
  },
  { env: { HUAWEICLOUD_LIVE_ENDPOINT: "https://live.example.test" } },
);

const NO_REGION = `cn-n${"r".repeat(63)}oth-4`;

scenario(
  "a region that does not exist ends an up long before its timeout, and is named with its place",
  async ({ project, emulator }) => {
    await project.config("huaweicloud:region", NO_REGION);
    await project.declare(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`s-${i}`, {}])));
    const began = Date.now();
    const { code, output } = await project.up();
    expect(code).not.toBe(0);
    // One command alone would have two minutes.
    expect(Date.now() - began).toBeLessThan(100_000);
    expect(output).toContain(`derived from the region ${NO_REGION} (huaweicloud:region in the stack configuration)`);
    expect(output).not.toContain("Set the project id");
    expect(await project.recording("s-0")).toBeUndefined();
    expect(emulator.requests()).toEqual([]);
  },
  { env: { HUAWEICLOUD_LIVE_ENDPOINT: "", HUAWEICLOUD_SDK_PROJECT_ID: "" } },
);

scenario(
  "a proxy that is not there is what the error is about, and its password is in no text",
  async ({ project }) => {
    await project.declare({ a: { timeout: 2 } });
    project.env.HTTPS_PROXY = "http://me:hunter2@127.0.0.1:9";
    const { code, output } = await project.up();
    expect(code).not.toBe(0);
    expect(output).toContain("connection to the proxy 127.0.0.1:9 (HTTPS_PROXY) refused");
    expect(output).not.toContain("connection to live.example.test");
    expect(output + (await project.stateText())).not.toContain("hunter2");
  },
  { env: { HUAWEICLOUD_LIVE_ENDPOINT: "https://live.example.test" } },
);

scenario(
  "secrets inside of objects are used, of a Provider and of the stack configuration, and stay secret",
  async ({ emulator, project }) => {
    await project.config("huaweicloud:region", "cn-north-4");
    await project.config("huaweicloud:project_id", emulator.projectId);
    await project.config("huaweicloud:access_key", emulator.accessKey);
    await project.config("huaweicloud:secret_key", emulator.secretKey, "--secret");
    await project.config("huaweicloud:endpoints.live", emulator.url, "--path", "--secret");
    const settings = JSON.stringify({ region: "cn-north-4", projectId: emulator.projectId });
    await project.declare(
      { a: {}, b: { opts: "{ provider: own }" } },
      "",
      `const own = new Provider("own", { ...${settings}, accessKey: "${emulator.accessKey}", secretKey: "${emulator.secretKey}",
         endpoints: { live: pulumi.secret("${emulator.url}"), iam: pulumi.output("${emulator.url}") } });`,
    );
    succeeded(await project.preview());
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["a", "b"]);
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
  },
  { env: BARE },
);

scenario(
  "the preview finds the mistakes in settings, by the names that the user has written",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    await project.config("huaweicloud:assume_role.agency_name", "studio", "--path");
    await project.config("huaweicloud:endpoints.iam", "https://iam.example.test/v3", "--path");
    project.env.HW_ACCESS_KEY = "AK";
    project.env.HUAWEICLOUD_SDK_AK = "";
    project.env.HUAWEICLOUD_SDK_SK = "";
    const preview = await project.preview();
    expect(preview.code).not.toBe(0);
    for (const text of [
      "huaweicloud:assume_role in the stack configuration does not say which account the agency belongs to: set domain_name or domain_id",
      'the endpoint "https://iam.example.test/v3" (huaweicloud:endpoints in the stack configuration) must not have anything after',
      "CREDENTIAL_INCOMPLETE: HW_ACCESS_KEY is set, but HW_SECRET_KEY is not",
    ]) {
      expect(preview.output).toContain(text);
    }
    expect(emulator.requests()).toEqual([]);
  },
);

const EVENTS = "e".repeat(32);

scenario(
  "the name of a project counts, and what nobody reads is warned of once, however many resources there are",
  async ({ emulator, project }) => {
    await project.config("huaweicloud:regoin", "cn-north-1");
    await project.config("huaweicloud:endpoints.iam", emulator.url, "--path");
    project.env.HW_PROJECT_NAME = "cn-north-4_events";
    project.env.HW_MAX_RETRIES = "3";
    await project.declare({ a: {}, b: {}, c: {} });
    const up = await project.up();
    succeeded(up);
    expect((await project.recording("a"))?.outputs).toMatchObject({ projectId: EVENTS });
    // Once while it runs, once among the diagnostics at the end.
    for (const line of [
      "does not read huaweicloud:regoin in the stack configuration. Did you mean huaweicloud:region?",
      "does not read the variable HW_MAX_RETRIES. Only Terraform's provider has it: use the resource's input timeout.",
    ]) {
      expect(up.output.split(line)).toHaveLength(3);
    }
    expect(up.output.match(/does not read/g)).toHaveLength(4);
    expect(emulator.requests().map(({ operation }) => operation)).toContain("START");
  },
  {
    projects: [
      { id: "1".repeat(32), name: "cn-north-4" },
      { id: EVENTS, name: "cn-north-4_events" },
    ],
    env: {
      HUAWEICLOUD_SDK_PROJECT_ID: "",
    },
  },
);
