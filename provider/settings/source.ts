/** The settings, by the names they have in the stack configuration and on an explicit `Provider`. */
export type Setting =
  | "region"
  | "projectId"
  | "accessKey"
  | "secretKey"
  | "securityToken"
  | "token"
  | "userName"
  | "password"
  | "domainName"
  | "assumeRole"
  | "profile"
  | "sharedConfigFile"
  | "endpoints"
  | "requestsPerMinute";

/** Those of them that must be in no state, log or error. */
export const SECRETS = ["secretKey", "securityToken", "token", "password"] as const satisfies readonly Setting[];

/** One place where settings come from. */
export interface Source {
  /** The value; undefined where it is not set or empty. Text, except for the inputs of an explicit provider. */
  get(setting: Setting): unknown;
  /** How a user names the setting there: `huaweicloud:projectId in the stack configuration`. "" where it has none. */
  place(setting: Setting): string;
  /** A file belongs to one account: what it says of a project is worth nothing with the credential of another place. */
  readonly file?: ProfileFile;
}

/** A profile file as it was found. */
export interface ProfileFile {
  /** As a user knows it: `~/.huaweicloud/credentials`. */
  readonly name: string;
  readonly exists: () => boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A family of environment variables. A key pair is only ever taken from one family. */
export function environmentSource(env: Environment, names: Partial<Record<Setting, string>>): Source {
  return {
    get: (setting) => nonEmpty(env[names[setting] ?? ""]),
    place: (setting) => names[setting] ?? "",
  };
}

export function nonEmpty(value: unknown): unknown {
  return value === null || (typeof value === "string" && value.trim() === "") ? undefined : value;
}
