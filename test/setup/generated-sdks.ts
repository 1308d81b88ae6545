import { cpSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";
import { version } from "../../package.json";
import { ensureEngine } from "../../tools/engine/ensure";
import { EngineUnavailableError } from "../../tools/engine/errors";
import { ensureLanguageHosts, LanguageHostUnavailableError } from "../../tools/engine/language-hosts";
import { generateSdks } from "../../tools/sdk/generate";
import { type Failure, installed, lastLine, run, SdkUnavailableError } from "./sdk-cache";

export const sdkLanguages = ["Python", "Go", "Node"] as const;
export type SdkLanguage = (typeof sdkLanguages)[number];

/** As titles of tests, messages and the last lines of a run call it. */
export const generatedSdk = (language: SdkLanguage) => `the generated SDK for ${language}`;

/** Folders of the SDKs that `npm run sdk` generates from the plugin's schema; for Python, installed, and what runs it. */
export interface Generated {
  readonly Python: { readonly sdk: string; readonly venv: string };
  readonly Go: { readonly sdk: string };
  readonly Node: { readonly sdk: string };
}

declare module "vitest" {
  interface ProvidedContext {
    /** The generated SDKs, as far as they can be had here. */
    generatedSdks: { readonly [L in SdkLanguage]: Generated[L] | { readonly missing: string } };
  }
}

const root = join(__dirname, "../..");
const generator = ["main.go", "go.mod", "go.sum"].map((name) => `tools/sdk/generate/${name}`);
/** What the SDKs are made from. */
const sources = [
  __filename,
  ...["plugin/schema.json", "tools/sdk/generate.ts", ...generator].map((path) => join(root, path)),
];

/** Makes the SDKs where they are not there yet, and what their programs need beside them. */
export async function setup(project: TestProject): Promise<void> {
  const env = process.env;
  const sdks = generated(env);
  const [Python, Go, Node] = await Promise.all([
    orMissing(async () => {
      const venv = await virtualEnvironment(env);
      return { venv, sdk: await pythonSdk(join(await sdks, "python"), venv, env) };
    }),
    orMissing(async () => ({ sdk: join(await sdks, "go") })),
    orMissing(async () => ({ sdk: join(await sdks, "nodejs") })),
  ]);
  for (const { missing } of [Python, Go, Node] as Array<{ missing?: string }>) if (missing) console.error(missing);
  project.provide("generatedSdks", { Python, Go, Node });
}

async function orMissing<T>(make: () => Promise<T>): Promise<T | { readonly missing: string }> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof SdkUnavailableError)) throw error;
    return { missing: error.message };
  }
}

/** All SDKs, in one folder, each as its users have it: that of Node is compiled, that of Go knows its modules. */
async function generated(env: NodeJS.ProcessEnv): Promise<string> {
  const what = "what npm run sdk generates";
  const { stdout: goVersion } = await run("go", ["env", "GOVERSION"], { env }).catch(() => {
    throw new SdkUnavailableError(what, "there is no go on PATH", "install Go (https://go.dev/doc/install)");
  });
  const install = async (folder: string) => {
    const say = (line: string) => console.error(line);
    try {
      await generateSdks(["python", "go", "nodejs"], folder, { env, say, signal: new AbortController().signal });
      await run("go", ["mod", "tidy"], { cwd: join(folder, "go"), env });
    } catch (error) {
      const reason = (error as Failure).stderr ? lastLine((error as Failure).stderr) : String(error);
      throw new SdkUnavailableError(what, reason, "a network connection to Go's module proxy, or GOPROXY");
    }
    await postinstall(join(folder, "nodejs"), env);
  };
  return installed({ name: "generated-sdks", what, sources, version: `${goVersion}${version}`, install }, env);
}

/** What npm does when the SDK is installed: it is compiled, here with the TypeScript and the Pulumi of this repository. */
async function postinstall(sdk: string, env: NodeJS.ProcessEnv): Promise<void> {
  const modules = join(sdk, "node_modules");
  symlinkSync(join(root, "node_modules"), modules);
  const PATH = [join(modules, ".bin"), env.PATH].join(delimiter);
  await run(process.execPath, ["scripts/postinstall.js"], { cwd: sdk, env: { ...env, PATH } });
  rmSync(modules);
}

const requirements = join(__dirname, "pulumi-python.txt");

/** A virtual environment with Pulumi's own SDK. The engine has to have a host for Python's programs, too. */
async function virtualEnvironment(env: NodeJS.ProcessEnv): Promise<string> {
  const what = "Pulumi's SDK for Python";
  const remedy = "install Python 3.10 or newer with its venv (Debian, Ubuntu: `apt-get install python3-venv`)";
  const question = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.version)";
  const { stdout: pythonVersion } = await run("python3", ["-c", question], { env }).catch((error: Failure) => {
    throw new SdkUnavailableError(what, lastLine(error.stderr) || "there is no python3 on PATH", remedy);
  });
  const install = async (folder: string) => {
    try {
      await run("python3", ["-m", "venv", folder], { env });
      await pip(folder, env, "--only-binary", ":all:", "-r", requirements);
    } catch (error) {
      const reason = `pip could not install it: ${lastLine((error as Failure).stderr)}`;
      throw new SdkUnavailableError(what, reason, "a network connection to PyPI, or PIP_INDEX_URL");
    }
  };
  await pythonHost(what);
  return installed({ name: "pulumi-python", what, sources: [requirements], version: pythonVersion, install }, env);
}

/** What `pip install` makes of the SDK, in a folder of its own: a virtual environment has 86 MB. */
function pythonSdk(sdk: string, venv: string, env: NodeJS.ProcessEnv): Promise<string> {
  const what = "the SDK for Python";
  const install = async (folder: string) => {
    // It is built where it lies.
    const copy = join(folder, "build");
    cpSync(sdk, copy, { recursive: true });
    await pip(venv, env, "--no-deps", "--no-build-isolation", "--target", folder, copy);
    rmSync(copy, { recursive: true });
  };
  return installed({ name: "generated-python", what, sources, version: `${venv}${version}`, install }, env);
}

function pip(venv: string, env: NodeJS.ProcessEnv, ...args: string[]) {
  return run(join(venv, "bin/python"), ["-m", "pip", "install", "--quiet", "--no-input", ...args], { env });
}

async function pythonHost(what: string): Promise<void> {
  try {
    await ensureLanguageHosts(await ensureEngine(), ["python"]);
  } catch (error) {
    // Without an engine its tests do not run anyway.
    if (error instanceof EngineUnavailableError) return;
    if (!(error instanceof LanguageHostUnavailableError)) throw error;
    throw new SdkUnavailableError(what, error.message, "the official Pulumi CLI");
  }
}
