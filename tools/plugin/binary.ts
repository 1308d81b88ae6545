import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What Node looks for in itself (https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html). */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Platforms as Go, and so Pulumi's engine, calls them. */
const OS: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };
const ARCH: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/** The name of the archive that the engine asks a release for, on the platform of this process. */
export function archiveName(version: string, platform = process.platform, arch = process.arch): string {
  const [os, cpu] = [OS[platform], ARCH[arch]];
  if (!os || !cpu) throw new Error(`Pulumi's engine has no name for ${platform} on ${arch}`);
  return `pulumi-resource-huaweicloud-live-v${version}-${os}-${cpu}.tar.gz`;
}

/**
 * Makes one executable of the plugin and of the Node that runs this, for people without Node, and packs it as the engine
 * downloads it. Returns the archive's path.
 */
export async function makeBinary(root: string, folder: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const archive = join(folder, archiveName(version));
  const scratch = mkdtempSync(join(tmpdir(), "huaweicloud-live-binary-"));
  try {
    const [config, blob] = [join(scratch, "sea.json"), join(scratch, "plugin.blob")];
    const main = join(root, "dist/pulumi-resource-huaweicloud-live.js");
    writeFileSync(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true }));
    await run(process.execPath, ["--experimental-sea-config", config]);
    const name = `pulumi-resource-huaweicloud-live${process.platform === "win32" ? ".exe" : ""}`;
    const executable = join(scratch, name);
    copyFileSync(process.execPath, executable);
    chmodSync(executable, 0o755);
    const isMac = process.platform === "darwin";
    if (isMac) await run("codesign", ["--remove-signature", executable]);
    const postject = createRequire(join(root, "package.json")).resolve("postject/dist/cli.js");
    const segment = isMac ? ["--macho-segment-name", "NODE_SEA"] : [];
    await run(process.execPath, [postject, executable, "NODE_SEA_BLOB", blob, "--sentinel-fuse", FUSE, ...segment]);
    if (isMac) await run("codesign", ["--sign", "-", executable]);
    mkdirSync(folder, { recursive: true });
    await run("tar", ["-czf", archive, "-C", scratch, name]);
    return archive;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
