import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cacheFolder, pythonWithSdk } from "./environment";

/** A machine on whose PATH there is only this, as `python3`. */
function machineWith(script: string | undefined): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), "huaweicloud-live-path-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (script !== undefined) {
    writeFileSync(join(folder, "python3"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "python3"), 0o755);
  }
  return { PATH: folder, HOME: folder };
}

const debianWithoutVenv = `echo 3.11; echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1`;
const withoutNetwork = `
case "$*" in
  *import*) echo 3.11 ;;
  *) echo "ERROR: No matching distribution found for huaweicloudsdklive" >&2; exit 1 ;;
esac`;

test.each([
  ["no Python", undefined, "there is no python3 on PATH", "apt-get install python3 python3-venv"],
  ["no venv", debianWithoutVenv, "No module named 'ensurepip'", "apt-get install python3 python3-venv"],
  ["an old Python", "echo 3.8", "python3 is version 3.8", "install Python 3.9 or newer"],
  ["no package index", withoutNetwork, "No matching distribution found", "PIP_INDEX_URL"],
])("%s: an error that says what is missing and what helps", async (_, script, reason, remedy) => {
  const error = await pythonWithSdk(machineWith(script)).then(String, String);
  expect(error).toContain(reason);
  expect(error).toContain(remedy);
});

test.each([
  ["linux", {}, "/home/me/.cache/pulumi-huaweicloud-live"],
  ["linux", { XDG_CACHE_HOME: "/caches" }, "/caches/pulumi-huaweicloud-live"],
  ["darwin", {}, "/home/me/Library/Caches/pulumi-huaweicloud-live"],
] as const)("the environment is kept where %s keeps caches, with %o", (platform, env, folder) => {
  expect(cacheFolder({ HOME: "/home/me", ...env }, platform)).toBe(folder);
});
