import type { Project } from "./projects";

/** Default of `EmulatorOptions.accessKey`. */
export const defaultAccessKey = "EMULATORACCESSKEY00";
/** Default of `EmulatorOptions.secretKey`. */
export const defaultSecretKey = "emulator-secret-key";
/** Default of `EmulatorOptions.projectId`: 32 zeros. */
export const defaultProjectId = "0".repeat(32);
/** Default of `EmulatorOptions.token`. */
export const defaultToken = "emulator-token";
/** Default of `EmulatorOptions.userName`. */
export const defaultUserName = "emulator-user";
/** Default of `EmulatorOptions.password`. */
export const defaultPassword = "emulator-password";
/** Default of `EmulatorOptions.domainName`. */
export const defaultDomainName = "emulator-domain";
/** Default of `EmulatorOptions.agencyName`. */
export const defaultAgencyName = "emulator-agency";

/**
 * What the metadata of an instance answers:
 *
 * - `token`: an instance with an agency, which gives keys only for a token
 * - `plain`: an instance without tokens
 * - `no-agency`: as `token`, but without an agency
 * - `off`: no metadata
 */
export type MetadataMode = "token" | "plain" | "no-agency" | "off";

/** The options of `startEmulator`. Every option has a default. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1. Default 0: any free port. */
  readonly port?: number | undefined;
  /** The access key that it accepts. Default `EMULATORACCESSKEY00`. */
  readonly accessKey?: string | undefined;
  /** The secret key that goes with it. Default `emulator-secret-key`. */
  readonly secretKey?: string | undefined;
  /** The project that requests must name. Default: 32 zeros. */
  readonly projectId?: string | undefined;
  /** The temporary-key token that must come with the key pair. Default: any token that is signed, or none. */
  readonly securityToken?: string | undefined;
  /** An IAM token accepted in X-Auth-Token besides those that IAM issues; it does not expire. Default `emulator-token`. */
  readonly token?: string | undefined;
  /** The IAM user that gets tokens. Default `emulator-user`. */
  readonly userName?: string | undefined;
  /** The password of that user. Default `emulator-password`. */
  readonly password?: string | undefined;
  /** The account of the user and of the agency; its id is 32 times `d`. Default `emulator-domain`. */
  readonly domainName?: string | undefined;
  /** Lifetime of a token in seconds. Default 86,400: 24 hours, as documented (`api-iam/iam_30_0001.html`). */
  readonly tokenLifetime?: number | undefined;
  /**
   * The projects that IAM lists and issues tokens for. Key pairs work for all of them and for `projectId`.
   * Default: one, `projectId`, under any name.
   */
  readonly projects?: readonly Project[] | undefined;
  /** The agency that a key pair can assume. Default `emulator-agency`. */
  readonly agencyName?: string | undefined;
  /** What the metadata of an instance answers, see `MetadataMode`. Default `token`. */
  readonly metadata?: MetadataMode | undefined;
  /** Lifetime of keys from the metadata, in seconds. Default 21,600. */
  readonly keyLifetime?: number | undefined;
  /**
   * Only streams declared with `push` are pushed, and only rules from `setRules` or the API exist. Default false: every
   * stream counts as pushed since an hour before the emulator started, and as covered by a COMMAND_RECORD rule, unless a
   * rule made through the API fits at least as well.
   */
  readonly strict?: boolean | undefined;
  /**
   * Answers spell every domain in lower case and in Punycode, as a service might that ignores case. Default false: as the
   * stream or the rule was first named. Either way, domains are compared as host names.
   */
  readonly lowerCaseDomains?: boolean | undefined;
  /** START is refused until more than this many seconds have passed since the stream's STOP. Default 10. */
  readonly cooldown?: number | undefined;
  /** Record-control requests a minute; more are refused with 429. Default 300. */
  readonly limit?: number | undefined;
  /** Whether `limit` holds for any 60 s or for each minute of the clock. Default `sliding`. */
  readonly limitWindow?: "sliding" | "fixed" | undefined;
  /** The service's clock, in ms since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The options with their defaults. */
export type EmulatorSettings = {
  readonly [Name in Exclude<keyof EmulatorOptions, Optional>]-?: NonNullable<EmulatorOptions[Name]>;
} & Pick<EmulatorOptions, Optional>;

/** What has no value that stands for its absence. */
type Optional = "securityToken" | "projects";

export const settingsFrom = (options: EmulatorOptions): EmulatorSettings => ({
  port: options.port ?? 0,
  accessKey: options.accessKey ?? defaultAccessKey,
  secretKey: options.secretKey ?? defaultSecretKey,
  projectId: options.projectId ?? defaultProjectId,
  securityToken: options.securityToken,
  token: options.token ?? defaultToken,
  userName: options.userName ?? defaultUserName,
  password: options.password ?? defaultPassword,
  domainName: options.domainName ?? defaultDomainName,
  tokenLifetime: options.tokenLifetime ?? 86_400,
  projects: options.projects,
  agencyName: options.agencyName ?? defaultAgencyName,
  metadata: options.metadata ?? "token",
  keyLifetime: options.keyLifetime ?? 21_600,
  strict: options.strict ?? false,
  lowerCaseDomains: options.lowerCaseDomains ?? false,
  cooldown: options.cooldown ?? 10,
  limit: options.limit ?? 300,
  limitWindow: options.limitWindow ?? "sliding",
  now: options.now ?? Date.now,
});
