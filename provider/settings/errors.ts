/** A setting is missing, incomplete or unusable. */
export class SettingsError extends Error {
  constructor(
    readonly code:
      | "SETTING_MISSING"
      | "SETTING_INVALID"
      | "CREDENTIAL_MISSING"
      | "CREDENTIAL_INCOMPLETE"
      | "CREDENTIAL_REFUSED"
      | "PROJECT_NOT_FOUND"
      | "PROJECT_AMBIGUOUS",
    /** The setting as the stack configuration calls it, such as `projectId`. */
    readonly setting: string,
    message: string,
  ) {
    super(message);
    this.name = "SettingsError";
  }
}
