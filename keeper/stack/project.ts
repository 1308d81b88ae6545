import { createRequire } from "node:module";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { KeeperError, wordsOf } from "../errors";
import type { KeptStack } from "./journal";

/** The Pulumi project of a folder, by the CLI on PATH and with this process's environment. */
export class PulumiProject {
  readonly #folder: string;
  readonly #name: string;
  readonly #main: string;
  readonly #command: PulumiCommand;

  private constructor(folder: string, name: string, main: string, command: PulumiCommand) {
    this.#folder = folder;
    this.#name = name;
    this.#main = main;
    this.#command = command;
  }

  /** @throws {KeeperError} `NOT_FOUND` where there is no CLI or no project */
  static async open(cwd: string): Promise<PulumiProject> {
    const folder = resolve(cwd);
    const command = await PulumiCommand.get().catch((error: unknown) => {
      throw new KeeperError("NOT_FOUND", `\`pulumi\` cannot be run from PATH: ${wordsOf(error)}`);
    });
    try {
      const workspace = await LocalWorkspace.create({ workDir: folder, pulumiCommand: command });
      const { name, main = "." } = await workspace.projectSettings();
      return new PulumiProject(folder, name, main, command);
    } catch (error) {
      throw new KeeperError("NOT_FOUND", `${folder} is not the folder of a Pulumi project: ${wordsOf(error)}`);
    }
  }

  /** @throws {KeeperError} `NOT_FOUND` where none is selected */
  async selectedStack(): Promise<string> {
    const selected = process.env.PULUMI_STACK || (await (await this.#workspace()).stack())?.name;
    if (selected) return selected;
    throw new KeeperError("NOT_FOUND", "No stack is selected in this folder: name one with --stack");
  }

  /** @throws {KeeperError} `REFUSED` where the backend cannot be asked */
  async kept(stack: string): Promise<KeptStack> {
    try {
      const { url = "", user } = await (await this.#workspace()).whoAmI();
      return { host: hostname(), backend: url || user, project: this.#name, stack };
    } catch (error) {
      throw new KeeperError("REFUSED", wordsOf(error));
    }
  }

  /** Where the program would load a module from. */
  finds(module: string): boolean {
    return [this.#folder, join(this.#folder, this.#main)].some((folder) => {
      try {
        return createRequire(join(folder, "program")).resolve(module) !== "";
      } catch {
        return false;
      }
    });
  }

  /** A stack of it, for a program that is no file, and with more in the environment. */
  async stack(name: string, env: Record<string, string> = {}, program?: PulumiFn): Promise<Stack> {
    return Stack.select(name, await this.#workspace(env, program));
  }

  async #workspace(envVars: Record<string, string> = {}, program?: PulumiFn): Promise<LocalWorkspace> {
    const workspace = await LocalWorkspace.create({
      workDir: this.#folder,
      pulumiCommand: this.#command,
      envVars,
      ...(program ? { program } : {}),
    });
    // Selecting the stack would change what the commands of the people in this folder mean.
    workspace.selectStack = async () => {};
    return workspace;
  }
}

/** Beside what the CLI keeps of its own. */
export function journalFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.PULUMI_HOME || join(homedir(), ".pulumi"), "huaweicloud-live-keeper");
}
