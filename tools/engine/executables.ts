import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve, sep } from "node:path";
import { promisify } from "node:util";

/** The three files that a Node program needs beside one another. */
export function fileNames(platform: NodeJS.Platform = process.platform) {
  const windows = platform === "win32";
  return {
    cli: windows ? "pulumi.exe" : "pulumi",
    languageHost: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
    dynamicProvider: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
  };
}

/**
 * PATH without the folders of npm packages. `npm run` puts node_modules/.bin in front, where `pulumi` is the npm
 * wrapper: it would start a download of its own.
 */
export function pathFolders(env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "" && !isInNodeModules(folder));
  return [...new Set(folders.map((folder) => resolve(folder)))];
}

export function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return pathFolders(env)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    const found = statSync(file);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

export function isInNodeModules(file: string): boolean {
  return file.split(sep).includes("node_modules");
}

export async function askVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 10_000,
    killSignal: "SIGKILL",
  });
  return stdout.trim().replace(/^v/, "");
}
