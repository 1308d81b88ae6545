import { withoutUser } from "./endpoint";
import { SettingsError } from "./errors";
import type { Setting } from "./source";

/** @throws {SettingsError} where the value of a setting is no object; `example` is one */
export function asObject(value: unknown, place: string, setting: Setting, example: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  const shown = withoutUser(value);
  throw new SettingsError("SETTING_INVALID", setting, `${place} is ${shown}, but must be an object such as ${example}`);
}
