import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { repositoryRoot } from "../../tools/engine/repository";
import { KeeperProcess } from "./keeper-process";

/** The programs that are compared: see the folders of these names. */
export type Variant = "floor" | "ours" | "by-hand" | "plugin";

/** Where projects are made. */
export interface Place {
  /** An installation: the programs find their packages in it. */
  readonly folder: string;
  /** The `pulumi` executable. */
  readonly pulumi: string;
}

/** One resource of a stack file. */
export type Resource = Readonly<Record<string, unknown>> & { readonly type: string };

/** A project with one of the programs, and a stack of its own that only exists as long as this object. */
export class Project implements AsyncDisposable {
  readonly #installation: string;
  readonly #folder: string;
  readonly #pulumi: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(place: Place, env: Readonly<Record<string, string>>) {
    this.#installation = place.folder;
    this.#folder = join(place.folder, "projects", randomUUID());
    this.#pulumi = place.pulumi;
    this.#env = {
      ...withoutSettings(process.env),
      PATH: `${dirname(place.pulumi)}${delimiter}${process.env.PATH ?? ""}`,
      HOME: join(place.folder, "home"),
      PULUMI_HOME: join(place.folder, "pulumi-home"),
      PULUMI_BACKEND_URL: `file://${join(this.#folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...env,
    };
  }

  static async create(
    place: Place,
    variant: Variant,
    count: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Project> {
    const project = new Project(place, { BENCH_COUNT: `${count}`, ...env });
    const folder = project.#folder;
    await mkdir(join(folder, "state"), { recursive: true });
    await cp(join(repositoryRoot(), "bench", variant), folder, { recursive: true });
    // JavaScript in all of them, so that no compiler is part of the time.
    const runtime = { name: "nodejs", options: { typescript: false } };
    const packages = { "huaweicloud-live": join(place.folder, "node_modules/pulumi-huaweicloud-live") };
    const yaml = { name: "bench", runtime, main: "index.js", ...(variant === "plugin" && { packages }) };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(yaml));
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
    await project.seconds("stack", "init", "dev");
    return project;
  }

  /** Runs a command of the engine and returns how long it took. @throws with all that was printed if it failed */
  async seconds(...args: string[]): Promise<number> {
    const began = performance.now();
    const child = spawn(this.#pulumi, [...args, "--non-interactive", "--color", "never"], {
      cwd: this.#folder,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output.slice(-4000)}`);
    return (performance.now() - began) / 1000;
  }

  /** Starts a keeper of its stack. */
  keeper(...flags: string[]): KeeperProcess {
    const command = join(this.#installation, "node_modules/pulumi-huaweicloud-live/dist/keeper/command.js");
    const args = [command, "--stack", "dev", "--status", "127.0.0.1:0", ...flags];
    return new KeeperProcess(
      spawn(process.execPath, args, { cwd: this.#folder, env: this.#env, stdio: ["ignore", "pipe", "inherit"] }),
    );
  }

  up(...args: string[]): Promise<number> {
    return this.seconds("up", "--yes", "--skip-preview", ...args);
  }

  preview(): Promise<number> {
    return this.seconds("preview");
  }

  refresh(): Promise<number> {
    return this.seconds("refresh", "--yes", "--skip-preview");
  }

  destroy(): Promise<number> {
    return this.seconds("destroy", "--yes", "--skip-preview");
  }

  /** The recordings in the stack file. */
  async resources(): Promise<Resource[]> {
    const file = join(this.#folder, "state/.pulumi/stacks/bench/dev.json");
    const all: Resource[] = JSON.parse(await readFile(file, "utf8")).checkpoint.latest?.resources ?? [];
    return all.filter(({ type }) => /^(pulumi-nodejs:dynamic|huaweicloud-live:index:)/.test(type));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A plugin may still be on its way out.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** What is set for Pulumi and Huawei Cloud is not ours to use. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(PULUMI|HUAWEICLOUD|HW|CLOUD_SDK|NODE_OPTIONS)(_|$)/i.test(name)),
  );
}
