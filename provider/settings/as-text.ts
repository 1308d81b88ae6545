import { SettingsError } from "./errors";
import type { Setting } from "./source";

/** @throws {SettingsError} where the value of a setting is an object or a list, which is not shown: it may be a secret */
export function asText(value: unknown, place: string, setting: Setting): string {
  if (typeof value !== "object") return String(value);
  throw new SettingsError("SETTING_INVALID", setting, `${place} is no text`);
}
