import { execFile } from "node:child_process";
import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Job } from "./cache.js";
import { runChild } from "./child.js";
import { fileNames, onPath } from "./executables.js";
import { elapsed, heartbeat } from "./heartbeat.js";
import { dynamicProviderScript, type GoModule, goModule } from "./repository.js";

/** Far above the 5 minutes it takes; only there so that a network that swallows packets does not hang it for ever. */
const limitMs = 45 * 60_000;

const cliModule = "github.com/pulumi/pulumi/pkg/v3";
const nodeHost = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

export interface GoFacts {
  readonly version: string;
  readonly toolchain: string;
}

/** Builds the engine from the Go modules that `cli/` and `language-host/` pin. */
export async function buildEngine(job: Job): Promise<void> {
  const cli = goModule("cli");
  const languageHost = goModule("language-host");
  const pinned = cli.requires.get(cliModule);
  if (pinned !== job.version) throw new Error(`cli/go.mod pins ${pinned}, but the npm package is ${job.version}`);
  const go = await goThatBuilds(cli, job);
  const names = fileNames();
  const limit = AbortSignal.timeout(limitMs);
  const bounded = { ...job, signal: AbortSignal.any([job.signal, limit]) };
  job.say(
    `Building Pulumi ${job.version} from its Go modules. This happens once and takes about 5 minutes on 2 cores.`,
  );
  try {
    const stamp = `-s -w -X ${versionVariable}=v${job.version}`;
    const engine = { go, module: cli, tool: `${cliModule}/cmd/pulumi`, ldflags: stamp };
    await compile(bounded, { ...engine, name: "the CLI", output: join(job.bin, names.cli) });
    const host = { go, module: languageHost, tool: nodeHost, ldflags: "-s -w" };
    await compile(bounded, { ...host, name: "the language host", output: join(job.bin, names.languageHost) });
  } catch (error) {
    throw limit.aborted ? new Error(`not finished after ${elapsed(limitMs)}`, { cause: error }) : error;
  }
  const script = join(job.bin, names.dynamicProvider);
  copyFileSync(dynamicProviderScript(names.dynamicProvider), script);
  chmodSync(script, 0o755);
}

/** The `go` on PATH, where it can build the module. */
export async function goThatBuilds(module: GoModule, job: Pick<Job, "env" | "scratch">): Promise<string> {
  const go = onPath("go", job.env);
  if (go === undefined) throw new Error("go is not on PATH");
  const refusal = whyGoCannot(await askGo(go, job), module.go);
  if (refusal !== undefined) throw new Error(refusal);
  return go;
}

/** From 1.21 on Go fetches the release that go.mod asks for, unless GOTOOLCHAIN forbids it (go.dev/doc/toolchain). */
export function whyGoCannot(go: GoFacts, needed: string): string | undefined {
  if (isAtLeast(go.version, needed)) return undefined;
  if (/^(auto|path)$|\+(auto|path)$/.test(go.toolchain)) return undefined;
  return `Go ${needed} or newer is needed, ${go.version || "an unknown version"} is on PATH${
    go.toolchain === "" ? "" : `, and GOTOOLCHAIN=${go.toolchain} forbids fetching it`
  }`;
}

/** The environment of `go build`: what the user set stays, our flags come last and so win. */
export function goEnvironment(job: Pick<Job, "env" | "scratch">): NodeJS.ProcessEnv {
  return {
    ...job.env,
    GOFLAGS: `${job.env.GOFLAGS ?? ""} -mod=readonly -trimpath`.trim(),
    GOWORK: "off",
    // No C compiler is needed then.
    CGO_ENABLED: job.env.CGO_ENABLED ?? "0",
    GOTMPDIR: job.scratch,
  };
}

/** What a line of `go build -v` means: a module that is fetched, a package that is compiled, or a message. */
export function readGoLine(line: string): "module" | "package" | "message" {
  if (line.startsWith("go: downloading ")) return "module";
  return /^[\w.~+/-]+$/.test(line) ? "package" : "message";
}

interface Target {
  readonly go: string;
  readonly module: GoModule;
  /** The import path of what is built. */
  readonly tool: string;
  readonly name: string;
  readonly output: string;
  readonly ldflags: string;
}

type Compiling = Pick<Job, "env" | "say" | "scratch" | "signal">;

export async function compile(job: Compiling, { go, module, tool, name, output, ldflags }: Target): Promise<void> {
  const build = [go, "build", "-v", "-ldflags", ldflags, "-o", output, tool];
  const nice = onPath("nice", job.env);
  const [command = go, ...args] = nice === undefined ? build : [nice, "-n", "10", ...build];
  const count = { module: 0, package: 0 };
  let last = "";
  const doing = () => {
    if (last === tool) return `${name}: linking`;
    return `${name}: ${count.package} packages compiled${count.module > 0 ? `, ${count.module} modules fetched` : ""}`;
  };
  const stop = heartbeat(job.say, doing);
  try {
    await runChild(command, args, {
      cwd: module.folder,
      env: goEnvironment(job),
      signal: job.signal,
      keep: (line) => {
        const kind = readGoLine(line);
        if (kind === "message") return true;
        count[kind] += 1;
        last = line;
        return false;
      },
    });
  } finally {
    stop();
  }
}

async function askGo(go: string, job: Pick<Job, "env" | "scratch">): Promise<GoFacts> {
  // Not in the module's folder, where a Go that is too old refuses to answer.
  const { stdout } = await promisify(execFile)(go, ["env", "GOVERSION", "GOTOOLCHAIN"], {
    cwd: job.scratch,
    env: job.env,
    timeout: 10_000,
  });
  const [version = "", toolchain = ""] = stdout.split("\n").map((line) => line.trim());
  return { version: version.replace(/^go/, ""), toolchain };
}

function isAtLeast(version: string, needed: string): boolean {
  const numbers = (text: string) => (/^\d+(\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);
  const have = numbers(version);
  for (const [index, want] of numbers(needed).entries()) {
    const difference = (have[index] ?? 0) - want;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
