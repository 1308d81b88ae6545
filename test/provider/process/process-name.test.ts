import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { isRunning, processName } from "../../../provider/process/process-name";

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function sleeping(): ChildProcess {
  const child = spawn("sleep", ["100"], { stdio: "ignore" });
  started.push(child);
  return child;
}

test("a process that runs has a name, and always the same", () => {
  const name = processName(process.pid);
  expect(name).toMatch(new RegExp(`^${process.pid}(-\\d+)?$`));
  expect(processName(process.pid)).toBe(name);
  expect(isRunning(name ?? "")).toBe(true);
});

test("two processes have two names", () => {
  expect(processName(sleeping().pid ?? 0)).not.toBe(processName(sleeping().pid ?? 0));
});

test("a process that was killed has no name, and its former one runs no more", async () => {
  const child = sleeping();
  const name = processName(child.pid ?? 0) ?? "";
  expect(isRunning(name)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isRunning(name)).toBe(false);
  expect(processName(child.pid ?? 0)).toBeUndefined();
});

test.runIf(process.platform === "linux")("a number that was given again is another process", () => {
  expect(isRunning(`${process.pid}-1`)).toBe(false);
  expect(isRunning(`${process.pid}`)).toBe(false);
});

test.runIf(process.platform === "linux")("one that has ended and that nobody has asked for does not run", async () => {
  const shell = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 100"], { stdio: ["ignore", "pipe", "ignore"] });
  started.push(shell);
  const [pid] = await once(shell.stdout, "data");
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(() => process.kill(Number(pid), 0)).not.toThrow();
  expect(processName(Number(pid))).toBeUndefined();
});

test.each(["", "self", "0", "-1", "1-", "1 2", "99999999999", "1e3", `${process.pid}x`])(
  "what is no name of a process (%j) does not run",
  (name) => {
    expect(isRunning(name)).toBe(false);
  },
);
