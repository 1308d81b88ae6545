import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import { UNKNOWN } from "../../../provider/lifecycle/inputs/declaration";
import type { Inputs, State } from "../../../provider/lifecycle/recording";
import type { RuleInputs } from "../../../provider/lifecycle/rule/rule";
import { MethodError } from "../../../provider/process/method-error";
import { type Opened, resourcesFor } from "../../../provider/process/methods";
import { commands, settingsFor } from "../../engine/project";
import { failureOf } from "../../failure-of";

const STREAM = { publishDomain: "push.example.com", app: "live", stream: "a" };
const ID = "push.example.com/live/a";
const RULE = { publishDomain: "push.example.com", app: "live", storage: { bucket: "records" }, hls: { cycle: 3600 } };

let emulator: Emulator;
let opened: Opened;
beforeEach(async () => {
  emulator = await startEmulator();
  open();
});
afterEach(() => emulator.close());

function open(env: Record<string, string> = {}) {
  const config = { get: () => undefined };
  opened = resourcesFor({ config, env: { ...settingsFor(emulator), ...env }, print: () => {} });
}

const urn = (name: string) => `urn:pulumi:dev::test::huaweicloud-live:index:StreamRecording::${name}`;

describe("an import", () => {
  test("of a recording takes its inputs from the id, and claims nothing that nobody can know", async () => {
    const { id, inputs, props } = await opened.streamRecording.read(ID, undefined);
    expect(id).toBe(ID);
    expect(inputs).toEqual({ ...STREAM, recording: true, region: "cn-north-4", projectId: emulator.projectId });
    expect(props).toEqual({ ...inputs, status: "unknown" });
    expect(emulator.requests()).toEqual([]);
  });

  test("looks the project up where none is set, and keeps it out of the inputs", async () => {
    open({ HUAWEICLOUD_SDK_PROJECT_ID: "", HUAWEICLOUD_SDK_IAM_ENDPOINT: emulator.url });
    const { inputs, props } = await opened.streamRecording.read(ID, undefined);
    expect(props).toEqual({ ...inputs, projectId: emulator.projectId, status: "unknown" });
    expect(inputs).not.toHaveProperty("projectId");
  });

  test("is settled by one START of the next update, whatever ran before", async () => {
    const { id, props, inputs } = await opened.streamRecording.read(ID, undefined);
    expect(await opened.streamRecording.diff(id, props as State, inputs as Inputs)).toMatchObject({ changes: true });
    const { outs } = await opened.streamRecording.update(id, props as State, inputs as Inputs);
    expect(outs.status).toBe("recording");
    expect(commands(emulator)).toEqual(["START a 200"]);
    expect(await opened.streamRecording.diff(id, outs, inputs as Inputs)).toEqual({ replaces: [] });
  });

  test.each([
    "push.example.com/live",
    "push.example.com/live/a/b",
    "push.example.com/live/*",
    "push.example.com/live/",
    "rtmp://push.example.com/live/a",
    "",
  ])("refuses what check refuses as an id: %j", async (id) => {
    const { code, message } = await failureOf(opened.streamRecording.read(id, undefined), MethodError);
    expect(code).toBe("IMPORT_REFUSED");
    expect(message).toMatch(/publishDomain\/app\/stream, such as .* This id is not valid:\n {2}- /);
  });

  test("without a region says that the region is missing", async () => {
    open({ HUAWEICLOUD_REGION: "" });
    expect((await failureOf(opened.streamRecording.read(ID, undefined), MethodError)).code).toBe("SETTING_MISSING");
  });

  test("of a rule declares what the service has, so that a program of just that changes nothing", async () => {
    const { inputs } = await opened.recordRule.check({}, RULE);
    const made = await opened.recordRule.create(inputs as unknown as RuleInputs);
    const { id, inputs: found, props } = await opened.recordRule.read(made.id, undefined);
    expect(id).toBe(made.id);
    expect(found).toMatchObject(inputs);
    expect(props).toEqual({ ...made.outs, ...found, requestId: props?.requestId });

    const { region: _, projectId: __, ...program } = found as RuleInputs;
    const again = await opened.recordRule.check(found as never, program as never);
    expect(again).toEqual({ inputs: found, failures: [] });
    const difference = await opened.recordRule.diff(id, props as never, again.inputs as never);
    expect(difference).toMatchObject({ replaces: [] });
    expect(difference).not.toHaveProperty("changes");
  });

  test("of a rule that there is not says so", async () => {
    expect(await opened.recordRule.read("no-such-rule", undefined)).toEqual({ id: "" });
  });

  test.each(["a/b", "push.example.com/live/*", "", "..", "a?b"])("of a rule refuses %j as an id", async (id) => {
    const { code } = await failureOf(opened.recordRule.read(id, undefined), MethodError);
    expect(code).toBe("IMPORT_REFUSED");
    expect(emulator.requests()).toEqual([]);
  });

  test("of a rule fails where the service does not let us look", async () => {
    emulator.addFault({ operation: "rule-show", kind: "status", status: 403, times: 0 });
    expect((await failureOf(opened.recordRule.read("some-rule", undefined), MethodError)).code).toBe(
      "PERMISSION_DENIED",
    );
  });
});

describe("a preview", () => {
  const inputs: Inputs = { ...STREAM, recording: true, region: "cn-north-4", projectId: "p" };
  const state: State = {
    ...inputs,
    projectId: "p",
    status: "recording",
    startedAt: "2026-01-01T00:00:00Z",
    requestId: "r",
  };

  test("of a create knows the id, the place and the status, and not when", async () => {
    expect(await opened.streamRecording.preview(inputs)).toEqual({ id: ID, outs: { ...inputs, status: "recording" } });
    const stopped = { ...inputs, recording: false };
    expect(await opened.streamRecording.preview(stopped)).toEqual({ id: ID, outs: { ...stopped, status: "stopped" } });
  });

  test("knows no id of a stream that is not known yet, and no status of what may be declared", async () => {
    const unknown = { ...inputs, stream: UNKNOWN, recording: UNKNOWN as unknown as boolean };
    expect(await opened.streamRecording.preview(unknown)).toEqual({ outs: unknown });
  });

  test.each([
    {
      what: "that sends nothing keeps all",
      olds: state,
      news: { ...inputs, timeout: 60 },
      outs: { ...state, timeout: 60 },
    },
    {
      what: "that stops",
      olds: state,
      news: { ...inputs, recording: false },
      outs: { ...inputs, recording: false, status: "stopped" },
    },
    {
      what: "that starts again",
      olds: { ...state, status: "interrupted" as const, recording: false },
      news: inputs,
      outs: { ...inputs, status: "recording" },
    },
    {
      what: "of what is stopped keeps all",
      olds: { ...state, recording: false, status: "stopped" as const },
      news: { ...inputs, recording: false },
      outs: { ...state, recording: false, status: "stopped" },
    },
  ])("of an update $what", async ({ olds, news, outs }) => {
    expect((await opened.streamRecording.preview(news, olds)).outs).toEqual(outs);
  });

  test("sends nothing", async () => {
    await opened.streamRecording.preview(inputs);
    await opened.streamRecording.preview(inputs, state);
    expect(emulator.requests()).toEqual([]);
  });

  test("of a rule knows when nothing will be sent", async () => {
    const { inputs } = await opened.recordRule.check({}, RULE);
    const declared = inputs as unknown as RuleInputs;
    const { id, outs } = await opened.recordRule.create(declared);
    expect((await opened.recordRule.preview(declared)).outs).toEqual(declared);
    expect((await opened.recordRule.preview({ ...declared, timeout: 60 }, outs)).outs).toEqual({
      ...outs,
      timeout: 60,
    });
    const { requestId: _, ...known } = outs;
    const changed = { ...declared, hls: { cycle: 60 } };
    expect((await opened.recordRule.preview(changed, outs)).outs).toEqual({ ...known, hls: { cycle: 60 } });
    await opened.recordRule.delete(id, outs);
  });
});

describe("customTimeouts", () => {
  test("cap the wait for a push, and are not kept", async () => {
    emulator.endPush(ID);
    const began = performance.now();
    const inputs: Inputs = { ...STREAM, recording: true, region: "cn-north-4", waitForStream: 600 };
    const { shown } = await failureOf(opened.streamRecording.create(inputs, { timeout: 1 }), MethodError);
    expect(shown).toMatch(/^STREAM_NOT_PUSHED: .* after waiting 1 s for its push/);
    expect(performance.now() - began).toBeLessThan(5_000);
    emulator.push(ID);
    const { outs } = await opened.streamRecording.create(inputs, { timeout: 5 });
    expect(outs.waitForStream).toBe(600);
    expect(outs).not.toHaveProperty("timeout");
  });

  test("cap the budget of START, STOP and the requests of rules", async () => {
    emulator.addFault({ kind: "reset", executed: false, times: 0 });
    const state: State = { ...STREAM, recording: true, region: "cn-north-4", projectId: "p", status: "recording" };
    const rule = { ...RULE, stream: "*", type: "COMMAND_RECORD", region: "cn-north-4" } as unknown as RuleInputs;
    const failures = [
      opened.streamRecording.create(state, { timeout: 1 }),
      opened.streamRecording.delete(ID, { ...state, stream: "b" }, { timeout: 1 }),
      opened.recordRule.create(rule, { timeout: 1 }),
      opened.recordRule.delete("rule", { ...rule, projectId: "p" }, { timeout: 1 }),
    ].map((call) => failureOf(call, MethodError));
    for (const failure of failures) {
      expect((await failure).shown).toMatch(/^NO_ANSWER: .* within the timeout of 1 s/);
    }
  });

  test("do not stretch what the resource declares itself", async () => {
    emulator.addFault({ kind: "reset", executed: false, times: 0 });
    const inputs: Inputs = { ...STREAM, recording: true, region: "cn-north-4", timeout: 1 };
    const { message } = await failureOf(opened.streamRecording.create(inputs, { timeout: 600 }), MethodError);
    expect(message).toContain("within the timeout of 1 s");
  });
});

describe("one stream under two URNs", () => {
  const check = (name: string, stream: Record<string, unknown> = {}) =>
    opened.streamRecording.check({}, { ...STREAM, ...stream }, { urn: urn(name) });

  test("is refused by the check of the second, and names both", async () => {
    expect((await check("one")).failures).toEqual([]);
    expect((await check("two")).failures).toEqual([
      {
        property: "stream",
        reason: `STREAM_DECLARED_TWICE: the StreamRecordings "one" and "two" declare the same stream ${ID}. Each would stop the other's recording: keep one of them`,
      },
    ]);
  });

  test("is none where a resource is checked twice, or two exchange their streams", async () => {
    await check("one");
    expect((await check("one")).failures).toEqual([]);
    expect((await check("two", { stream: "b" })).failures).toEqual([]);
    expect((await check("one", { stream: "c" })).failures).toEqual([]);
    expect((await check("two", { stream: "a" })).failures).toEqual([]);
  });

  test("is none while a name is not known yet", async () => {
    await check("one", { stream: UNKNOWN });
    expect((await check("two", { stream: UNKNOWN })).failures).toEqual([]);
  });

  test("is nothing to a shell that hears of no URN", async () => {
    await opened.streamRecording.check({}, STREAM);
    expect((await opened.streamRecording.check({}, STREAM)).failures).toEqual([]);
  });

  test("is refused for rules, too", async () => {
    await opened.recordRule.check({}, RULE, { urn: urn("one") });
    const { failures } = await opened.recordRule.check({}, RULE, { urn: urn("two") });
    expect(failures[0]?.reason).toMatch(/^RULE_DECLARED_TWICE: the RecordRules "one" and "two" /);
  });
});
