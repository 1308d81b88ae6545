import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** A line of its output. One that is kept is part of the error if the command fails. */
  readonly keep?: (line: string) => boolean;
}

/** Runs a command to its end. An abort ends it together with everything that it started. */
export async function runChild(command: string, args: readonly string[], options: ChildOptions): Promise<void> {
  options.signal.throwIfAborted();
  // A process group of its own, because `go` does not end its compilers when it is told to end.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kept: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() === "" || options.keep?.(line) === false) return;
      kept.push(line.trim());
      if (kept.length > 8) kept.shift();
    });
  }
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    endGroup(child, "SIGTERM");
    force = setTimeout(() => endGroup(child, "SIGKILL"), 3_000);
  };
  const endNow = () => endGroup(child, "SIGKILL");
  options.signal.addEventListener("abort", end, { once: true });
  process.once("exit", endNow);
  try {
    const how = await new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    options.signal.throwIfAborted();
    if (how !== "exit code 0")
      throw new Error([`ended with ${how}`, ...kept].join(kept.length > 1 ? "\n      " : ": "));
  } finally {
    clearTimeout(force);
    process.off("exit", endNow);
    options.signal.removeEventListener("abort", end);
  }
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
