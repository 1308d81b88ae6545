import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { acquire } from "../../tools/engine/lock";

/** An SDK cannot be had on this machine. */
export class SdkUnavailableError extends Error {
  constructor(what: string, reason: string, remedy: string) {
    super(`${what} cannot be had: ${reason.trim()}\nWhat helps: ${remedy}`);
    this.name = "SdkUnavailableError";
  }
}

/** What is installed once, in the user's folder for caches. */
export interface Installation {
  /** Of its folder. */
  readonly name: string;
  /** As messages call it. */
  readonly what: string;
  /** What the installation is made from: made anew when one of these changes. */
  readonly sources: readonly string[];
  /** The version of the tool that makes it. */
  readonly version: string;
  /** Fills the folder, which is there and empty. */
  readonly install: (folder: string) => Promise<void>;
}

/** The folder of an installation, which is made when it is needed for the first time. */
export async function installed(
  { name, what, sources, version, install }: Installation,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const hash = createHash("sha256").update(version);
  for (const file of sources) hash.update(readFileSync(file));
  const folder = join(cacheFolder(env), `${name}-${hash.digest("hex").slice(0, 12)}`);
  // Written last, so that what a killed run has left behind does not count.
  const complete = join(folder, "complete");
  if (existsSync(complete)) return folder;

  mkdirSync(cacheFolder(env), { recursive: true });
  const lost = new AbortController();
  const release = await acquire(`${folder}.lock`, {
    signal: lost.signal,
    staleMs: 10_000,
    onWait: () => console.error(`Another process is installing ${what}. Waiting for it.`),
    onLost: (error) => lost.abort(error),
  });
  try {
    if (existsSync(complete)) return folder;
    console.error(`Installing ${what} into ${folder}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await install(folder);
    writeFileSync(complete, "");
    return folder;
  } finally {
    await release();
  }
}

/** As the operating systems have it. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || homedir();
  const caches = platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
  return join(env.XDG_CACHE_HOME || caches, "pulumi-huaweicloud-live");
}

export const run = promisify(execFile);

/** What a command that failed has to say. */
export interface Failure {
  readonly code?: unknown;
  readonly stdout?: string;
  readonly stderr?: string;
}

export const lastLine = (text = ""): string => text.trim().split("\n").at(-1) ?? "";
