import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { DOMAIN, recorded, settingsFor } from "../engine/project";
import { startExecutable, urnOf } from "../plugin/client";
import { Plugin, PROVIDER_TEXT } from "./plugin";

// Two processes that one engine has started, such as for two versions of this package in one `up`.

const ENGINE = "127.0.0.1:2";
const STREAM = { publishDomain: DOMAIN, app: "live", stream: "a" };

let emulator: Emulator;
let folder: string;
const plugins: { stop(): unknown }[] = [];
beforeEach(async () => {
  emulator = await startEmulator();
  folder = mkdtempSync(join(tmpdir(), "blackboard-"));
});
afterEach(async () => {
  for (const plugin of plugins.splice(0)) plugin.stop();
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(engine: string): Promise<Plugin> {
  const env = { ...settingsFor(emulator), TMPDIR: folder };
  const plugin = await Plugin.start(env, {}, PROVIDER_TEXT, engine);
  plugins.push(plugin);
  return plugin;
}

async function created(plugin: Plugin) {
  const { inputs } = await plugin.check({}, STREAM);
  return plugin.create(inputs);
}

test("the late STOP of one process spares what another one of the same engine has adopted", async () => {
  const old = await created(await start("127.0.0.1:3"));
  const [one, two] = [await start(ENGINE), await start(ENGINE)];
  const fresh = await created(two);
  await one.delete(old.id, old.outs);
  expect(recorded(emulator)).toEqual(["a"]);
  await two.delete(fresh.id, fresh.outs);
  expect(recorded(emulator)).toEqual([]);
});

/** What another shell is asked, in the same words. */
interface Shell {
  create(): Promise<{ id: string; outs: Record<string, unknown> }>;
  delete(made: { id: string; outs: Record<string, unknown> }): Promise<void>;
}

const SHELLS = {
  "the dynamic provider": async (engine: string): Promise<Shell> => {
    const plugin = await start(engine);
    return { create: () => created(plugin), delete: ({ id, outs }) => plugin.delete(id, outs) };
  },
  "the plugin": async (engine: string): Promise<Shell> => {
    const { child, client } = await startExecutable({ ...settingsFor(emulator), TMPDIR: folder }, [engine]);
    plugins.push({ stop: () => child.kill("SIGKILL") });
    await client.configure();
    const urn = urnOf("a");
    return {
      create: async () => client.create(urn, (await client.check(urn, {}, STREAM)).inputs),
      delete: ({ id, outs }) => client.delete(urn, id, outs),
    };
  },
};

for (const [from, to] of [
  ["the dynamic provider", "the plugin"],
  ["the plugin", "the dynamic provider"],
] as const) {
  test(`a recording that moves from ${from} to ${to} in one run goes on`, async () => {
    const old = await (await SHELLS[from]("127.0.0.1:3")).create();
    const [one, two] = [await SHELLS[from](ENGINE), await SHELLS[to](ENGINE)];
    const fresh = await two.create();
    await one.delete(old);
    expect(recorded(emulator)).toEqual(["a"]);
    await two.delete(fresh);
    expect(recorded(emulator)).toEqual([]);
  });
}

test("what a process has adopted that was killed since is not spared", async () => {
  const old = await created(await start("127.0.0.1:3"));
  const [one, two] = [await start(ENGINE), await start(ENGINE)];
  await created(two);
  await two.end();
  await one.delete(old.id, old.outs);
  expect(recorded(emulator)).toEqual([]);
});

for (const { where, engine, prepare } of [
  { where: "of another engine", engine: "127.0.0.1:4", prepare: () => {} },
  {
    where: "that finds something else in the place of the folder",
    engine: ENGINE,
    prepare: () => writeFileSync(join(folder, `pulumi-huaweicloud-live-${process.getuid?.()}`), ""),
  },
]) {
  test(`a process ${where} knows of none: STOP is sent`, async () => {
    prepare();
    const old = await created(await start("127.0.0.1:3"));
    const [one, two] = [await start(ENGINE), await start(engine)];
    await created(two);
    await one.delete(old.id, old.outs);
    expect(recorded(emulator)).toEqual([]);
  });
}

test("processes that all write at once hear every note, whole and in one order", async () => {
  const [writers, notes] = [6, 400];
  const script = `
    const { openBlackboard } = require(process.argv[1]);
    const board = openBlackboard("${ENGINE}", process.argv[2]);
    const heard = [];
    board.subscribe((note, author) => heard.push(author + " " + note.at));
    for (let at = 0; at < ${notes}; at++) board.pin({ note: "stopped", stream: "s".repeat(22), at });
    setInterval(() => {
      board.catchUp();
      if (heard.length >= ${writers * notes}) { console.log(JSON.stringify(heard)); process.exit(); }
    }, 20);`;
  const module = join(
    inject("installation"),
    "node_modules/pulumi-huaweicloud-live/dist/provider/process/shared-blackboard.js",
  );
  const outputs = await Promise.all(
    Array.from({ length: writers }, async () => {
      const child = spawn(process.execPath, ["-e", script, module, join(folder, "notes")]);
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (text) => {
          output += text;
        });
      await new Promise((resolve) => child.on("close", resolve));
      return output;
    }),
  );
  const heard: string[][] = outputs.map((output) => JSON.parse(output));
  for (const one of heard) expect(one).toEqual(heard[0]);
  for (const author of new Set(heard[0]?.map((line) => line.split(" ")[0]))) {
    const its = heard[0]?.filter((line) => line.startsWith(`${author} `)).map((line) => Number(line.split(" ")[1]));
    expect(its).toEqual(Array.from({ length: notes }, (_, at) => at));
  }
  expect(new Set(heard[0]).size).toBe(writers * notes);
});
