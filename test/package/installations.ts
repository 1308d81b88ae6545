import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";

const run = promisify(execFile);

const NAME = "pulumi-huaweicloud-live";
const PNPM = "pnpm@10.34.9";
const YARN = "@yarnpkg/cli-dist@4.18.1";
const TS_NODE = "10.9.2";

const made: string[] = [];

/** A workspace of npm: the package is a folder of it, and a symlink in its `node_modules`. With ts-node beside it. */
export const npmWorkspace = once(async () => {
  const root = await folder({
    "package.json": {
      private: true,
      workspaces: ["live"],
      dependencies: { ...sdk(), typescript: installed("typescript"), "ts-node": TS_NODE },
    },
  });
  await mkdir(join(root, "live"));
  await run("tar", ["-xzf", tarball(), "-C", join(root, "live"), "--strip-components", "1"]);
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: root });
  return root;
});

/**
 * A workspace of pnpm, where a package sees just what it declares: `program` declares this package, `others` only a
 * package that does.
 */
const pnpmWorkspace = once(async () => {
  const own = { [NAME]: `file:${tarball()}`, ...sdk() };
  const root = await folder({
    "pnpm-workspace.yaml": "packages: [program, others, streams]\n",
    "package.json": { private: true },
    "program/package.json": { name: "program", private: true, dependencies: own },
    "others/package.json": { name: "others", private: true, dependencies: { streams: "workspace:*", ...sdk() } },
    "streams/package.json": { name: "streams", version: "1.0.0", dependencies: own },
    "streams/index.js": `exports.StreamRecording = require("${NAME}").StreamRecording;`,
  });
  const install = ["install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"];
  await run("npx", ["--yes", PNPM, ...install], { cwd: root });
  return root;
});

export const pnpm = async (): Promise<string> => join(await pnpmWorkspace(), "program");
export const pnpmOfAnother = async (): Promise<string> => join(await pnpmWorkspace(), "others");

export const yarn = once(() => yarnInstallation("node-modules"));
export const yarnPlugAndPlay = once(() => yarnInstallation("pnp"));

async function yarnInstallation(nodeLinker: string): Promise<string> {
  const { stdout: registry } = await run("npm", ["config", "get", "registry"]);
  const root = await folder({
    // JSON is YAML. Yarn does not read npm's settings.
    ".yarnrc.yml": {
      nodeLinker,
      npmRegistryServer: registry.trim(),
      enableScripts: false,
      enableTelemetry: false,
      enableImmutableInstalls: false,
    },
    "yarn.lock": "",
    "package.json": { private: true, dependencies: { [NAME]: `file:${tarball()}`, ...sdk() } },
  });
  await run("npx", ["--yes", YARN, "install"], { cwd: root });
  return root;
}

export async function removeInstallations(): Promise<void> {
  await Promise.all(made.map((path) => rm(path, { recursive: true, force: true })));
}

/** The first to ask for an installation makes it, and all share it. */
function once(make: () => Promise<string>): () => Promise<string> {
  let path: Promise<string> | undefined;
  return () => {
    path ??= make();
    return path;
  };
}

async function folder(files: Record<string, string | object>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "huaweicloud-live-layout-"));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

function tarball(): string {
  const name = readdirSync(inject("installation")).find((file) => file.endsWith(".tgz")) ?? "";
  return join(inject("installation"), name);
}

function sdk(): Record<string, string> {
  return { "@pulumi/pulumi": installed("@pulumi/pulumi") };
}

/** The version that the other tests run with. */
function installed(name: string): string {
  const text = readFileSync(join(inject("installation"), "node_modules", name, "package.json"), "utf8");
  return JSON.parse(text).version;
}
