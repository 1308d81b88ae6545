import { type ChildProcess, execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject, vi } from "vitest";
import type { Status } from "../../keeper/status/status";
import { DOMAIN, type Project, type Run } from "./project";

/** Waits until it holds. */
export const soon = <T>(holds: () => T | Promise<T>) => vi.waitFor(holds, { timeout: 120_000, interval: 100 });

export const id = (name: string) => `${DOMAIN}/live/${name}`;

const command = () => join(inject("installation"), "node_modules/pulumi-huaweicloud-live/dist/keeper/command.js");

/** Runs the keeper until it ends. */
export function keep(project: Project, ...flags: string[]): Promise<Run> {
  return project.node(command(), "--status", "127.0.0.1:0", ...flags);
}

/** The keeper as it runs beside the test. */
export class RunningKeeper {
  /** What it has printed. */
  lines = "";
  readonly run: Promise<Run>;
  readonly #child: ChildProcess;

  constructor(project: Project, ...flags: string[]) {
    const { child, run } = project.spawn(process.execPath, [command(), "--status", "127.0.0.1:0", ...flags]);
    this.#child = child;
    this.run = run;
    child.stdout?.on("data", (text) => {
      this.lines += text;
    });
  }

  /** Where it says that it listens. */
  async url(what: "Status" | "Notifications"): Promise<string> {
    return soon(() => {
      const [, url] = new RegExp(`${what}: (http://[^\\s/"]+)`).exec(this.lines) ?? [];
      if (url === undefined) throw new Error(`no line with ${what}: ${this.lines}`);
      return url;
    });
  }

  async status(): Promise<Status> {
    return (await fetch(`${await this.url("Status")}/status.json`)).json() as Promise<Status>;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the run of the engine that is under way, as if its machine had lost it. */
  async killEngine(): Promise<void> {
    const { stdout } = await promisify(execFile)("ps", ["-o", "pid=,args=", "--ppid", String(this.#child.pid)]);
    const [, pid] = /^\s*(\d+) .*pulumi up /m.exec(stdout) ?? [];
    if (pid === undefined) throw new Error(`no run of the engine: ${stdout}`);
    process.kill(Number(pid), "SIGKILL");
  }

  async stop(): Promise<Run> {
    this.kill("SIGTERM");
    return this.run;
  }
}
