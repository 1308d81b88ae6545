import { afterEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { DOMAIN, recorded, settingsFor } from "../engine/project";
import { CallError, Plugin } from "./plugin";

const STREAM = { publishDomain: DOMAIN, app: "live", stream: "a" };

describe("the provider text in a real plugin process", () => {
  let plugin: Plugin | undefined;
  let emulator: Emulator | undefined;
  afterEach(async () => {
    plugin?.stop();
    await emulator?.close();
  });

  async function ready(config: Record<string, unknown> = {}): Promise<Plugin> {
    emulator = await startEmulator();
    plugin = await Plugin.start(settingsFor(emulator), config);
    return plugin;
  }

  test("finds the methods in the installed package: check, create, read, update, delete", async () => {
    const plugin = await ready();
    const { inputs, failures } = await plugin.check({}, STREAM);
    expect(failures).toEqual([]);
    const { id, outs } = await plugin.create(inputs);
    expect(id).toBe(`${DOMAIN}/live/a`);
    expect(outs).toMatchObject({ ...STREAM, recording: true, status: "recording", region: "cn-north-4" });
    expect(await plugin.diff(id, outs, inputs)).toMatchObject({ changes: 0, replaces: [] });
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    const { outs: updated } = await plugin.update(id, outs, { ...inputs, timeout: 60 });
    expect(updated).toEqual({ ...outs, timeout: 60 });
    await plugin.delete(id, updated);
    expect(recorded(emulator as Emulator)).toEqual([]);
  });

  test("the configuration is there for the first call, however close behind configure it comes", async () => {
    emulator = await startEmulator();
    const { HUAWEICLOUD_REGION, ...env } = settingsFor(emulator);
    plugin = await Plugin.start(env, { "huaweicloud:region": "cn-north-1" });
    const [first, second] = await Promise.all([plugin.check({}, STREAM), plugin.check({}, { ...STREAM, stream: "b" })]);
    expect([first, second].map(({ inputs }) => inputs.region)).toEqual(["cn-north-1", "cn-north-1"]);
  });

  test("a check does not load the HTTP client", async () => {
    emulator = await startEmulator();
    const trace = { ...settingsFor(emulator), NODE_DEBUG: "module" };
    plugin = await Plugin.start(trace);
    await plugin.check({}, STREAM);
    await expect.poll(() => plugin?.output).toContain("lifecycle/recording/check.js");
    expect(plugin.output).not.toContain("node_modules/undici/");
    await plugin.create({ ...STREAM, recording: true, region: "cn-north-4" });
    await expect.poll(() => plugin?.output).toContain("node_modules/undici/");
  });

  test("a START without an answer is kept in the state, complete and without startedAt", async () => {
    const plugin = await ready();
    emulator?.addFault({ operation: "START", kind: "reset", executed: true, times: 0 });
    const { inputs } = await plugin.check({}, { ...STREAM, timeout: 1 });
    const error = await plugin.create(inputs).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CallError);
    const { message, kept } = error as CallError;
    expect(message).toContain(`NO_ANSWER: START of ${DOMAIN}/live/a got no answer`);
    expect(kept?.id).toBe(`${DOMAIN}/live/a`);
    expect(kept?.reasons).toEqual([message]);
    expect(kept?.properties).toEqual({ ...inputs, projectId: emulator?.projectId, status: "unknown" });
    expect(kept?.properties.__provider).toContain("pulumi-huaweicloud-live/provider");
  });

  test("an error has its code first and no stack", async () => {
    const plugin = await ready();
    emulator?.endPush(`${DOMAIN}/live/a`);
    const error = await plugin.create({ ...STREAM, recording: true, region: "cn-north-4" }).catch((e: unknown) => e);
    expect((error as CallError).message).toMatch(/^STREAM_NOT_PUSHED: /);
    expect((error as CallError).kept).toBeUndefined();
    emulator?.addFault({ operation: "STOP", kind: "status", status: 403, times: 0 });
    const props = {
      ...STREAM,
      recording: true,
      region: "cn-north-4",
      projectId: emulator?.projectId,
      status: "recording",
    };
    await expect(plugin.delete(`${DOMAIN}/live/a`, props)).rejects.toThrow(/^PERMISSION_DENIED: STOP of /);
    expect(plugin.output).not.toMatch(/\n\s+at /);
    // The engine shows it. Pulumi's plugin process would print it as well.
    expect(plugin.output).not.toContain("PERMISSION_DENIED");
  });

  test("SIGINT ends the process at once", async () => {
    const plugin = await ready();
    await plugin.create({ ...STREAM, recording: true, region: "cn-north-4" });
    expect(await plugin.interrupt()).toBeLessThan(2_000);
  });
});
