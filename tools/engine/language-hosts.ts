import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { compile, goEnvironment, goThatBuilds } from "./build.js";
import { cacheOf, leftoverPrefix } from "./cache.js";
import { type Held, type Surroundings, underCacheLock } from "./cache-lock.js";
import type { Engine } from "./ensure.js";
import { isExecutable, onPath } from "./executables.js";
import { type GoModuleName, goModule, pinnedVersion } from "./repository.js";

/** A language of programs besides those of Node, whose host comes with the engine anyway. */
export type Language = "yaml" | "python";

interface Host {
  readonly module: GoModuleName;
  readonly tool: string;
  /** A file of the module that the host wants beside it. */
  readonly script?: { readonly module: string; readonly path: string };
}

const SDK = "github.com/pulumi/pulumi/sdk/v3";

const hosts: Record<Language, Host> = {
  yaml: { module: "yaml-host", tool: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml" },
  python: {
    module: "language-host",
    tool: `${SDK}/python/cmd/pulumi-language-python`,
    script: { module: SDK, path: "python/cmd/pulumi-language-python-exec" },
  },
};

/** A host is missing, and cannot be built: the message says why. */
export class LanguageHostUnavailableError extends Error {
  readonly code = "LANGUAGE_HOST_UNAVAILABLE";

  constructor(language: Language, reason: string) {
    super(
      `Pulumi cannot run ${language} programs on this machine: ${reason}. The official Pulumi CLI brings the host: https://www.pulumi.com/docs/install/`,
    );
    this.name = "LanguageHostUnavailableError";
  }
}

/** Makes sure that the engine can run programs of these languages. One that was built here lacks the hosts: they are built, too. */
export async function ensureLanguageHosts(
  engine: Engine,
  languages: readonly Language[],
  options: Partial<Surroundings> = {},
): Promise<void> {
  const env = options.env ?? process.env;
  const say = options.say ?? ((line: string) => process.stderr.write(`${line}\n`));
  const bin = dirname(realpathSync(engine.pulumi));
  const missing = () => languages.filter((language) => !isThere(language, bin, env));
  const [first] = missing();
  if (first === undefined) return;
  if (engine.from === "path")
    throw new LanguageHostUnavailableError(first, `${fileOf(first)} is not beside ${engine.pulumi}`);
  const cache = cacheOf(env, pinnedVersion());
  await underCacheLock(cache, { staleMs: 10_000, ...options, env, say }, async (held) => {
    for (const language of missing()) {
      const staging = mkdtempSync(join(cache.versions, leftoverPrefix(cache)));
      try {
        await build(language, staging, bin, held);
      } catch (error) {
        held.signal.throwIfAborted();
        throw new LanguageHostUnavailableError(language, error instanceof Error ? error.message : String(error));
      } finally {
        rmSync(staging, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    }
  });
}

function isThere(language: Language, bin: string, env: NodeJS.ProcessEnv): boolean {
  const file = fileOf(language);
  return isExecutable(join(bin, file)) || onPath(file, env) !== undefined;
}

function fileOf(language: Language): string {
  return `pulumi-language-${language}${process.platform === "win32" ? ".exe" : ""}`;
}

/** The host comes last: with it in its place, all that it needs is there. */
async function build(language: Language, staging: string, bin: string, held: Held): Promise<void> {
  const { module: name, tool, script } = hosts[language];
  const module = goModule(name);
  const scratch = join(staging, "scratch");
  mkdirSync(scratch);
  const job = { ...held, scratch };
  const go = await goThatBuilds(module, job);
  held.say(`Building Pulumi's host for ${language} programs from its Go module, once: about a minute on 2 cores.`);
  const output = join(staging, fileOf(language));
  await compile(job, { go, module, tool, name: `the ${language} host`, output, ldflags: "-s -w" });
  if (script) {
    const list = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", script.module];
    const { stdout } = await promisify(execFile)(go, list, { cwd: module.folder, env: goEnvironment(job) });
    const file = script.path.slice(script.path.lastIndexOf("/") + 1);
    // The module cache is read-only, and a copy takes its mode over.
    copyFileSync(join(stdout.trim(), script.path), join(staging, file));
    chmodSync(join(staging, file), 0o755);
    renameSync(join(staging, file), join(bin, file));
  }
  renameSync(output, join(bin, fileOf(language)));
}
