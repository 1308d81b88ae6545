/** A setting is missing, incomplete or unusable; nothing has been sent. */
export class SettingsError extends Error {
  constructor(
    readonly code: "SETTING_MISSING" | "SETTING_INVALID" | "CREDENTIAL_MISSING" | "CREDENTIAL_INCOMPLETE",
    /** The setting as the stack configuration calls it, such as `projectId`. */
    readonly setting: string,
    message: string,
  ) {
    super(message);
    this.name = "SettingsError";
  }
}
