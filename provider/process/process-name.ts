import { readFileSync } from "node:fs";

/**
 * Names a running process. Its number alone is given again to another one after its end, so the time of its start stands
 * beside it, where the system tells. Undefined when there is no such process of this user any more.
 */
export function processName(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  const began = startOf(pid);
  return began === GONE ? undefined : `${pid}${began}`;
}

/** Whether the process of that name still runs. */
export function isRunning(name: string): boolean {
  const [, pid] = /^(\d{1,10})(?:-\d+)?$/.exec(name) ?? [];
  return pid !== undefined && Number(pid) > 0 && processName(Number(pid)) === name;
}

const GONE = "gone";

/** From Linux's /proc/PID/stat (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html); "" on other systems. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command, in brackets, and may have spaces and brackets of its own.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Nobody has asked yet how it ended.
    if (state === "Z" || state === "X") return GONE;
    return `-${fields[18]}`;
  } catch {
    return "";
  }
}
