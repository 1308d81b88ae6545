import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "../../tools/engine/repository";
import { versionOf } from "../machine";
import { diskUse } from "./disk-use";

const run = promisify(execFile);

/** A folder with the SDK and the packed package, as a user gets them, and what that cost. */
export interface Installation extends AsyncDisposable {
  readonly folder: string;
  /** Bytes of the tarball. */
  readonly tarball: number;
  /** Bytes of the plugin's one file. */
  readonly bundle: number;
  /** Names of the packages that came with ours besides the SDK and what it needs. */
  readonly added: readonly string[];
  /** Bytes on disk that they take. */
  readonly addedBytes: number;
}

const BUNDLE = "dist/pulumi-resource-huaweicloud-live.js";

export async function install(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), "huaweicloud-live-bench-"));
  try {
    const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const [packed] = JSON.parse((await run("npm", pack, { cwd: repositoryRoot() })).stdout);
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
    await npmInstall(folder, `@pulumi/pulumi@${versionOf("@pulumi/pulumi")}`);
    const before = { packages: await packagesIn(folder), bytes: await diskUse(join(folder, "node_modules")) };
    await npmInstall(folder, `./${packed.filename}`);
    const [packages, bytes] = [await packagesIn(folder), await diskUse(join(folder, "node_modules"))];
    await placeFloor(folder);
    return {
      folder,
      tarball: packed.size,
      bundle: packed.files.find(({ path }: { path: string }) => path === BUNDLE).size,
      added: packages
        .filter((path) => !before.packages.includes(path))
        .map((path) => path.replace(/^.*node_modules\//, "")),
      addedBytes: bytes - before.bytes,
      [Symbol.asyncDispose]: () => remove(folder),
    };
  } catch (error) {
    await remove(folder);
    throw error;
  }
}

function npmInstall(folder: string, what: string): Promise<unknown> {
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  return run("npm", ["install", ...flags, what], { cwd: folder });
}

/** The places of all packages: one that is there twice counts twice. */
async function packagesIn(folder: string): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  return Object.entries<{ link?: boolean }>(lock.packages)
    .filter(([path, { link }]) => path !== "" && !link)
    .map(([path]) => path);
}

/** The floor's provider is found by a name as long as that of ours. */
async function placeFloor(folder: string): Promise<void> {
  const place = join(folder, "node_modules/pulumi-huaweicloud-base");
  await mkdir(place);
  await cp(join(repositoryRoot(), "bench/floor/provider.js"), join(place, "provider.js"));
}

/** A plugin may still be on its way out. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
