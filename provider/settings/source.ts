/** The settings, by the names they have in the stack configuration and on an explicit `Provider`. */
export const SETTINGS = [
  "region",
  "projectId",
  "projectName",
  "accessKey",
  "secretKey",
  "securityToken",
  "token",
  "userName",
  "password",
  "domainName",
  "assumeRole",
  "profile",
  "sharedConfigFile",
  "cloud",
  "endpoints",
  "requestsPerMinute",
] as const;

export type Setting = (typeof SETTINGS)[number];

/** Those of them that must be in no state, log or error. */
export const SECRETS = ["secretKey", "securityToken", "token", "password"] as const satisfies readonly Setting[];

/** Those that are objects, and what is in them. */
export const OBJECTS = {
  endpoints: { keys: ["live", "iam"], example: '{"live": "https://live.example.com"}' },
  assumeRole: {
    keys: ["agencyName", "domainName", "domainId", "duration"],
    example: '{"agencyName": "…", "domainName": "…"}',
  },
} as const satisfies Partial<Record<Setting, { keys: readonly string[]; example: string }>>;

export type ObjectName = keyof typeof OBJECTS;

/** One place where settings come from. */
export interface Source {
  /** The value; undefined where it is not set or empty. Text, except for the inputs of an explicit provider. */
  get(setting: Setting): unknown;
  /** How a user names the setting there: `huaweicloud:projectId in the stack configuration`. "" where it has none. */
  place(setting: Setting): string;
  /** Whether the user has made a secret of the value, or of a part of it. */
  isSecret?(setting: Setting): boolean;
  /** A file belongs to one account: what it says of a project is worth nothing with the credential of another place. */
  readonly file?: ProfileFile;
}

/** A profile file as it was found. */
export interface ProfileFile {
  /** As a user knows it: `~/.huaweicloud/credentials`. */
  readonly name: string;
  /** Why nothing of it is known, such as `no such file`; undefined where it was read. */
  readonly absence: () => string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The families of variables, the first of which goes first. A key pair is only ever taken from one family. */
export const FAMILIES: readonly Partial<Record<Setting, string>>[] = [
  {
    region: "HUAWEICLOUD_REGION",
    projectId: "HUAWEICLOUD_SDK_PROJECT_ID",
    token: "HW_AUTH_TOKEN",
    accessKey: "HUAWEICLOUD_SDK_AK",
    secretKey: "HUAWEICLOUD_SDK_SK",
    securityToken: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    requestsPerMinute: "HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE",
  },
  {
    region: "HW_REGION_NAME",
    projectId: "HW_PROJECT_ID",
    projectName: "HW_PROJECT_NAME",
    cloud: "HW_CLOUD",
    accessKey: "HW_ACCESS_KEY",
    secretKey: "HW_SECRET_KEY",
    securityToken: "HW_SECURITY_TOKEN",
  },
  { accessKey: "CLOUD_SDK_AK", secretKey: "CLOUD_SDK_SK" },
  { userName: "HW_USER_NAME", password: "HW_USER_PASSWORD", domainName: "HW_DOMAIN_NAME" },
];

export function environmentSource(env: Environment, names: Partial<Record<Setting, string>>): Source {
  return {
    get: (setting) => nonEmpty(env[names[setting] ?? ""]),
    place: (setting) => names[setting] ?? "",
  };
}

export function nonEmpty(value: unknown): unknown {
  return value === null || (typeof value === "string" && value.trim() === "") ? undefined : value;
}
