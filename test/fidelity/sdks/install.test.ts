import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cacheFolder } from "../../setup/sdk-cache";
import { goProgram } from "./go/install";
import { javaProgram } from "./java/install";
import { pythonProgram } from "./python/install";
import { installSdks } from "./sdks";

/** A machine on whose PATH there are only these scripts. */
function machineWith(scripts: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), "huaweicloud-live-path-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: folder, HOME: folder };
}

const debianWithoutVenv = `echo 3.11; echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1`;
const pythonWithoutNetwork = `
case "$*" in
  *import*) echo 3.11 ;;
  *) echo "ERROR: No matching distribution found for huaweicloudsdklive" >&2; exit 1 ;;
esac`;
const mavenWithoutNetwork = `
case "$*" in
  --version) echo Apache Maven 3.8.7 ;;
  *) echo "[ERROR] Could not resolve dependencies"; exit 1 ;;
esac`;
const goWithoutNetwork = `
case "$*" in
  "env GOVERSION") echo go1.26.8 ;;
  *) echo "main.go:17:2: dial tcp: lookup failed" >&2; exit 1 ;;
esac`;

const debianPython = "apt-get install python3 python3-venv";
const debianJava = "apt-get install default-jdk maven";
test.each([
  {
    what: "no Python",
    program: pythonProgram,
    scripts: {},
    reason: "there is no python3 on PATH",
    remedy: debianPython,
  },
  {
    what: "no venv",
    program: pythonProgram,
    scripts: { python3: debianWithoutVenv },
    reason: "No module named 'ensurepip'",
    remedy: debianPython,
  },
  {
    what: "an old Python",
    program: pythonProgram,
    scripts: { python3: "echo 3.8" },
    reason: "python3 is version 3.8",
    remedy: "install Python 3.9 or newer",
  },
  {
    what: "no package index",
    program: pythonProgram,
    scripts: { python3: pythonWithoutNetwork },
    reason: "No matching distribution found",
    remedy: "PIP_INDEX_URL",
  },
  { what: "no Maven", program: javaProgram, scripts: {}, reason: "there is no mvn on PATH", remedy: debianJava },
  {
    what: "a Java without compiler",
    program: javaProgram,
    scripts: { mvn: mavenWithoutNetwork },
    reason: "there is no javac on PATH",
    remedy: debianJava,
  },
  {
    what: "an old Java",
    program: javaProgram,
    scripts: { mvn: mavenWithoutNetwork, javac: "echo javac 1.8.0_402" },
    reason: "javac is version javac 1.8.0_402",
    remedy: "JDK 11 or newer",
  },
  {
    what: "no Maven Central",
    program: javaProgram,
    scripts: { mvn: mavenWithoutNetwork, javac: "echo javac 17.0.15" },
    reason: "Could not resolve dependencies",
    remedy: "settings.xml",
  },
  {
    what: "no Go",
    program: goProgram,
    scripts: {},
    reason: "there is no go on PATH",
    remedy: "https://go.dev/doc/install",
  },
  {
    what: "no module proxy",
    program: goProgram,
    scripts: { go: goWithoutNetwork },
    reason: "lookup failed",
    remedy: "GOPROXY",
  },
])("$what: an error that says what is missing and what helps", async ({ program, scripts, reason, remedy }) => {
  const error = await program(machineWith(scripts)).then(String, String);
  expect(error).toContain(reason);
  expect(error).toContain(remedy);
});

test("a machine without tools has the SDK for Node, and says of each other what is missing", async () => {
  expect(await installSdks(machineWith({}))).toEqual({
    Python: { missing: expect.stringContaining("there is no python3 on PATH") },
    Java: { missing: expect.stringContaining("there is no mvn on PATH") },
    Go: { missing: expect.stringContaining("there is no go on PATH") },
    Node: { command: process.execPath, args: [expect.stringContaining("live.mjs")] },
  });
});

test.each([
  { platform: "linux", env: {}, folder: "/home/me/.cache/pulumi-huaweicloud-live" },
  { platform: "linux", env: { XDG_CACHE_HOME: "/caches" }, folder: "/caches/pulumi-huaweicloud-live" },
  { platform: "darwin", env: {}, folder: "/home/me/Library/Caches/pulumi-huaweicloud-live" },
] as const)("the SDKs are kept where $platform keeps caches, with $env", ({ platform, env, folder }) => {
  expect(cacheFolder({ HOME: "/home/me", ...env }, platform)).toBe(folder);
});
