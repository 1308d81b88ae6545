import { join } from "node:path";
import { expect } from "vitest";
import { commands, DOMAIN, type Project, recorded, type StateResource, succeeded } from "./project";
import { scenario } from "./scenario";

// What is written otherwise, or comes from elsewhere, and means the same is no difference.

const RULE = (publishDomain: string) =>
  `const { RecordRule } = require("pulumi-huaweicloud-live");
   new RecordRule("rule", { publishDomain: "${publishDomain}", app: "live", storage: { bucket: "recordings" }, hls: { cycle: 3600 } });`;

function declare(project: Project, publishDomain: string, rest = {}): Promise<void> {
  return project.declare({ a: { publishDomain, ...rest } }, RULE(publishDomain));
}

async function rule(project: Project): Promise<StateResource | undefined> {
  return (await project.resources()).find(({ urn }) => urn.endsWith(":RecordRule::rule"));
}

/** Changes the state as if an earlier release, or another machine, had written it. */
async function rewrite(project: Project, change: (resource: StateResource) => object): Promise<void> {
  const state = JSON.parse((await project.must("stack", "export")).output);
  const { resources } = state.deployment;
  state.deployment.resources = resources.map((resource: StateResource) =>
    resource.type.includes("huaweicloud-live") ? { ...resource, ...change(resource) } : resource,
  );
  await project.write("rewritten.json", JSON.stringify(state));
  await project.must("stack", "import", "--file", "rewritten.json");
}

scenario("another spelling of the domain is no difference, and sends nothing", async ({ emulator, project }) => {
  await declare(project, "Push.Example.com");
  succeeded(await project.up());
  expect((await project.recording("a"))?.id).toBe(`${DOMAIN}/live/a`);
  for (const resource of [await project.recording("a"), await rule(project)]) {
    expect(resource).toMatchObject({ inputs: { publishDomain: DOMAIN }, outputs: { publishDomain: DOMAIN } });
  }
  const sent = emulator.requests().length;
  for (const spelling of [DOMAIN, "PUSH.example.COM"]) {
    await declare(project, spelling);
    succeeded(await project.up("--expect-no-changes"));
  }
  expect(emulator.requests()).toHaveLength(sent);
});

scenario("a domain in its own script and in Punycode is one", async ({ emulator, project }) => {
  await declare(project, "推流.example.中国");
  succeeded(await project.up());
  await declare(project, "xn--jzup7s.example.xn--fiqs8s");
  succeeded(await project.up("--expect-no-changes"));
  expect(commands(emulator)).toEqual(["START xn--jzup7s.example.xn--fiqs8s/live/a 200"]);
});

scenario(
  "two spellings of one domain are one stream, which is refused as declared twice",
  async ({ emulator, project }) => {
    await project.declare({ first: { stream: "a" }, second: { stream: "a", publishDomain: "PUSH.example.com" } });
    for (const run of [await project.preview(), await project.up()]) {
      expect(run.code).not.toBe(0);
      expect(run.output).toContain("STREAM_DECLARED_TWICE");
    }
    expect(emulator.requests()).toEqual([]);
  },
);

/** As an earlier release has written a domain in capitals. */
const inCapitals = ({ id, inputs, outputs }: StateResource) => ({
  id: id?.replace(DOMAIN, "Push.Example.com"),
  inputs: { ...inputs, publishDomain: "Push.Example.com" },
  outputs: { ...outputs, publishDomain: "Push.Example.com" },
});

scenario(
  "a state that an earlier release has written in capitals is left as it is, and goes on working",
  async ({ emulator, project }) => {
    await declare(project, DOMAIN);
    succeeded(await project.up());
    await rewrite(project, inCapitals);
    const sent = emulator.requests().length;
    await declare(project, "PUSH.EXAMPLE.COM");
    succeeded(await project.up("--expect-no-changes"));
    expect(emulator.requests()).toHaveLength(sent);
    expect((await project.recording("a"))?.id).toBe("Push.Example.com/live/a");
    succeeded(await project.refresh("--expect-no-changes"));
    // An update keeps the id and the spelling as well.
    await declare(project, DOMAIN, { timeout: 60 });
    succeeded(await project.up());
    expect(await project.recording("a")).toMatchObject({
      id: "Push.Example.com/live/a",
      outputs: { publishDomain: "Push.Example.com", timeout: 60 },
    });
    expect(commands(emulator)).toEqual(["START a 200"]);
    // The new one of a rename has the other spelling, and is the same stream: the old one sends no STOP.
    await project.declare({ b: { stream: "a" } }, RULE(DOMAIN));
    succeeded(await project.up());
    expect((await project.recording("b"))?.id).toBe(`${DOMAIN}/live/a`);
    expect(recorded(emulator)).toEqual(["a"]);
    expect(commands(emulator).join()).not.toContain("STOP");
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
  },
);

/** The project that the region has, and another one. */
const HOME = { name: "cn-north-4", id: "0".repeat(32) };
const EVENTS = "f".repeat(32);

const PROJECT = "HUAWEICLOUD_SDK_PROJECT_ID";

/** An emulator is its own IAM, which finds the project that is not set. */
const lookUp = (project: Project): void => {
  project.env.HUAWEICLOUD_SDK_IAM_ENDPOINT = project.env.HUAWEICLOUD_LIVE_ENDPOINT ?? "";
};

for (const isSetFirst of [true, false]) {
  const [first, then] = isSetFirst ? ["set", "looked up"] : ["looked up", "set"];
  scenario(
    `a project that is ${first} in one job and ${then} in the other is no difference, also with a saved plan`,
    async ({ emulator, project }) => {
      lookUp(project);
      const use = (isSet: boolean) => {
        project.env[PROJECT] = isSet ? emulator.projectId : "";
      };
      use(isSetFirst);
      await declare(project, DOMAIN);
      succeeded(await project.up());
      use(!isSetFirst);
      succeeded(await project.up("--expect-no-changes"));
      succeeded(await project.refresh("--expect-no-changes"));
      // One job plans a change, and the other one applies it.
      await declare(project, DOMAIN, { timeout: 60 });
      succeeded(await project.preview("--save-plan", join(project.dir, "plan.json")));
      use(isSetFirst);
      succeeded(await project.up("--plan", join(project.dir, "plan.json")));
      expect((await project.recording("a"))?.outputs).toMatchObject({ timeout: 60, projectId: emulator.projectId });
      expect(commands(emulator)).toEqual(["START a 200"]);
      use(!isSetFirst);
      succeeded(await project.preview("--expect-no-changes"));
    },
  );
}

for (const isSetFirst of [true, false]) {
  scenario(
    `another project replaces where the first one was ${isSetFirst ? "set" : "looked up"}, and the plan names it`,
    async ({ emulator, project }) => {
      lookUp(project);
      project.env[PROJECT] = isSetFirst ? emulator.projectId : "";
      await declare(project, DOMAIN);
      succeeded(await project.up());

      project.env[PROJECT] = EVENTS;
      const plan = await project.preview("--diff");
      expect(plan.output.match(new RegExp(`[~+] projectId\\s*:.*${EVENTS}`, "g"))).toHaveLength(2);
      expect(plan.output).toMatch(/\+-\s*2 to replace/);
      expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("2 replaced") });
      const sent = emulator.requests().filter(({ path }) => path.startsWith(`/v1/${EVENTS}/record/`));
      expect(sent.map(({ operation }) => operation)).toContain("START");
      for (const resource of [await project.recording("a"), await rule(project)]) {
        expect(resource?.outputs).toMatchObject({ projectId: EVENTS });
      }
    },
    { projects: [HOME, { name: "cn-north-4_events", id: EVENTS }] },
  );
}
