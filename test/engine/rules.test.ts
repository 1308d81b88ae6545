import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { DOMAIN, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

const ARGS = `{ publishDomain: "${DOMAIN}", app: "live", storage: { bucket: "recordings" }, hls: { cycle: 3600 } }`;

/** Writes a program with rules, as source text by logical name, and recordings that need one of them. */
function declareRules(project: Project, rules: Record<string, string>, recordings: Record<string, string> = {}) {
  return project.write(
    "index.js",
    [
      `const { RecordRule, StreamRecording } = require("pulumi-huaweicloud-live");`,
      ...Object.entries(rules).map(([name, args]) => `const ${name} = new RecordRule("${name}", ${args});`),
      ...Object.entries(recordings).map(
        ([stream, rest]) =>
          `new StreamRecording("${stream}", { publishDomain: "${DOMAIN}", app: "live", stream: "${stream}", ${rest} });`,
      ),
    ].join("\n"),
  );
}

/** The requests that changed something, in their order. */
function changes(emulator: Emulator): string[] {
  return emulator
    .requests()
    .filter(({ operation }) => /^(rule-(create|update|delete)|START|STOP)$/.test(operation))
    .map(({ operation, status }) => `${operation} ${status}`);
}

scenario(
  "the example with-rule: from nothing to recorded streams and back to nothing, in the right order",
  async ({ emulator, project }) => {
    await project.config("publishDomain", DOMAIN);
    await project.config("bucket", "recordings");
    const { run } = project.start("up", "--yes", "--skip-preview");
    // One is live already, and has to be interrupted; the other one begins.
    emulator.push(`${DOMAIN}/live/keynote`);
    while (changes(emulator).length < 1) await sleep(50);
    await sleep(3000);
    emulator.endPush(`${DOMAIN}/live/keynote`);
    for (const stream of ["keynote", "panel"]) emulator.push(`${DOMAIN}/live/${stream}`);
    const up = await run;
    succeeded(up);
    expect(up.output).toMatch(/START of .*keynote waits up to 600 s for a push: Rule .* was created .* after the push/);
    expect(changes(emulator)).toEqual(["rule-create 201", "START 200", "START 200"]);
    expect(recorded(emulator)).toEqual(["keynote", "panel"]);
    expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("4 unchanged") });

    succeeded(await project.destroy());
    expect(changes(emulator).slice(3)).toEqual(["STOP 200", "STOP 200", "rule-delete 204"]);
    expect(recorded(emulator)).toEqual([]);
  },
  { strict: true, example: "with-rule" },
);

scenario("the rule of a recording is not kept in its state", async ({ project }) => {
  await declareRules(project, { rule: ARGS }, { a: "rule" });
  succeeded(await project.up());
  const recording = await project.recording("a");
  expect(recording?.inputs).not.toHaveProperty("rule");
  expect(recording?.outputs).not.toHaveProperty("rule");
});

scenario(
  "a stream that was live before its rule: up says which rule is younger than the push, and what to do",
  async ({ emulator, project }) => {
    emulator.push(`${DOMAIN}/live/a`);
    await sleep(1100);
    await declareRules(project, { rule: ARGS }, { a: "rule" });
    const up = await project.up();
    expect(up.code).not.toBe(0);
    expect(up.output).toMatch(/RULE_NEWER_THAN_PUSH: .*interrupt the push and start it again/);
    emulator.interrupt(`${DOMAIN}/live/a`, 5);
    succeeded(await project.up());
    expect(recorded(emulator)).toEqual(["a"]);
  },
  { strict: true },
);

scenario(
  "what differs at the service shows in the plan by field, and up mends it in place",
  async ({ emulator, project }) => {
    await declareRules(project, { rule: ARGS });
    succeeded(await project.up());
    emulator.setRules([
      {
        id: (await project.resources()).find(({ type }) => type.endsWith(":RecordRule"))?.id,
        publish_domain: DOMAIN,
        app: "live",
        stream: "*",
        record_type: "COMMAND_RECORD",
        default_record_config: {
          record_format: ["HLS"],
          obs_addr: { bucket: "recordings", location: "cn-north-4", object: "" },
          hls_config: { record_cycle: 600 },
          flv_config: { record_cycle: 0, record_prefix: "", record_max_duration_to_merge_file: 0 },
        },
      },
    ]);
    succeeded(await project.refresh());
    const plan = await project.preview("--diff");
    expect(plan.output).toContain("~ cycle: 600 => 3600");
    expect(plan.output).not.toMatch(/flv|storage/);
    succeeded(await project.up());
    expect(changes(emulator)).toEqual(["rule-create 201", "rule-update 200"]);
  },
);

scenario(
  "a rule that was deleted outside is gone from the state, and up makes it again",
  async ({ emulator, project }) => {
    await declareRules(project, { rule: ARGS });
    succeeded(await project.up());
    emulator.setRules([]);
    expect((await project.preview("--refresh")).output).toMatch(/RecordRule rule create/);
    succeeded(await project.up("--refresh"));
    expect(changes(emulator)).toEqual(["rule-create 201", "rule-create 201"]);
  },
);

scenario("a crash between the POST and the state: the next up takes the rule over", async ({ emulator, project }) => {
  emulator.addFault({ operation: "rule-create", kind: "delay", delay: 3, executed: true });
  await declareRules(project, { rule: ARGS });
  const { child, run } = project.start("up", "--yes", "--skip-preview");
  while (emulator.requests().length < 1) await sleep(50);
  child.kill("SIGKILL");
  await run;
  await project.pulumi("cancel", "--yes");
  expect(await project.up()).toMatchObject({ code: 0, output: expect.stringContaining("adopted") });
  succeeded(await project.destroy());
  // The first one was executed, and its answer never left.
  expect(changes(emulator)).toEqual(["rule-create 0", "rule-create 400", "rule-delete 204"]);
});

scenario(
  "a change whose answer was lost is sent again, also after a refresh that finds no difference",
  async ({ emulator, project }) => {
    await declareRules(project, {
      rule: ARGS.replace("{ ", "{ timeout: 1, ").replace("cycle: 3600", 'cycle: 3600, prefix: "own/{stream}"'),
    });
    succeeded(await project.up());
    emulator.addFault({ operation: "rule-update", kind: "reset", executed: false, times: 0 });
    await declareRules(project, { rule: ARGS.replace("{ ", "{ timeout: 1, ") });
    const failed = await project.up();
    expect(failed.output).toContain("NO_ANSWER: PUT of the recording rule");
    emulator.clearFaults();
    succeeded(await project.refresh());
    succeeded(await project.up());
    expect(changes(emulator).filter((change) => !change.endsWith(" 0"))).toEqual([
      "rule-create 201",
      "rule-update 200",
    ]);
    succeeded(await project.up("--expect-no-changes"));
  },
);

scenario("a rename without an alias keeps the rule, and the recordings under it", async ({ emulator, project }) => {
  await declareRules(project, { rule: ARGS }, { a: "rule" });
  succeeded(await project.up());
  await declareRules(project, { renamed: ARGS }, { a: "rule: renamed" });
  expect(await project.up()).toMatchObject({
    code: 0,
    output: expect.stringContaining("another resource has adopted it"),
  });
  expect(changes(emulator)).toEqual(["rule-create 201", "START 200", "rule-create 400"]);
  expect(recorded(emulator)).toEqual(["a"]);
});

scenario(
  "a change of the type replaces the rule, the old one first; all else changes in place; the recording under it goes on",
  async ({ emulator, project }) => {
    await declareRules(project, { rule: ARGS }, { a: "rule" });
    succeeded(await project.up());
    const changed = ARGS.replace("cycle: 3600", "cycle: 600, sliceDuration: 4");
    await declareRules(project, { rule: changed }, { a: "rule" });
    succeeded(await project.up());
    await declareRules(project, { rule: ARGS.replace("{ ", '{ type: "CONTINUOUS_RECORD", ') }, { a: "rule" });
    expect((await project.preview("--diff")).output).toMatch(/~ type\s*: "COMMAND_RECORD" => "CONTINUOUS_RECORD"/);
    succeeded(await project.up());
    expect(changes(emulator)).toEqual([
      "rule-create 201",
      "START 200",
      "rule-update 200",
      "rule-delete 204",
      "rule-create 201",
    ]);
    expect(recorded(emulator)).toEqual(["a"]);
  },
);

scenario(
  "a rule that says something else is an error with its id and the differences, unless it is adopted",
  async ({ emulator, project }) => {
    const other = await declaredElsewhere(emulator);
    await declareRules(project, { rule: ARGS });
    const up = await project.up();
    expect(up.code).not.toBe(0);
    expect(up.output).toMatch(/RULE_EXISTS: recording rule other .* differs/);
    expect(up.output).toContain('storage.bucket is "elsewhere", declared is "recordings"');
    await declareRules(project, { rule: ARGS.replace("{ ", "{ adopt: true, ") });
    succeeded(await project.up());
    expect(changes(emulator)).toEqual(["rule-create 400", "rule-create 400", "rule-update 200"]);
    expect(other).toHaveLength(1);
  },
);

function declaredElsewhere(emulator: Emulator) {
  return emulator.setRules([
    {
      id: "other",
      publish_domain: DOMAIN,
      app: "live",
      stream: "*",
      record_type: "COMMAND_RECORD",
      default_record_config: {
        record_format: ["HLS"],
        obs_addr: { bucket: "elsewhere", location: "cn-north-4", object: "" },
        hls_config: { record_cycle: 3600 },
      },
    },
  ]);
}

scenario(
  "a wrong property of a rule is an error in the preview, with its path and its value",
  async ({ emulator, project }) => {
    await declareRules(project, {
      rule: ARGS.replace("cycle: 3600", "cycle: 30").replace("{ ", '{ stream: "live_0*", '),
    });
    const plan = await project.preview();
    expect(plan.code).not.toBe(0);
    expect(plan.output).toMatch(/hls\.cycle.*30/s);
    expect(plan.output).toMatch(/stream.*live_0\*.*a single \*/s);
    expect(emulator.requests()).toEqual([]);
  },
);
