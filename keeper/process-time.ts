import { readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second for user programs, on all machines (proc_pid_stat(5)). */
const TICKS_PER_SECOND = 100;

/** When a process began, in milliseconds since 1970; nothing where there is none. Where it cannot be told, long ago. */
export function processBegan(pid: number): number | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold anything.
    const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // It has ended, and nobody has asked yet how.
    if ("ZX".includes(state)) return undefined;
    const boot = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    return (boot + Number(fields[18]) / TICKS_PER_SECOND) * 1_000;
  } catch {
    return 0;
  }
}
