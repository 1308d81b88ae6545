import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Job } from "./cache.js";
import { runChild } from "./child.js";
import { onPath, pathFolders } from "./executables.js";
import { heartbeat } from "./heartbeat.js";

/** The script that the npm package `pulumi` runs (lib/download.js), with the flags that it passes. */
const installScript = "https://get.pulumi.com/install.sh";

/** Seconds until a host that does not answer counts as out of reach: first for the script, then for the archive. */
const scriptSeconds = 8;
const firstByteSeconds = 10;
const stallSeconds = 30;

/** The official download. The script needs curl itself; curl also knows the proxy and the certificates of the machine. */
export async function downloadEngine(job: Job, patience = patienceSeconds): Promise<void> {
  if (process.platform === "win32") throw new Error("not supported here on Windows: `npx pulumi version` downloads it");
  const curl = onPath("curl", job.env);
  if (curl === undefined) throw new Error("the official install script needs curl, which is not on PATH");
  const script = join(job.scratch, "install.sh");
  const child = { cwd: job.scratch, env: scriptEnvironment(job), signal: job.signal };
  const limits = ["--connect-timeout", String(scriptSeconds - 2), "--max-time", String(scriptSeconds)];
  await runChild(curl, ["-fsSL", ...limits, "-o", script, installScript], child);

  job.say(`Downloading Pulumi ${job.version} with the official install script.`);
  const root = join(job.scratch, "install");
  const stall = watchForStall(() => bytesIn(job.scratch), patience);
  const stop = heartbeat(job.say, () => `${Math.round(bytesIn(job.scratch) / 1e6)} MB on disk`);
  try {
    await runChild("/bin/sh", [script, "--no-edit-path", "--install-root", root, "--version", job.version], {
      ...child,
      signal: AbortSignal.any([job.signal, stall.signal]),
    });
  } finally {
    stop();
    stall.stop();
  }
  rmSync(job.bin, { recursive: true });
  renameSync(join(root, "bin"), job.bin);
}

/**
 * The script asks a `pulumi` on PATH for its version; the npm wrapper would answer by running this script again.
 * What it downloads lands in the scratch folder, so that it can be watched and goes when the folder goes.
 */
export function scriptEnvironment(job: Pick<Job, "env" | "scratch">): NodeJS.ProcessEnv {
  return { ...job.env, PATH: pathFolders(job.env).join(delimiter), TMPDIR: job.scratch };
}

/** How long nothing may arrive. */
export function patienceSeconds(arrived: boolean): number {
  return arrived ? stallSeconds : firstByteSeconds;
}

function watchForStall(size: () => number, patience: (arrived: boolean) => number) {
  const controller = new AbortController();
  const atStart = size();
  let seen = atStart;
  let quiet = 0;
  const timer = setInterval(() => {
    const now = size();
    quiet = now === seen ? quiet + 1 : 0;
    seen = now;
    if (quiet >= patience(seen !== atStart)) controller.abort(new Error(`nothing arrived for ${quiet} s`));
  }, 1_000);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

function bytesIn(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
