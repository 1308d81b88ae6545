import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Outcome } from "./table";

const run = promisify(execFile);
const INSTALL = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];

/** Old SDKs want an older TypeScript than the one of this repository, which their programs here do not use. */
const env = { ...process.env, npm_config_legacy_peer_deps: "true" };

/** A copy of the repository with another SDK, in a temporary folder. */
export class Workspace implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    readonly sdk: string,
    /** The oldest major version of Node that the SDK wants. */
    private readonly oldestNode: number,
  ) {}

  static async create(root: string, sdk: string): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), "huaweicloud-live-matrix-"));
    const { stdout } = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
    });
    for (const file of stdout.split("\0").filter((name) => name !== "")) {
      await cp(join(root, file), join(folder, file), { recursive: true });
    }
    await run("npm", [...INSTALL, `@pulumi/pulumi@${sdk}`], { cwd: folder, env });
    await run("npm", ["run", "build"], { cwd: folder, env });
    const { engines } = JSON.parse(await readFile(join(folder, "node_modules/@pulumi/pulumi/package.json"), "utf8"));
    return new Workspace(folder, sdk, Number(/^>=(\d+)/.exec(engines.node)?.[1]));
  }

  /** Runs the tests with this Node first on PATH, so that the plugin and the programs run in it as well. */
  async test(node: Node, tests: readonly string[]): Promise<Outcome> {
    if (node.major < this.oldestNode) return `the SDK wants Node ${this.oldestNode}`;
    const report = join(this.folder, `node-${node.version}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
    const vitest = join(this.folder, "node_modules/vitest/vitest.mjs");
    const child = spawn(node.executable, [vitest, "run", ...reporters, ...tests], {
      cwd: this.folder,
      env: { ...env, PATH: [dirname(node.executable), process.env.PATH].join(delimiter) },
      stdio: "inherit",
    });
    await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(await readFile(report, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests, notRun: numPendingTests };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

export interface Node {
  readonly version: string;
  readonly major: number;
  readonly executable: string;
}

/** The Node of an npm package, which npm keeps in its cache. */
export async function installNode(version: string, folder: string): Promise<Node> {
  const name = `node-${process.platform === "darwin" && process.arch === "arm64" ? "bin-" : ""}${process.platform}-${process.arch}`;
  const place = join(folder, version);
  await mkdir(place);
  await writeFile(join(place, "package.json"), JSON.stringify({ private: true }));
  await run("npm", [...INSTALL, `${name}@${version}`], { cwd: place });
  const executable = join(place, "node_modules", name, "bin/node");
  const { stdout } = await run(executable, ["--version"]);
  if (stdout.trim() !== `v${version}`) throw new Error(`${name}@${version} holds Node ${stdout.trim()}`);
  return { version, major: Number.parseInt(version, 10), executable };
}
