import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { commands, DOMAIN, recorded, succeeded } from "./project";
import { inBothShells } from "./scenario";

// Row 10 of docs/reliability.md.

inBothShells(
  "50 streams that wait are recorded within 10 s of their push, with one listing for all",
  async ({ emulator, project }) => {
    const names = Array.from({ length: 50 }, (_, i) => `s${i}`);
    for (const name of names) emulator.endPush(`${DOMAIN}/live/${name}`);
    await project.declare(Object.fromEntries(names.map((name) => [name, { waitForStream: 300 }])));
    const up = project.up("--parallel", "60");
    while (emulator.requests().filter(({ operation }) => operation === "streams").length < 5) await sleep(200);
    const refusedWhileWaiting = commands(emulator).length;
    for (const name of names) emulator.push(`${DOMAIN}/live/${name}`);
    const pushed = Date.now();
    while (recorded(emulator).length < names.length && Date.now() - pushed < 30_000) await sleep(100);
    expect(Date.now() - pushed).toBeLessThan(10_000);
    expect(await up).toMatchObject({ code: 0, output: expect.stringContaining("waits up to 300 s for a push") });
    expect(refusedWhileWaiting).toBeLessThanOrEqual(30);
    const listings = emulator.requests().filter(({ operation }) => operation === "streams");
    const seconds = (Date.now() - Date.parse(listings[0]?.at ?? "")) / 1000;
    expect(listings.length).toBeLessThan(50);
    expect(seconds).toBeGreaterThan(5);
  },
);

inBothShells("a push that never begins is a clear error at the end of the wait", async ({ emulator, project }) => {
  emulator.endPush(`${DOMAIN}/live/a`);
  await project.declare({ a: { waitForStream: 8 } });
  const failed = await project.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("STREAM_NOT_PUSHED");
  expect(failed.output).toContain("after waiting 8 s for its push");
  expect(commands(emulator)).toEqual(["START a 400"]);
});

inBothShells("a list that lags does not keep a stream from being recorded", async ({ emulator, project }) => {
  emulator.push(`${DOMAIN}/live/a`, { listed: false });
  await project.declare({ a: { waitForStream: 120 } });
  succeeded(await project.up());
  expect(commands(emulator)).toEqual(["START a 200"]);
});

inBothShells(
  "a list that may not be read does not keep a stream from being recorded",
  async ({ emulator, project }) => {
    emulator.addFault({ operation: "streams", kind: "status", status: 403, times: 0 });
    emulator.endPush(`${DOMAIN}/live/a`);
    await project.declare({ a: { waitForStream: 120 } });
    const up = project.up();
    while (commands(emulator).length === 0) await sleep(100);
    emulator.push(`${DOMAIN}/live/a`);
    succeeded(await up);
    expect(recorded(emulator)).toEqual(["a"]);
  },
);

inBothShells("with a plain emulator, where every stream counts as pushed, 20 recordings do not wait", async (world) => {
  const { emulator, project } = world;
  const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
  await project.declare(Object.fromEntries(names.map((name) => [name, { waitForStream: 300 }])));
  expect(await project.up()).toMatchObject({ code: 0, output: expect.not.stringContaining("for a push") });
  const [first, last] = [emulator.requests()[0], emulator.requests().at(-1)];
  expect(Date.parse(last?.at ?? "") - Date.parse(first?.at ?? "")).toBeLessThan(5_000);
  expect(recorded(emulator)).toHaveLength(names.length);
});

inBothShells("a stream that is pushed already does not wait", async ({ emulator, project }) => {
  emulator.push(`${DOMAIN}/live/a`);
  await project.declare({ a: { waitForStream: 3600 } });
  expect(await project.up()).toMatchObject({ code: 0, output: expect.not.stringContaining("waits") });
  expect(
    emulator
      .requests()
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(["START", "rules", "streams"]);
});

inBothShells(
  "a missing rule fails at once, and a rule younger than the push waits for the next push",
  async ({ emulator, project }) => {
    await project.declare({ a: { waitForStream: 3600 } });
    const failed = await project.up();
    expect(failed.output).toContain("NO_COMMAND_RULE");
    expect(commands(emulator)).toEqual([]);

    emulator.push(`${DOMAIN}/live/a`);
    await sleep(1100);
    emulator.setRules([{ publish_domain: DOMAIN, app: "*", stream: "*", record_type: "COMMAND_RECORD" }]);
    const up = project.up();
    await sleep(6000);
    emulator.endPush(`${DOMAIN}/live/a`);
    emulator.push(`${DOMAIN}/live/a`);
    succeeded(await up);
    expect(recorded(emulator)).toEqual(["a"]);
  },
  { strict: true },
);
