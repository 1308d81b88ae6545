import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Emulator } from "../../emulator";
import type { Engine } from "../engine/ensure";
import { repositoryRoot } from "../engine/repository";
import { sayCommand } from "./screen";

const stack = "demo";

/** How long an interrupted engine may take to write its state before it is killed. */
const patienceMs = 15_000;

/** The root project with a state, a configuration and a Pulumi home that exist only as long as this object. */
export class DemoProject implements AsyncDisposable {
  readonly #folder: string;
  readonly #root = repositoryRoot();
  readonly #pulumi: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal;

  constructor(engine: Engine, emulator: Emulator, signal: AbortSignal) {
    this.#folder = mkdtempSync(join(tmpdir(), "huaweicloud-live-demo-"));
    this.#pulumi = engine.pulumi;
    this.#env = environment(this.#folder, engine, emulator);
    this.#signal = signal;
    for (const name of ["backend", "temporary", "stack"]) mkdirSync(join(this.#folder, name));
    // The keeper runs no program, but the engine wants to see where it would be.
    for (const name of ["node_modules", "examples"]) {
      symlinkSync(join(this.#root, name), join(this.#folder, "stack", name), "junction");
    }
  }

  /** Creates the stack. */
  async init(): Promise<void> {
    // `stack init` has no --config-file and writes beside Pulumi.yaml, so it gets a copy to stand beside.
    const folder = join(this.#folder, "stack");
    copyFileSync(join(this.#root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    const args = ["stack", "init", stack];
    sayCommand("pulumi", args);
    await this.#run(args, folder);
  }

  /** Runs a command of Pulumi on the root project, on this screen. */
  async pulumi(...args: string[]): Promise<void> {
    sayCommand("pulumi", args);
    await this.#run([...args, "--config-file", join(this.#folder, "stack", `Pulumi.${stack}.yaml`)], this.#root);
  }

  /** Starts the keeper, on this screen, beside what else is done. It ends with what is returned. */
  keep(...flags: readonly string[]): AsyncDisposable {
    this.#signal.throwIfAborted();
    sayCommand("npx huaweicloud-live-keeper", flags);
    const command = join(this.#root, "dist/keeper/command.js");
    const child = spawn(process.execPath, [command, ...flags, "--status", "127.0.0.1:0"], {
      // Its runs need no program, only the project and the configuration of the stack.
      cwd: join(this.#folder, "stack"),
      env: this.#env,
      detached: process.platform !== "win32",
      stdio: ["ignore", "inherit", "inherit"],
    });
    const gone = once(child, "exit");
    const endNow = () => killAll(child);
    process.once("exit", endNow);
    return {
      [Symbol.asyncDispose]: async () => {
        child.kill("SIGTERM");
        const force = setTimeout(endNow, patienceMs);
        await gone;
        clearTimeout(force);
        process.off("exit", endNow);
      },
    };
  }

  async #run(args: readonly string[], cwd: string): Promise<void> {
    this.#signal.throwIfAborted();
    const colour = process.stdout.isTTY ? ["--color", "always"] : [];
    const child = spawn(this.#pulumi, [...args, ...colour], {
      cwd,
      env: this.#env,
      // A session of its own: a Ctrl-C ends it once, through us. A second one would make it drop its state.
      detached: process.platform !== "win32",
      stdio: ["ignore", "inherit", "inherit"],
    });
    let force: NodeJS.Timeout | undefined;
    const end = () => {
      child.kill("SIGINT");
      force = setTimeout(() => killAll(child), patienceMs);
    };
    const endNow = () => killAll(child);
    this.#signal.addEventListener("abort", end, { once: true });
    process.once("exit", endNow);
    try {
      const [code, signal] = await once(child, "exit");
      this.#signal.throwIfAborted();
      if (code !== 0) throw new Error(`\`pulumi ${args[0]}\` ended with ${signal ?? `exit code ${code}`}`);
    } finally {
      clearTimeout(force);
      process.off("exit", endNow);
      this.#signal.removeEventListener("abort", end);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A plugin may still be on its way out.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The user's environment without what is set for Pulumi and Huawei Cloud in it: their account is not ours to use. */
function environment(folder: string, { pulumi }: Engine, emulator: Emulator): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PULUMI|HUAWEICLOUD|HW|CLOUD_SDK)_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(pulumi)}${delimiter}${process.env.PATH ?? ""}`,
    TMPDIR: join(folder, "temporary"),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "backend")).href,
    PULUMI_STACK: stack,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    HUAWEICLOUD_LIVE_ENDPOINT: emulator.url,
    HUAWEICLOUD_REGION: "cn-north-4",
    HUAWEICLOUD_SDK_PROJECT_ID: emulator.projectId,
    HUAWEICLOUD_SDK_AK: emulator.accessKey,
    HUAWEICLOUD_SDK_SK: emulator.secretKey,
  };
}

function killAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
