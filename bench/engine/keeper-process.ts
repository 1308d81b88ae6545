import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second for user programs (proc_pid_stat(5)). */
const TICKS_PER_SECOND = 100;

/** A keeper that runs beside the benchmark. */
export class KeeperProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  #lines = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#lines += text;
    });
  }

  /** Where it listens. */
  url(what: "Status" | "Notifications"): string | undefined {
    return new RegExp(`${what}: (http://[^\\s"]+)`).exec(this.#lines)?.[1];
  }

  /** How often a line says so. */
  said(text: string): number {
    return this.#lines.split(text).length - 1;
  }

  /** Processor time so far, in seconds: its own, and that of its children that have ended. */
  processor(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) / TICKS_PER_SECOND;
  }

  /** Resident, in MB. */
  memory(): number {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#child.pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1_000;
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill(signal);
    await gone;
  }
}
