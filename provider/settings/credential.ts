import type { Credential } from "../live/client";
import { SettingsError } from "./errors";
import type { Source } from "./source";

/**
 * The first complete credential; within a source a token goes before a key pair.
 *
 * @throws {SettingsError} where there is none, and for half a pair: taking another account instead would be worse
 */
export function credential(sources: readonly Source[]): Credential & { readonly from: string } {
  for (const source of sources) {
    const [token, accessKey, secretKey] = [get("token"), get("accessKey"), get("secretKey")];
    if (token) return { token, from: source.place("token") };
    if (accessKey && secretKey) {
      return { accessKey, secretKey, securityToken: get("securityToken"), from: source.place("accessKey") };
    }
    if (accessKey || secretKey) {
      const [set, missing] = accessKey ? (["accessKey", "secretKey"] as const) : (["secretKey", "accessKey"] as const);
      throw new SettingsError(
        "CREDENTIAL_INCOMPLETE",
        missing,
        `${source.place(set)} is set, but ${source.place(missing)} is not: a key pair is taken from one place. Set both there, or neither.`,
      );
    }
    function get(setting: "token" | "accessKey" | "secretKey" | "securityToken"): string | undefined {
      const value = source.get(setting);
      return value === undefined ? undefined : String(value).trim();
    }
  }
  const places = sources.flatMap((source) => [
    source.place("token"),
    source.place("accessKey") && `${source.place("accessKey")} with ${source.place("secretKey")}`,
  ]);
  throw new SettingsError(
    "CREDENTIAL_MISSING",
    "accessKey",
    `no credential for Huawei Cloud is set. Set one of:\n${list(places)}`,
  );
}

/** Places, one a line, as they are shown to a user. */
export function list(places: readonly string[]): string {
  return places
    .filter(Boolean)
    .map((place) => `  - ${place}`)
    .join("\n");
}
