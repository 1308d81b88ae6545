import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Emulator } from "../../emulator";
import { signRecord } from "../../keeper/notifications/signature";
import { Client } from "../emulator/client";
import { id, RunningKeeper, soon } from "./keeper";
import { commands, DOMAIN, type Project, recorded, succeeded } from "./project";
import { scenario } from "./scenario";

// What happens at once: messages, other people's runs, and the deaths of those that take part.

/** The list has whole seconds: a push that comes back sooner cannot be told from the one before. */
const LIST_MS = 3_000;

async function recording(project: Project, ...names: string[]): Promise<void> {
  await project.declare(Object.fromEntries(names.map((name) => [name, {}])));
  succeeded(await project.up());
  await sleep(LIST_MS);
}

const starts = (emulator: Emulator, name: string) =>
  commands(emulator).filter((command) => command === `START ${name} 200`).length;
const stops = (emulator: Emulator) => commands(emulator).filter((command) => command.startsWith("STOP"));

const KEY = "0123456789abcdef0123456789abcdef";

scenario(
  "messages of the service: a push that is back, a recording that ends or fails while its push goes on",
  async ({ emulator, project }) => {
    await recording(project, "a", "b");
    project.env.HUAWEICLOUD_LIVE_NOTIFICATION_KEY = KEY;
    // It would not look before the test is over.
    const keeper = new RunningKeeper(project, "--interval", "600", "--notifications", "127.0.0.1:0");
    const url = await keeper.url("Notifications");
    await soon(() => expect(keeper.lines).toContain(`${id("b")}: recording`));
    const client = new Client(emulator);
    await client.send(
      "PUT",
      "notifications/publish",
      `domain=${DOMAIN}`,
      JSON.stringify({ url: `${url}/stream`, auth_sign_key: KEY, call_back_area: "mainland_china" }),
    );
    const callback = { publish_domain: DOMAIN, app: "live", notify_callback_url: `${url}/record`, key: KEY };
    await client.send(
      "POST",
      "record/callbacks",
      "",
      JSON.stringify({ ...callback, notify_event_subscription: ["RECORD_OVER", "RECORD_FAILED"] }),
    );

    emulator.interrupt(id("a"), 2);
    await soon(() => expect(starts(emulator, "a")).toBe(2));
    await soon(() => expect(keeper.lines).toMatch(/live\/a: recording again/));

    // Somebody's STOP, of which the service tells nothing in the emulator: the message is made here.
    await client.stop(id("b"));
    const over = {
      auth_timestamp: Math.floor(Date.now() / 1_000),
      event_type: "RECORD_OVER",
      publish_domain: DOMAIN,
      app: "live",
      stream: "b",
    };
    const post = (body: object) => fetch(`${url}/record`, { method: "POST", body: JSON.stringify(body) });
    expect((await post({ ...over, auth_sign: "0".repeat(64) })).status).toBe(401);
    expect((await post({ ...over, auth_sign: signRecord(over, KEY) })).status).toBe(200);
    await soon(() => expect(recorded(emulator)).toEqual(["a", "b"]));
    await soon(async () => expect((await keeper.status()).totals).toMatchObject({ recording: 2, unrecorded: 0 }));

    emulator.fail(id("a"), "the bucket is full");
    await soon(() => expect(recorded(emulator)).toEqual(["a", "b"]));
    expect(keeper.lines).toContain(`${id("a")}: its recording has failed`);
    expect(stops(emulator)).toEqual(["STOP b 200"]);
    expect((await keeper.stop()).code).toBe(0);
  },
);

scenario(
  "a person's up and a person's destroy at the same time: one waits for the other, and what was destroyed is not started",
  async ({ emulator, project }) => {
    await recording(project, "a", "b");
    const keeper = new RunningKeeper(project, "--interval", "1");
    await soon(() => expect(keeper.lines).toContain(`${id("b")}: recording`));
    // The person's run is under way while the push comes back.
    emulator.addFault({ operation: "START", stream: id("c"), kind: "delay", delay: 14, executed: true });
    await project.declare({ a: {}, b: {}, c: {} });
    const { run } = project.start("up", "--yes", "--skip-preview");
    await soon(() => expect(recorded(emulator)).toContain("c"));
    emulator.interrupt(id("a"), 2);
    await soon(() => expect(keeper.lines).toContain("The stack is locked by "));
    succeeded(await run);
    await soon(() => expect(recorded(emulator)).toEqual(["a", "b", "c"]));

    await soon(async () => expect((await keeper.status()).totals.unrecorded).toBe(0));
    await sleep(LIST_MS);
    emulator.addFault({ operation: "STOP", stream: id("b"), kind: "delay", delay: 4, executed: true });
    const destroy = project.destroy();
    await soon(() => expect(stops(emulator)).toHaveLength(3));
    const before = commands(emulator).filter((command) => command.startsWith("START")).length;
    for (const name of ["a", "b", "c"]) emulator.interrupt(id(name), 2);
    await soon(async () => expect((await keeper.status()).totals.unrecorded).toBeGreaterThan(0));
    succeeded(await destroy);
    // It did not know of the destroy when it began its run; the state that the engine holds the lock of did.
    await soon(() => expect(keeper.lines).toContain(`${id("a")}: no longer declared recorded`));
    await soon(async () => expect((await keeper.status()).totals.declared).toBe(0));
    expect(commands(emulator).filter((command) => command.startsWith("START"))).toHaveLength(before);
    expect(recorded(emulator)).toEqual([]);
    expect((await project.resources()).filter(({ type }) => type.endsWith(":StreamRecording"))).toEqual([]);
    await keeper.stop();
  },
);

scenario(
  "kill -9 of the engine, of the keeper, of both: the next run takes over its own lock, and never a person's",
  async ({ emulator, project }) => {
    await recording(project, "a");
    const flags = ["--interval", "1"];
    let keeper = new RunningKeeper(project, ...flags);
    await soon(() => expect(keeper.lines).toContain(`${id("a")}: recording`));
    const DEATHS = [
      async () => keeper.killEngine(),
      async () => keeper.kill("SIGKILL"),
      async () => {
        await keeper.killEngine();
        keeper.kill("SIGKILL");
      },
    ];
    for (const die of DEATHS) {
      const before = commands(emulator).length;
      emulator.addFault({ operation: "START", kind: "delay", delay: 3, executed: true });
      emulator.interrupt(id("a"), 2);
      await soon(() => expect(commands(emulator).length).toBeGreaterThan(before));
      await die();
      if (die !== DEATHS[0]) {
        await keeper.run;
        keeper = new RunningKeeper(project, ...flags);
      }
      // What the state does not know of is settled by a START that finds it running.
      await soon(async () => expect((await keeper.status()).totals).toMatchObject({ recording: 1, unrecorded: 0 }));
      expect(recorded(emulator)).toEqual(["a"]);
      await sleep(LIST_MS);
    }

    emulator.addFault({ operation: "START", stream: id("b"), kind: "hang", executed: true });
    await project.declare({ a: {}, b: {} });
    const { child, run } = project.start("up", "--yes", "--skip-preview");
    await soon(() => expect(recorded(emulator)).toEqual(["a", "b"]));
    child.kill("SIGKILL");
    await run;
    emulator.interrupt(id("a"), 2);
    await soon(() => expect(keeper.lines).toContain(`(pid ${child.pid})`));
    await sleep(5_000);
    expect((await project.up()).output).toContain("the stack is currently locked by 1 lock(s)");
    await project.must("cancel", "--yes");
    await soon(() => expect(recorded(emulator)).toEqual(["a", "b"]));
    expect(stops(emulator)).toEqual([]);
    expect((await keeper.stop()).code).toBe(0);
  },
);

scenario("a service that is away for a while ends nothing, and is looked at again", async ({ emulator, project }) => {
  await recording(project, "a");
  const keeper = new RunningKeeper(project, "--interval", "1");
  await soon(() => expect(keeper.lines).toContain(`${id("a")}: recording`));
  emulator.addFault({ kind: "reset", times: 0 });
  emulator.interrupt(id("a"), 2);
  await soon(() => expect(keeper.lines).toContain("NO_ANSWER"));
  emulator.clearFaults();
  await soon(() => expect(recorded(emulator)).toEqual(["a"]));
  expect(keeper.lines).toContain("The lists of pushes can be read again.");
  expect((await keeper.stop()).code).toBe(0);
});
