import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { ensureEngine } from "../../tools/engine/ensure";
import { EngineUnavailableError } from "../../tools/engine/errors";
import { ensureLanguageHosts } from "../../tools/engine/language-hosts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder in which the packed tarball and the Pulumi SDK are installed. */
    installation: string;
    /** The `pulumi` executable; "" where none can be had. */
    pulumi: string;
  }
}

const run = promisify(execFile);

/** Installs the package as a user would get it, once for all tests, and makes sure that there is an engine. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const installation = await mkdtemp(join(tmpdir(), "huaweicloud-live-test-"));
  const root = project.config.root;
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", installation], { cwd: root });
  const tarball = (await readdir(installation)).find((name) => name.endsWith(".tgz"));
  const version = async (name: string) =>
    `${name}@${JSON.parse(await readFile(join(root, "node_modules", name, "package.json"), "utf8")).version}`;
  const beside = await Promise.all(["@pulumi/pulumi", "typescript"].map(version));
  await writeFile(join(installation, "package.json"), JSON.stringify({ private: true }));
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await run("npm", [...install, `./${tarball}`, ...beside], { cwd: installation });
  const pulumi = await engine();
  if (pulumi) await newStack(pulumi, join(installation, "new-stack"));
  project.provide("installation", installation);
  project.provide("pulumi", pulumi);
  return () => rm(installation, { recursive: true, force: true });
}

/** A stack that has just been made: every test begins with a copy of it, since making one takes a second. */
async function newStack(pulumi: string, folder: string): Promise<void> {
  await mkdir(join(folder, "state"), { recursive: true });
  await writeFile(join(folder, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
  const env = {
    ...process.env,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  await run(pulumi, ["stack", "init", "dev", "--non-interactive"], { cwd: folder, env });
  await rm(join(folder, "home"), { recursive: true });
}

async function engine(): Promise<string> {
  try {
    const found = await ensureEngine();
    // The plugin's programs are in YAML; those of Node have their host with every engine.
    await ensureLanguageHosts(found, ["yaml"]);
    return found.pulumi;
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    console.error(error.message);
    return "";
  }
}
