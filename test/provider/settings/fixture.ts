import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { EXPLICIT_PROVIDER } from "../../../provider/settings/engine-source";
import { SettingsError } from "../../../provider/settings/errors";
import { Settings } from "../../../provider/settings/settings";

export type Values = Readonly<Record<string, unknown>>;
export type Env = Readonly<Record<string, string>>;

/** What the engine hands over: settings by their names in the stack configuration, without `huaweicloud:`. */
export function settingsOf(config: Values = {}, env: Env = {}, provider?: string): Settings {
  const values: Values = Object.fromEntries(
    Object.entries(config).map(([name, value]) => [`huaweicloud:${name}`, value]),
  );
  const all: Values = provider === undefined ? values : { ...values, [EXPLICIT_PROVIDER]: provider };
  return new Settings({ get: (key) => all[key] }, { HOME: "/nonexistent", ...env });
}

export function errorOf(read: () => unknown): SettingsError {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("no error");
}

/** A new home with these files, by their paths in it; `null` makes a directory of that name. */
export function homeWith(files: Readonly<Record<string, string | null>>): string {
  const home = mkdtempSync(join(tmpdir(), "huaweicloud-live-home-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(text === null ? join(home, path) : dirname(join(home, path)), { recursive: true });
    if (text !== null) writeFileSync(join(home, path), text);
  }
  return home;
}

export const PROFILE_FILE = ".huaweicloud/credentials";
export const REGIONS_FILE = ".huaweicloud/regions.yaml";
export const KOOCLI_FILE = ".hcloud/config.json";

/** All that must be in no error has this in it. */
export const HIDDEN = /hidden/;
