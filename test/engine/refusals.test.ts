import { expect } from "vitest";
import type { RecordType } from "../../emulator";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// Rows 8 and 9 of docs/reliability.md.

const ALWAYS = "2020-01-01T00:00:00Z";
const rule = (app: string, stream: string, record_type: RecordType, create_time = ALWAYS) => ({
  id: `${app}-${stream}-${record_type}`.replaceAll("*", "any"),
  publish_domain: DOMAIN,
  app,
  stream,
  record_type,
  create_time,
});

for (const [code, why, rules, says] of [
  ["NO_COMMAND_RULE", "no rule", [], "No recording rule of push.example.com covers the stream"],
  [
    "RULE_OF_ANOTHER_TYPE",
    "a rule of another type",
    [rule("*", "*", "CONTINUOUS_RECORD")],
    "only COMMAND_RECORD accepts commands",
  ],
  [
    "RULE_HIDDEN",
    "a more specific rule in the way",
    [rule("*", "*", "COMMAND_RECORD"), rule("live", "a", "CONTINUOUS_RECORD")],
    "Rule live-a-CONTINUOUS_RECORD (live/a) of type CONTINUOUS_RECORD is more specific",
  ],
  [
    "RULE_NEWER_THAN_PUSH",
    "a rule younger than the push",
    [rule("*", "*", "COMMAND_RECORD", new Date().toISOString())],
    "takes effect with the next push",
  ],
] as const) {
  scenario(
    `a START that is refused because of ${why} says so`,
    async ({ emulator, project }) => {
      emulator.push(`${DOMAIN}/live/a`, { startedAt: "2026-01-01T00:00:00Z" });
      emulator.setRules([...rules]);
      await project.declare({ a: {} });
      const failed = await project.up();
      expect(failed.code).not.toBe(0);
      expect(failed.output).toContain(`${code}: ${DOMAIN}/live/a is not being recorded: START was refused`);
      expect(failed.output).toContain(says);
      expect(failed.output).toMatch(/HTTP 400 LIVE\.100011001 .*X-request-id \w+/);
      expect(await project.recording("a")).toBeUndefined();
      expect(commands(emulator)).toEqual(["START a 400"]);
    },
    { strict: true },
  );
}

scenario("a START that is refused because the stream is not pushed says so", async ({ emulator, project }) => {
  emulator.endPush(`${DOMAIN}/live/a`);
  await project.declare({ a: {} });
  const failed = await project.up();
  expect(failed.output).toContain(`STREAM_NOT_PUSHED: ${DOMAIN}/live/a`);
  expect(failed.output).toContain("waitForStream");
});

scenario("where looking is not permitted, the error says what it could not find out", async ({ emulator, project }) => {
  emulator.endPush(`${DOMAIN}/live/a`);
  for (const operation of ["streams", "rules"] as const) {
    const body = { error_code: "LIVE.100011003", error_msg: "no permission" };
    emulator.addFault({ operation, kind: "status", status: 403, body, times: 0 });
  }
  await project.declare({ a: {} });
  const failed = await project.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("START_REFUSED");
  expect(failed.output).toContain("could not check whether the stream is being pushed");
  expect(failed.output).toContain("or whether a COMMAND_RECORD rule covers it");
});

const FIFTY = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`s${i}`, {}]));

for (const [what, env, says] of [
  ["a wrong secret", { HUAWEICLOUD_SDK_SK: "wrong" }, "the service rejected the credential (HUAWEICLOUD_SDK_AK)"],
  ["an unknown key", { HUAWEICLOUD_SDK_AK: "NOSUCHKEY" }, "the service rejected the credential (HUAWEICLOUD_SDK_AK)"],
  ["an expired token", { HW_AUTH_TOKEN: "expired" }, "the token (HW_AUTH_TOKEN) has expired"],
  [
    "a project of somebody else",
    { HUAWEICLOUD_SDK_PROJECT_ID: "1".repeat(32) },
    "the project id does not belong to the credential",
  ],
] as const) {
  scenario(
    `${what} costs one request, however many resources there are`,
    async ({ emulator, project }) => {
      await project.declare(FIFTY);
      const failed = await project.up("--continue-on-error");
      expect(failed.code).not.toBe(0);
      expect(failed.output).toContain("AUTHENTICATION_FAILED");
      expect(failed.output).toContain(says);
      expect(emulator.requests().map(({ status }) => status)).toEqual([401]);
    },
    { env },
  );
}

scenario(
  "a clock that is wrong costs one request, and the error has both times",
  async ({ emulator, project }) => {
    await project.declare(FIFTY);
    const failed = await project.up("--continue-on-error");
    expect(failed.output).toMatch(/this machine's clock says 20\d\d-\S+Z, the service's says 2020-05-05T05:05:05Z/);
    expect(emulator.requests()).toHaveLength(1);
  },
  { now: () => Date.parse("2020-05-05T05:05:05Z") },
);

scenario("an account in arrears costs one request, and the error says so", async ({ emulator, project }) => {
  const body = { error_code: "LIVE.100011014", error_msg: "The account is in arrears" };
  emulator.addFault({ kind: "status", status: 401, body, times: 0 });
  await project.declare(FIFTY);
  const failed = await project.up("--continue-on-error");
  expect(failed.output).toContain("the account is frozen, deleted or in arrears");
  expect(emulator.requests()).toHaveLength(1);
});

scenario(
  "a key rotated in the stack configuration: destroy says what to do, and with --run-program it works",
  async ({ emulator, project }) => {
    await project.config("huaweicloud:accessKey", emulator.accessKey);
    await project.config("huaweicloud:secretKey", "before-the-rotation", "--secret");
    await project.declare({ a: {} });
    // The key that the last up has used is no longer valid: here it never was, so up itself is made to succeed by hand.
    expect((await project.up()).output).toContain("add --run-program");
    await project.config("huaweicloud:secretKey", emulator.secretKey, "--secret");
    succeeded(await project.up());
    await project.config("huaweicloud:secretKey", "after-the-rotation", "--secret");
    expect((await project.destroy("--run-program")).output).toContain("AUTHENTICATION_FAILED");
    await project.config("huaweicloud:secretKey", emulator.secretKey, "--secret");
    succeeded(await project.destroy("--run-program"));
    expect(recorded(emulator)).toEqual([]);
  },
);

scenario(
  "an error of a delete is told once, says how to forget the recording, and many are few lines",
  async ({ emulator, project }) => {
    const names = Array.from({ length: 30 }, (_, i) => `r${i}`);
    await project.declare(Object.fromEntries(names.map((name) => [name, {}])));
    succeeded(await project.up("--parallel", "30"));
    emulator.addFault({ operation: "STOP", kind: "status", status: 403, times: 0 });
    const { output, code } = await project.destroy("--parallel", "30");
    expect(code).not.toBe(0);
    for (const name of names) {
      // While it runs, as it ends, and among the diagnostics: three times by the engine, and none by the plugin process.
      const times = output.split(`STOP of ${DOMAIN}/live/${name} was refused`).length - 1;
      expect(times).toBeLessThanOrEqual(3);
      expect(times).toBeGreaterThan(0);
    }
    expect(output).not.toMatch(/huaweicloud-live: PERMISSION_DENIED/);
    expect(output.split("pulumi state delete URN").length - 1).toBe(1);
    const withoutAdvice = output.split("\n").filter((line) => line.includes("earlier error of this run"));
    expect(withoutAdvice.length).toBeGreaterThan(0);
  },
);
