import type { KeyPair } from "../http/signature";
import { SettingsError } from "./errors";
import type { Setting, Source } from "./source";
import { asText } from "./values";

/** A user of IAM, who gets a token for a password. */
export interface UserPassword {
  readonly userName: string;
  readonly password: string;
  /** The account that the user belongs to. */
  readonly domainName: string;
  /** Where it is set. */
  readonly from: string;
}

/** What a user has set to prove who asks. */
export type SetCredential =
  | { readonly token: string; readonly from: string }
  | (KeyPair & { readonly from: string })
  | UserPassword;

/**
 * The first complete credential; within a source a token goes before a key pair, and that before a user. Undefined where
 * there is none.
 *
 * @throws {SettingsError} for half of one: taking another account instead would be worse
 */
export function credential(sources: readonly Source[]): SetCredential | undefined {
  for (const source of sources) {
    const get = (setting: Setting): string | undefined => {
      const value = source.get(setting);
      if (value === undefined) return undefined;
      // A file ends with a newline, and a header must not; a password may have a space at its end.
      const text = asText(value, source.place(setting), setting);
      if (setting === "password") return text.replace(/[\r\n]+$/, "");
      const trimmed = text.trim();
      if (setting.endsWith("Name") || /^[\x21-\x7e]*$/.test(trimmed)) return trimmed;
      throw new SettingsError(
        "SETTING_INVALID",
        setting,
        `${source.place(setting)} has a space, a line break or another character that is not allowed in ${NOUNS[setting] ?? setting}`,
      );
    };
    const token = get("token");
    if (token) return { token, from: source.place("token") };
    const [accessKey, secretKey] = [get("accessKey"), get("secretKey")];
    if (accessKey && secretKey) {
      return { accessKey, secretKey, securityToken: get("securityToken"), from: source.place("accessKey") };
    }
    if (accessKey || secretKey) throw incomplete(sources, source, ["accessKey", "secretKey"]);
    const [userName, password, domainName] = [get("userName"), get("password"), get("domainName")];
    if (userName && password && domainName) return { userName, password, domainName, from: source.place("userName") };
    if (userName || password) throw incomplete(sources, source, ["userName", "password", "domainName"]);
  }
  return undefined;
}

/** A source has a credential, or a part of one. */
export function hasCredential(source: Source): boolean {
  return (["token", "accessKey", "secretKey", "userName", "password"] as const).some(
    (setting) => source.get(setting) !== undefined,
  );
}

const NOUNS: Partial<Record<Setting, string>> = {
  accessKey: "an access key",
  secretKey: "a secret key",
  securityToken: "a security token",
};

function incomplete(sources: readonly Source[], source: Source, parts: readonly Setting[]): SettingsError {
  const isSet = (setting: Setting) => source.get(setting) !== undefined;
  const places = (settings: readonly Setting[]) => settings.map((setting) => source.place(setting)).join(" and ");
  const [set, missing] = [parts.filter(isSet), parts.filter((part) => !isSet(part))];
  const what = parts.length === 2 ? "A key pair" : "A user with password and domain";
  const verb = (settings: readonly Setting[]) => (settings.length === 1 ? "is" : "are");
  return new SettingsError(
    "CREDENTIAL_INCOMPLETE",
    missing[0] ?? "",
    `${places(set)} ${verb(set)} set, but ${places(missing)} ${verb(missing)} not. ${what} must come from one place: set all of it there, or nothing. These places were checked, in this order:\n${lookedAt(sources.slice(0, sources.indexOf(source) + 1))}`,
  );
}

/** `also`: what else was looked at, after these. */
export function noCredential(sources: readonly Source[], also: readonly string[]): SettingsError {
  return new SettingsError(
    "CREDENTIAL_MISSING",
    "accessKey",
    `no credential for Huawei Cloud was found. Set one of these, which were checked in this order:\n${[lookedAt(sources), ...also.map((line) => `  - ${line}`)].join("\n")}`,
  );
}

const KINDS: readonly (readonly Setting[])[] = [
  ["token"],
  ["accessKey", "secretKey"],
  ["userName", "password", "domainName"],
];

/** What was looked at, and what is there; never a value. */
function lookedAt(sources: readonly Source[]): string {
  const lines = sources.flatMap((source) => {
    const absence = source.file?.absence();
    if (absence !== undefined) return [`${source.file?.name}: ${absence}`];
    return KINDS.flatMap((settings) => {
      const places = settings.map((setting) => source.place(setting)).filter(Boolean);
      const found = settings.filter((setting) => source.get(setting) !== undefined).map((s) => source.place(s));
      return places.length > 0
        ? [`${places.join(" and ")}: ${found.length > 0 ? `only ${found.join(", ")}` : "not set"}`]
        : [];
    });
  });
  return lines.map((line) => `  - ${line}`).join("\n");
}
