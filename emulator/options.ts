export const defaultAccessKey = "EMULATORACCESSKEY00";
export const defaultSecretKey = "emulator-secret-key";
export const defaultProjectId = "0".repeat(32);
export const defaultToken = "emulator-token";

export interface EmulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default `EMULATORACCESSKEY00`. */
  readonly accessKey?: string | undefined;
  /** Default `emulator-secret-key`. */
  readonly secretKey?: string | undefined;
  /** Default: 32 zeros. */
  readonly projectId?: string | undefined;
  /** The temporary-key token that must come with the key pair. Default: any token that is signed, or none. */
  readonly securityToken?: string | undefined;
  /** The IAM token accepted in X-Auth-Token. Default `emulator-token`. */
  readonly token?: string | undefined;
  /**
   * Only what was declared by `push` is pushed, and only rules of `setRules` or made through the API exist. Default false: every stream
   * counts as pushed since an hour before the emulator started, and as covered by a COMMAND_RECORD rule, unless one
   * that was made through the API fits better.
   */
  readonly strict?: boolean | undefined;
  /** Seconds that must be exceeded between STOP and START of a stream. Default 10. */
  readonly cooldown?: number | undefined;
  /** Record-control requests a minute. Default 300. */
  readonly limit?: number | undefined;
  /** Whether `limit` holds for any 60 s or for each minute of the clock. Default `sliding`. */
  readonly limitWindow?: "sliding" | "fixed" | undefined;
  /** The service's clock, in ms since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}
