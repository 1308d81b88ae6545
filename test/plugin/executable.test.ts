import { readFileSync, statSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { commands, settingsFor } from "../engine/project";
import { failureOf } from "../failure-of";
import { CallError, startExecutable, urnOf } from "./client";

const root = join(__dirname, "../..");
const STREAM = { publishDomain: "push.example.com", app: "live", stream: "a" };

let emulator: Emulator | undefined;
let plugin: Awaited<ReturnType<typeof startExecutable>> | undefined;
afterEach(async () => {
  plugin?.client.close();
  plugin?.child.kill("SIGKILL");
  await emulator?.close();
});

async function start(args: string[] = []) {
  emulator = await startEmulator();
  plugin = await startExecutable(settingsFor(emulator), args);
  return { ...plugin, emulator };
}

const ended = (plugin: Awaited<ReturnType<typeof startExecutable>>) =>
  new Promise<number>((resolve) => {
    const began = performance.now();
    plugin.child.once("exit", () => resolve(performance.now() - began));
  });

/** What answers at the address of an engine. */
async function engine() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const die = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { address: `127.0.0.1:${port}`, die };
}

test("the executable prints its port and nothing else, and records a stream", async () => {
  const { client, printed, port, emulator } = await start();
  expect(port).toMatch(/^\d+$/);
  await client.configure();
  const { inputs } = await client.check(urnOf("a"), {}, STREAM);
  const { id, outs } = await client.create(urnOf("a"), inputs);
  await client.delete(urnOf("a"), id, outs);
  expect(commands(emulator)).toEqual(["START a 200", "STOP a 200"]);
  expect(printed()).toBe(`${port}\n`);
});

test("it tells the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { client } = await start();
  expect(await client.version()).toBe(version);
  expect(await client.schema()).toMatchObject({ version });
});

test("SIGINT ends it at once", async () => {
  const plugin = await start();
  const gone = ended(plugin);
  plugin.child.kill("SIGINT");
  expect(await gone).toBeLessThan(1_000);
});

test.each(["its arguments", "Handshake", "Attach"])("it ends with the engine that it knows from %s", async (from) => {
  const { address, die } = await engine();
  const plugin = await start(from === "its arguments" ? ["--logtostderr", "-v=9", address] : []);
  if (from === "Handshake") await plugin.client.handshake(address);
  if (from === "Attach") await plugin.client.attach(address);
  await sleep(300);
  const gone = ended(plugin);
  die();
  expect(await gone).toBeLessThan(3_000);
});

test("Cancel ends every wait at once, and the process goes on to answer", async () => {
  const { client, emulator } = await start();
  const names = ["a", "b", "c"];
  for (const name of names) emulator.endPush(`push.example.com/live/${name}`);
  const failures = names.map(async (name) => {
    const { inputs } = await client.check(urnOf(name), {}, { ...STREAM, stream: name, waitForStream: 600 });
    return failureOf(client.create(urnOf(name), inputs), CallError);
  });
  await sleep(1_000);
  const began = performance.now();
  await client.cancel();
  for (const failure of failures) expect((await failure).message).toMatch(/^CANCELLED: /);
  expect(performance.now() - began).toBeLessThan(200);
  expect(commands(emulator)).toEqual([]);
  expect((await client.check(urnOf("d"), {}, { ...STREAM, stream: "d" })).failures).toEqual([]);
});

test("the bundle is smaller than 2 MB, and what a program loads has nothing of it", () => {
  const file = join(root, "dist/pulumi-resource-huaweicloud-live.js");
  expect(statSync(file).size).toBeLessThan(2_000_000);
  for (const entry of ["index", "provider"]) {
    const loaded = readFileSync(join(root, "dist/provider", `${entry}.js`), "utf8");
    expect(loaded).not.toMatch(/plugin\/|pulumi-resource/);
  }
});

test("on Windows a script of its own starts it", () => {
  const script = readFileSync(join(root, "pulumi-resource-huaweicloud-live.cmd"), "utf8");
  expect(script).toBe('@node "%~dp0dist\\pulumi-resource-huaweicloud-live.js" %*\r\n');
});
