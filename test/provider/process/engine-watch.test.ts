import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { endWithEngine, engineAddress } from "../../../provider/process/engine-watch";

const open: Array<() => void> = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** An engine, as far as its plugins see it from outside. */
async function engine(greet: (socket: Socket) => void = () => {}) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const die = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  open.push(die);
  const address = server.address();
  return { address: `127.0.0.1:${typeof address === "object" ? address?.port : ""}`, die, sockets };
}

/** What the engine puts before its address, for each flag and variable of the CLI that does so. */
const FLAGS = {
  "no flag": [],
  "--logflow -v=1": ["-v=1"],
  "--logflow --logtostderr": ["-logtostderr"],
  "--logflow --logtostderr -v=9": ["-logtostderr", "-v=9"],
  "--tracing to a collector": ["--tracing", "http://127.0.0.1:9411/api/v1/spans"],
  "--tracing to a collector at host and port": ["--tracing", "tcp://127.0.0.1:5775"],
  "--tracing to what looks like an engine": ["--tracing", "127.0.0.1:5775"],
  "--tracing to a file": ["--tracing", "file:./up.trace"],
  "all of them": ["-logtostderr", "-v=11", "--tracing", "127.0.0.1:5775"],
};

test.each(Object.entries(FLAGS))("the engine's address is found behind %s", (_, flags) => {
  for (const address of ["127.0.0.1:41234", "localhost:1", "[::1]:41234"]) {
    expect(engineAddress([...flags, address])).toBe(address);
    expect(engineAddress([...flags, address, "--later", "x"])).toBe(address);
  }
});

test.each([
  [],
  ["-v=1"],
  ["-logtostderr"],
  ["--tracing=127.0.0.1:1"],
  ["-a:1"],
  ["http://127.0.0.1:1"],
  ["file:./x"],
  ["127.0.0.1"],
  [":1"],
  ["127.0.0.1:"],
])("the arguments %j have no engine's address", (...args) => {
  expect(engineAddress(args)).toBeUndefined();
});

async function ended(address: string | undefined, meanwhile: () => Promise<unknown> | unknown): Promise<boolean> {
  let end = false;
  endWithEngine(address, () => {
    end = true;
  });
  await sleep(100);
  await meanwhile();
  await sleep(400);
  return end;
}

test("the process ends when the engine is gone", async () => {
  const { address, die } = await engine();
  expect(await ended(address, die)).toBe(true);
});

test("the process ends when the engine has said something first, as gRPC servers do", async () => {
  const { address, die } = await engine((socket) => socket.write("settings"));
  expect(await ended(address, die)).toBe(true);
});

test("an engine that only hangs up is still there", async () => {
  const { address, sockets } = await engine();
  const hangUp = () => {
    for (const socket of sockets) socket.end();
  };
  expect(await ended(address, hangUp)).toBe(false);
});

test.each(["127.0.0.1:1", "nonsense", undefined])(
  "an address that was never reachable (%s) says nothing",
  async (address) => {
    expect(await ended(address, () => {})).toBe(false);
  },
);
