import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Fill } from "../../../tools/engine/cache.js";
import { fileNames } from "../../../tools/engine/executables.js";
import { pinnedVersion } from "../../../tools/engine/repository.js";

export const version = pinnedVersion();

/** An empty machine: nothing in the cache, and on PATH only what the fakes need, whatever is installed here. */
export function machine() {
  const folder = mkdtempSync(join(tmpdir(), "engine-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tools = join(folder, "tools");
  mkdirSync(tools);
  const system = join(folder, "system");
  mkdirSync(system);
  for (const name of ["cat", "chmod", "mkdir", "mv", "nice", "sleep"]) {
    const found = ["/bin", "/usr/bin"].map((where) => join(where, name)).find((file) => existsSync(file));
    if (found !== undefined) symlinkSync(found, join(system, name));
  }
  const home = join(folder, "home");
  const env: NodeJS.ProcessEnv = { PATH: `${tools}:${system}`, HOME: folder, PULUMI_HOME: home };
  return { folder, tools, home, env, versions: join(home, "versions"), bin: join(home, "versions", version, "bin") };
}

export function executable(file: string, body = "exit 0"): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

export function engineIn(folder: string, says = `v${version}`): string {
  const { cli, languageHost, dynamicProvider } = fileNames();
  executable(join(folder, languageHost));
  executable(join(folder, dynamicProvider));
  return executable(join(folder, cli), `echo ${says}`);
}

export const works: Fill = async ({ bin }) => {
  engineIn(bin);
};

export const failsWith =
  (reason: string): Fill =>
  async () => {
    throw new Error(reason);
  };
