import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { askVersion, fileNames, isExecutable } from "./executables.js";

/** Where the npm package `pulumi` (lib/cache.js) and the Automation API look, so that `npx pulumi` finds the same engine. */
export interface Cache {
  readonly version: string;
  readonly versions: string;
  readonly root: string;
  readonly pulumi: string;
  readonly lock: string;
}

/** What a way of getting the engine is given: it leaves the three files in `bin`, and may use `scratch` as it likes. */
export interface Job {
  readonly version: string;
  readonly bin: string;
  readonly scratch: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export type Fill = (job: Job) => Promise<void>;

export function cacheOf(env: NodeJS.ProcessEnv, version: string): Cache {
  const versions = join(resolve(env.PULUMI_HOME || join(homedir(), ".pulumi")), "versions");
  const root = join(versions, version);
  return {
    version,
    versions,
    root,
    pulumi: join(root, "bin", fileNames().cli),
    lock: join(versions, `.engine-${version}.lock`),
  };
}

/** Why the folder cannot be used, or nothing if it is complete. */
export function whatIsWrong(bin: string): string | undefined {
  if (!existsSync(bin)) return `nothing in ${bin}`;
  const wrong = Object.values(fileNames()).filter((name) => !isExecutable(join(bin, name)));
  return wrong.length === 0 ? undefined : `${wrong.join(", ")} not there, empty or not executable in ${bin}`;
}

/**
 * Gets the engine into a folder beside the cache and renames it into place when it is complete and runs, so that a
 * kill at any time leaves nothing that counts. Only for the holder of the lock.
 */
export async function fillCache(cache: Cache, fill: Fill, job: Omit<Job, "version" | "bin" | "scratch">) {
  const staging = mkdtempSync(join(cache.versions, leftoverPrefix(cache)));
  try {
    const fresh = join(staging, "root");
    const bin = join(fresh, "bin");
    const scratch = join(staging, "scratch");
    mkdirSync(bin, { recursive: true });
    mkdirSync(scratch);
    await fill({ ...job, version: cache.version, bin, scratch });
    const wrong = whatIsWrong(bin);
    if (wrong !== undefined) throw new Error(wrong);
    const version = await askVersion(join(bin, fileNames().cli), { ...job.env, PULUMI_HOME: scratch });
    if (version !== cache.version) throw new Error(`got version ${version || "unknown"} instead of ${cache.version}`);
    job.signal.throwIfAborted();
    if (statSync(cache.root, { throwIfNoEntry: false })) renameSync(cache.root, join(staging, "incomplete"));
    renameSync(fresh, cache.root);
  } finally {
    rmSync(staging, removal);
  }
}

/** What killed runs left behind. The lock is held, so none of it is in use. */
export function removeLeftovers(cache: Cache): void {
  for (const name of readdirSync(cache.versions)) {
    if (name.startsWith(leftoverPrefix(cache))) rmSync(join(cache.versions, name), removal);
  }
}

// The compilers of a run that was just ended may still be writing for a moment.
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 };

export function leftoverPrefix(cache: Cache): string {
  return `.engine-${cache.version}-`;
}
