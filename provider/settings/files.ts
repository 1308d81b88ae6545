import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { SettingsError } from "./errors";
import type { Environment, Setting } from "./source";

/** A file in the user's home, or where a variable says. */
export interface SettingsFile {
  /** As a user knows it. */
  readonly name: string;
  readonly path: string;
}

/** `set`: the value of the variable that may name another file. */
export function fileIn(env: Environment, set: string | undefined, ...standard: string[]): SettingsFile {
  const home = env.HOME || env.USERPROFILE || homedir();
  if (!set) return { name: ["~", ...standard].join("/"), path: join(home, ...standard) };
  return { name: set, path: set.startsWith("~/") ? join(home, set.slice(2)) : set };
}

/**
 * What is in a file; undefined where there is none.
 *
 * @throws {SettingsError} where it cannot be read or makes no sense; its text is in no error, since it has secrets
 */
export function readSettings<T>({ name, path }: SettingsFile, setting: Setting, parse: (text: string) => T) {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new SettingsError("SETTING_INVALID", setting, `the file ${name} cannot be read (${code})`);
  }
  try {
    return parse(text);
  } catch {
    throw new SettingsError("SETTING_INVALID", setting, `the file ${name} is not written as it should be`);
  }
}
