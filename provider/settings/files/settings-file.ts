import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { SettingsError } from "../errors";
import type { Environment, Setting } from "../source";

/** A file in the user's home, or where a setting or a variable says. */
export interface SettingsFile {
  /** As a user knows it. */
  readonly name: string;
  /** Undefined where it would be in a home that is not known. */
  readonly path: string | undefined;
  /** Somebody has named it, so that it is no mere chance whether it is there. */
  readonly isNamed: boolean;
}

/** `set`: the value of the setting or variable that may name another file than the standard one. */
export function fileIn(env: Environment, set: string | undefined, ...standard: string[]): SettingsFile {
  // A relative one would be a folder of the project, and an empty one the project's own folder.
  const home = [env.HOME, env.USERPROFILE].find((folder) => folder !== undefined && isAbsolute(folder));
  const inHome = (...path: string[]) => (home === undefined ? undefined : join(home, ...path));
  if (!set) return { name: ["~", ...standard].join("/"), path: inHome(...standard), isNamed: false };
  return { name: set, path: set.startsWith("~/") ? inHome(set.slice(2)) : set, isNamed: true };
}

/** What is in a file, or why nothing of it is known, such as `no such file`. */
export type Read<T> =
  | { readonly content: T; readonly absence?: undefined }
  | { readonly content?: undefined; readonly absence: string };

/** A file has something in this line that cannot be meant. The message has nothing of the line, which may be a secret. */
export class LineError extends Error {
  constructor(
    readonly line: number,
    why: string,
  ) {
    super(why);
  }
}

/**
 * Reads a file. One at its standard place that cannot be read counts as none: it may be another user's.
 *
 * @throws {SettingsError} where a file that was named cannot be read, or one makes no sense; its text is in no error, since
 *   it has secrets
 */
export function readSettings<T>(file: SettingsFile, setting: Setting, parse: (text: string) => T): Read<T> {
  const { name, path, isNamed } = file;
  if (path === undefined) return { absence: "HOME is not an absolute path, so the file cannot be found" };
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { absence: "no such file" };
    if (!isNamed) return { absence: `it cannot be read (${code})` };
    throw new SettingsError("SETTING_INVALID", setting, `the file ${name} cannot be read (${code})`);
  }
  try {
    return { content: parse(text) };
  } catch (error) {
    const where = error instanceof LineError ? `: line ${error.line} ${error.message}` : "";
    throw new SettingsError("SETTING_INVALID", setting, `the file ${name} has a syntax error${where}`);
  }
}
