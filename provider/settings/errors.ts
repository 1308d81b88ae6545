/** What can be wrong with a setting: each has a section in docs/errors.md. */
export const SETTINGS_ERROR_CODES = [
  "SETTING_MISSING",
  "SETTING_INVALID",
  "CREDENTIAL_MISSING",
  "CREDENTIAL_INCOMPLETE",
  "CREDENTIAL_REFUSED",
  "PROJECT_NOT_FOUND",
  "PROJECT_AMBIGUOUS",
] as const;

export type SettingsErrorCode = (typeof SETTINGS_ERROR_CODES)[number];

/** A setting is missing, incomplete or unusable. */
export class SettingsError extends Error {
  constructor(
    readonly code: SettingsErrorCode,
    /** The setting as the stack configuration calls it, such as `projectId`. */
    readonly setting: string,
    message: string,
  ) {
    super(message);
    this.name = "SettingsError";
  }
}
