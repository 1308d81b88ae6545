import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import type { Inputs, State } from "../../../provider/lifecycle/recording";
import { MethodError } from "../../../provider/process/method-error";
import { type Opened, resourcesFor } from "../../../provider/process/methods";
import { commands, settingsFor } from "../../engine/project";
import { failureOf } from "../../failure-of";

const INPUTS: Inputs = {
  publishDomain: "push.example.com",
  app: "live",
  stream: "a",
  recording: true,
  region: "cn-north-4",
};

/** What is left of a wait after Ctrl-C, in milliseconds. */
const AT_ONCE = 200;

let emulator: Emulator;
let opened: Opened;
let env: Record<string, string>;
beforeEach(async () => {
  emulator = await startEmulator({ cooldown: 1 });
  env = settingsFor(emulator);
  open();
});
afterEach(() => emulator.close());

// What loads with the first request is no wait, and takes a second on a busy machine.
beforeAll(async () => {
  const first = await startEmulator();
  const { streamRecording } = resourcesFor({
    config: { get: () => undefined },
    env: settingsFor(first),
    print: () => {},
  });
  await streamRecording.create(INPUTS);
  await first.close();
});

function open(more: Record<string, string> = {}) {
  opened = resourcesFor({ config: { get: () => undefined }, env: { ...env, ...more }, print: () => {} });
}

/** Cancels once the call waits, and says how it ends. */
async function cancelled(call: Promise<unknown>, after = 300): Promise<MethodError> {
  const failure = failureOf(call, MethodError);
  await sleep(after);
  const began = performance.now();
  opened.cancel();
  const error = await failure;
  expect(performance.now() - began).toBeLessThan(AT_ONCE);
  return error;
}

test("a create that waits for its push ends at once, sends nothing and leaves nothing", async () => {
  emulator.endPush("push.example.com/live/a");
  const error = await cancelled(opened.streamRecording.create({ ...INPUTS, waitForStream: 600 }));
  expect(error.shown).toBe(
    "CANCELLED: START of push.example.com/live/a was not sent, because the run was cancelled first.",
  );
  expect(error.kept).toBeUndefined();
  expect(commands(emulator)).toEqual([]);
});

test("all that wait for a push end, however many share one listing", async () => {
  const waiting = ["a", "b", "c"].map((stream) => {
    emulator.endPush(`push.example.com/live/${stream}`);
    return failureOf(opened.streamRecording.create({ ...INPUTS, stream, waitForStream: 600 }), MethodError);
  });
  await sleep(300);
  opened.cancel();
  expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(["CANCELLED", "CANCELLED", "CANCELLED"]);
});

test("a START that waits for the time after a STOP is not sent", async () => {
  const { id, outs } = await opened.streamRecording.create(INPUTS);
  const { outs: stopped } = await opened.streamRecording.update(id, outs, { ...INPUTS, recording: false });
  const error = await cancelled(opened.streamRecording.update(id, stopped, INPUTS));
  expect(error).toMatchObject({ code: "CANCELLED", kept: undefined });
  expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
});

test("a START that was refused as recorded already is not asked again", async () => {
  await opened.streamRecording.create(INPUTS);
  open();
  const error = await cancelled(opened.streamRecording.create(INPUTS));
  expect(error).toMatchObject({ code: "CANCELLED", kept: undefined });
  expect(commands(emulator)).toEqual(["START a 200", "START a 400"]);
});

test("a START whose answer was lost is kept as unknown, since it may have been executed", async () => {
  emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 0 });
  const error = await cancelled(opened.streamRecording.create({ ...INPUTS, timeout: 3600 }), 3000);
  expect(error.code).toBe("CANCELLED");
  expect(error.message).toContain("It may have been executed");
  expect(error.kept).toEqual({
    id: "push.example.com/live/a",
    properties: { ...INPUTS, timeout: 3600, projectId: emulator.projectId, status: "unknown" },
  });
});

test("what a lost answer has left open stays open while the next START waits for its time", async () => {
  emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 1 });
  // The second try is answered: recorded already, which may be our own; the third would settle it.
  const error = await cancelled(opened.streamRecording.create(INPUTS), 3000);
  expect(error).toMatchObject({ code: "CANCELLED", kept: { properties: { status: "unknown" } } });
});

test("a STOP that was tried without an answer leaves the state as it was", async () => {
  const { id, outs } = await opened.streamRecording.create(INPUTS);
  emulator.addFault({ operation: "STOP", kind: "reset", executed: false, times: 0 });
  const error = await cancelled(opened.streamRecording.delete(id, { ...outs, timeout: 3600 }), 3000);
  expect(error.shown).toMatch(/^CANCELLED: STOP of .* was sent, but the run was cancelled before an answer came/);
});

test("what waits for the request limit is not sent", async () => {
  open({ HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: "1" });
  await opened.streamRecording.create(INPUTS);
  const error = await cancelled(opened.streamRecording.create({ ...INPUTS, stream: "b" }));
  expect(error).toMatchObject({ code: "CANCELLED", kept: undefined });
  expect(commands(emulator)).toEqual(["START a 200"]);
});

test("what the service has asked to slow down is not sent", async () => {
  emulator.addFault({ operation: "START", kind: "status", status: 429, headers: { "retry-after": "60" }, times: 0 });
  const error = await cancelled(opened.streamRecording.create({ ...INPUTS, timeout: 3600 }));
  expect(error).toMatchObject({ code: "CANCELLED", kept: undefined });
  expect(commands(emulator)).toEqual(["START a 429"]);
});

test("a command on its way is waited for, and counts", async () => {
  emulator.addFault({ operation: "START", kind: "delay", delay: 1 });
  const created = opened.streamRecording.create(INPUTS);
  await sleep(300);
  opened.cancel();
  expect((await created).outs.status).toBe("recording");
});

test("a refused START is not looked into any more", async () => {
  emulator.endPush("push.example.com/live/a");
  emulator.addFault({ operation: "START", kind: "delay", delay: 1 });
  const failure = failureOf(opened.streamRecording.create(INPUTS), MethodError);
  await sleep(300);
  opened.cancel();
  expect((await failure).shown).toMatch(/^START_REFUSED: .* The run was cancelled/);
  expect(emulator.requests().map(({ operation }) => operation)).toEqual(["START"]);
});

test("after it, every call ends at once, and a second one does no harm", async () => {
  opened.cancel();
  opened.cancel();
  const { code } = await failureOf(opened.streamRecording.create({ ...INPUTS, waitForStream: 600 }), MethodError);
  expect(code).toBe("CANCELLED");
  const state: State = { ...INPUTS, projectId: emulator.projectId, status: "recording" };
  expect(await opened.streamRecording.read("push.example.com/live/a", state)).toMatchObject({ props: state });
  expect(emulator.requests()).toEqual([]);
});
