import { expect } from "vitest";
import type { RecordType } from "../../emulator";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { inBothShells } from "./scenario";

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

/** By application, the rules of its stream `a`, and why they do not let it be recorded. */
const REASONS = {
  bare: { code: "NO_COMMAND_RULE", rules: [], says: "No recording rule of push.example.com covers the stream" },
  other: {
    code: "RULE_OF_ANOTHER_TYPE",
    rules: [rule("other", "*", "CONTINUOUS_RECORD")],
    says: "only COMMAND_RECORD accepts commands",
  },
  hidden: {
    code: "RULE_HIDDEN",
    rules: [rule("hidden", "*", "COMMAND_RECORD"), rule("hidden", "a", "CONTINUOUS_RECORD")],
    says: "Rule hidden-a-CONTINUOUS_RECORD (hidden/a) of type CONTINUOUS_RECORD is more specific",
  },
  young: {
    code: "RULE_NEWER_THAN_PUSH",
    rules: [rule("young", "*", "COMMAND_RECORD", new Date().toISOString())],
    says: "takes effect with the next push",
  },
  silent: { code: "STREAM_NOT_PUSHED", rules: [rule("silent", "*", "COMMAND_RECORD")], says: "waitForStream" },
} as const;

inBothShells(
  "a START that is refused says why: because of its rules, or because the stream is not pushed",
  async ({ emulator, project }) => {
    const reasons = Object.entries(REASONS);
    for (const [app] of reasons)
      if (app !== "silent") emulator.push(`${DOMAIN}/${app}/a`, { startedAt: "2026-01-01T00:00:00Z" });
    emulator.setRules(reasons.flatMap(([, { rules }]) => [...rules]));
    await project.declare(Object.fromEntries(reasons.map(([app]) => [app, { app, stream: "a" }])));
    const failed = await project.up("--continue-on-error");
    expect(failed.code).not.toBe(0);
    for (const [app, { code, says }] of reasons) {
      const refused = `${code}: ${DOMAIN}/${app}/a is not being recorded: START was refused.*`;
      const answer = "\\s+The service said: HTTP 400 LIVE\\.100011001 .*X-request-id \\w+";
      const [error = ""] = failed.output.match(new RegExp(refused + answer)) ?? [];
      expect(error).toContain(says);
      expect(await project.recording(app)).toBeUndefined();
    }
    expect(commands(emulator).sort()).toEqual(reasons.map(([app]) => `START ${DOMAIN}/${app}/a 400`).sort());
  },
  { strict: true },
);

inBothShells(
  "where looking is not permitted, the error says what it could not find out",
  async ({ emulator, project }) => {
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
  },
);

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
  inBothShells(
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

inBothShells(
  "a clock that is wrong costs one request, and the error has both times",
  async ({ emulator, project }) => {
    await project.declare(FIFTY);
    const failed = await project.up("--continue-on-error");
    expect(failed.output).toMatch(/this machine's clock says 20\d\d-\S+Z, the service's says 2020-05-05T05:05:05Z/);
    expect(emulator.requests()).toHaveLength(1);
  },
  { now: () => Date.parse("2020-05-05T05:05:05Z") },
);

inBothShells("an account in arrears costs one request, and the error says so", async ({ emulator, project }) => {
  const body = { error_code: "LIVE.100011014", error_msg: "The account is in arrears" };
  emulator.addFault({ kind: "status", status: 401, body, times: 0 });
  await project.declare(FIFTY);
  const failed = await project.up("--continue-on-error");
  expect(failed.output).toContain("the account is frozen, deleted or in arrears");
  expect(emulator.requests()).toHaveLength(1);
});

inBothShells(
  "a key rotated in the stack configuration: destroy says what to do, and with --run-program it works",
  async ({ emulator, project }) => {
    await project.setting("accessKey", emulator.accessKey);
    await project.setting("secretKey", "before-the-rotation", "--secret");
    await project.declare({ a: {} });
    // The key that the last up has used is no longer valid: here it never was, so up itself is made to succeed by hand.
    expect((await project.up()).output).toContain("add --run-program");
    await project.setting("secretKey", emulator.secretKey, "--secret");
    succeeded(await project.up());
    await project.setting("secretKey", "after-the-rotation", "--secret");
    expect((await project.destroy("--run-program")).output).toContain("AUTHENTICATION_FAILED");
    await project.setting("secretKey", emulator.secretKey, "--secret");
    succeeded(await project.destroy("--run-program"));
    expect(recorded(emulator)).toEqual([]);
  },
);

inBothShells(
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
