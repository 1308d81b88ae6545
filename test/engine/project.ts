import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject } from "vitest";
import type { Emulator } from "../../emulator";
import { type Declared, DOMAIN, nodeProgram, type Outputs, yamlProgram } from "./program";

/** What a run of the CLI left behind. */
export interface Run {
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** One entry of a stack file. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: string[];
}

/** What runs the lifecycle: the dynamic provider of a Node program, or the plugin, here with a program in YAML. */
export type Shell = "dynamic" | "plugin";

export interface ProjectOptions {
  readonly emulator?: Emulator;
  /** Default: dynamic. */
  readonly shell?: Shell;
  /** More lines for Pulumi.yaml. */
  readonly yaml?: string;
  readonly env?: Record<string, string>;
  /** The program's file, such as a `.ts` or `.mjs` program, or its folder. */
  readonly main?: string;
  /** A folder of `examples/`, which is copied as it is; only the project keeps the name `test`. */
  readonly example?: string;
  /** Makes the folder in which the package is installed. Default: the one that all tests share. */
  readonly installation?: () => Promise<string>;
}

export { type Declared, DOMAIN } from "./program";

export const EXAMPLES = join(__dirname, "../../examples");

/** A Pulumi project in a folder of its own, with a state of its own, driven through the real CLI. */
export class Project {
  readonly dir: string;
  readonly shell: Shell;
  /** More lines for Pulumi.yaml. */
  private readonly yaml: string;
  /** The environment of the CLI; a test may change it between two runs. */
  readonly env: Record<string, string>;

  private constructor(installation: string, options: ProjectOptions) {
    this.dir = join(installation, "projects", randomUUID());
    this.shell = options.shell ?? "dynamic";
    this.yaml = options.yaml ?? "";
    this.env = {
      ...withoutSettings(process.env),
      PATH: `${dirname(inject("pulumi"))}:${process.env.PATH}`,
      // No profile file of the person who runs the tests, and nothing outside of this machine.
      HOME: join(inject("installation"), "home"),
      HUAWEICLOUD_LIVE_METADATA_ENDPOINT: "http://127.0.0.1:9",
      PULUMI_HOME: join(inject("installation"), "pulumi-home"),
      // Without metadata a kill -9 cannot leave half a file: the state is renamed into place, its `.attrs` is not.
      PULUMI_BACKEND_URL: `file://${join(this.dir, "state")}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_STACK: "dev",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...(options.emulator && settingsFor(options.emulator)),
      ...options.env,
    };
  }

  static async create(options: ProjectOptions = {}): Promise<Project> {
    const installation = (await options.installation?.()) ?? inject("installation");
    const project = new Project(installation, options);
    const main = options.main ?? "index.js";
    await cp(join(inject("installation"), "new-stack"), project.dir, { recursive: true });
    if (options.example) {
      await project.copy(options.example);
      return project;
    }
    await project.write("Pulumi.yaml", `name: test\nruntime: nodejs\nmain: ${main}\n${options.yaml ?? ""}`);
    await project.write("package.json", JSON.stringify({ private: true }));
    return project;
  }

  private async copy(example: string): Promise<void> {
    const folder = join(EXAMPLES, example);
    // What somebody who tries the example in place has installed, built or configured stays there.
    const own = (path: string) => !/^(node_modules|dist|Pulumi\..+\.yaml)$/.test(basename(path));
    await cp(folder, this.dir, { recursive: true, filter: own });
    const yaml = await readFile(join(folder, "Pulumi.yaml"), "utf8");
    await this.write("Pulumi.yaml", yaml.replace(/^name: .*$/m, "name: test"));
  }

  async write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.dir, file)), { recursive: true });
    await writeFile(join(this.dir, file), text);
  }

  /**
   * Writes a program of the shell with these recordings, by logical name. `more`: outputs of the stack, or, for Node alone,
   * source text behind the recordings; `before` stands in front of them.
   */
  declare(recordings: Record<string, Declared>, more: Outputs | string = {}, before = ""): Promise<void> {
    if (this.shell === "dynamic") return this.write("index.js", nodeProgram(recordings, more, before));
    if (typeof more === "string" || before !== "") throw new Error("source text is of Node programs alone");
    return this.write("Pulumi.yaml", yamlProgram(recordings, more, this.yaml));
  }

  /** Starts the CLI and hands over the process as well, for tests that end it. */
  start(...args: string[]): { child: ChildProcess; run: Promise<Run> } {
    return this.spawn(inject("pulumi"), [...args, "--non-interactive", "--color", "never"]);
  }

  /** Runs a script beside the program, with the same environment. */
  node(script: string, ...args: string[]): Promise<Run> {
    return this.spawn(process.execPath, [script, ...args]).run;
  }

  /** Runs a shell script beside the program, with the same environment. */
  sh(script: string): Promise<Run> {
    return this.spawn("sh", [script]).run;
  }

  /** Starts a command in the folder of the project, with the same environment. */
  spawn(command: string, args: string[]): { child: ChildProcess; run: Promise<Run> } {
    const child = spawn(command, args, {
      cwd: this.dir,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const run = new Promise<Run>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output }));
    });
    return { child, run };
  }

  pulumi(...args: string[]): Promise<Run> {
    return this.start(...args).run;
  }

  up(...args: string[]): Promise<Run> {
    return this.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  refresh(...args: string[]): Promise<Run> {
    return this.pulumi("refresh", "--yes", "--skip-preview", ...args);
  }

  destroy(...args: string[]): Promise<Run> {
    return this.pulumi("destroy", "--yes", "--skip-preview", ...args);
  }

  preview(...args: string[]): Promise<Run> {
    return this.pulumi("preview", ...args);
  }

  /** Runs the CLI and fails the test with all that it printed unless it succeeds. */
  async must(...args: string[]): Promise<Run> {
    const run = await this.pulumi(...args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${run.code}:\n${run.output}`);
    return run;
  }

  /** Sets a setting of the provider in the stack configuration, where the shell reads it. */
  setting(name: string, value: string, ...flags: string[]): Promise<Run> {
    return this.config(`${this.shell === "dynamic" ? "huaweicloud" : "huaweicloud-live"}:${name}`, value, ...flags);
  }

  config(key: string, value: string, ...flags: string[]): Promise<Run> {
    return this.must("config", "set", key, value, ...flags);
  }

  /** The stack file as text: what lies on the disk of a user. */
  stateText(): Promise<string> {
    return readFile(join(this.dir, "state/.pulumi/stacks/test/dev.json"), "utf8");
  }

  async resources(): Promise<StateResource[]> {
    return JSON.parse(await this.stateText()).checkpoint.latest?.resources ?? [];
  }

  /** The recording with this logical name, or undefined. */
  async recording(name: string): Promise<StateResource | undefined> {
    return (await this.resources()).find(({ urn }) => urn.endsWith(`:StreamRecording::${name}`));
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true });
  }
}

/** Waits for what a command that runs beside the test brings about. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}

/** Fails the test with all that the CLI printed unless it succeeded. */
export function succeeded({ code, output }: Run): void {
  expect(code, output).toBe(0);
}

/** The environment that makes the emulator the service. */
export function settingsFor(emulator: Emulator): Record<string, string> {
  return {
    HUAWEICLOUD_REGION: "cn-north-4",
    HUAWEICLOUD_LIVE_ENDPOINT: emulator.url,
    HUAWEICLOUD_SDK_AK: emulator.accessKey,
    HUAWEICLOUD_SDK_SK: emulator.secretKey,
    HUAWEICLOUD_SDK_PROJECT_ID: emulator.projectId,
  };
}

/** The commands in the order in which the service executed or refused them: `START push.example.com/live/a 200`. */
export function commands(emulator: Emulator): string[] {
  return emulator
    .requests()
    .filter(({ operation }) => operation === "START" || operation === "STOP")
    .map(({ operation, stream, status }) => `${operation} ${stream?.replace(`${DOMAIN}/live/`, "")} ${status}`);
}

/** Those for one of the streams. */
export function commandsOf(emulator: Emulator, stream: string): string[] {
  return commands(emulator).filter((command) => command.split(" ")[1] === stream);
}

/** The streams that are being recorded now. */
export function recorded(emulator: Emulator): string[] {
  return emulator
    .recordings()
    .filter(({ stoppedAt }) => stoppedAt === null)
    .map(({ publishDomain, app, stream }) => `${publishDomain}/${app}/${stream}`.replace(`${DOMAIN}/live/`, ""))
    .sort();
}

function withoutSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !/^(HUAWEICLOUD_|HW_|CLOUD_SDK_|PULUMI_)/.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}
