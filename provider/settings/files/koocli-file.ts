import * as v from "valibot";
import { SettingsError } from "../errors";
import { type Environment, nonEmpty, type Source } from "../source";
import { fileIn, type Read, readSettings } from "./settings-file";

const text = v.nullish(v.string());

const Config = v.object({
  current: text,
  profiles: v.array(
    v.looseObject({
      name: v.string(),
      accessKeyId: text,
      secretAccessKey: text,
      securityToken: text,
      region: text,
      projectId: text,
      agencyName: text,
      agencyDomainName: text,
      agencyDomainId: text,
      ssoAuth: v.nullish(
        v.looseObject({
          stsToken: v.nullish(v.looseObject({ accessKeyId: text, secretAccessKey: text, securityToken: text })),
        }),
      ),
    }),
  ),
});

type Profile = v.InferOutput<typeof Config>["profiles"][number];

const KEYS = {
  region: "region",
  projectId: "projectId",
  accessKey: "accessKeyId",
  secretKey: "secretAccessKey",
  securityToken: "securityToken",
  assumeRole: "agencyName",
} as const;

/** Who has asked for KooCLI's file: a profile by name, a file, or both. */
export interface KooCliChoice {
  readonly profile?: string | undefined;
  readonly file?: string | undefined;
}

/**
 * The configuration of KooCLI (`hcloud configure`), as Terraform's provider reads it: only where a profile or the file
 * is named. It must not be encrypted: `hcloud configure set --cli-auth-encrypt=false`.
 */
export function kooCliSource(env: Environment, choice: KooCliChoice): Source {
  const file = fileIn(env, choice.file, ".hcloud", "config.json");
  let read: Profile | undefined;
  const profile = () => {
    read ??= profileIn(file.name, readSettings(file, "sharedConfigFile", parse), choice);
    return read;
  };
  return {
    get: (setting) => {
      const key = KEYS[setting as keyof typeof KEYS];
      if (!key) return undefined;
      const found = profile();
      if (setting === "assumeRole") {
        const { agencyName, agencyDomainName, agencyDomainId } = found;
        return agencyName ? { agencyName, domainName: agencyDomainName, domainId: agencyDomainId } : undefined;
      }
      // A profile without SSO may have an empty token.
      const sso = found.ssoAuth?.stsToken;
      const own = sso?.accessKeyId ? sso : found;
      return nonEmpty(key === "region" || key === "projectId" ? found[key] : own[key]) ?? undefined;
    },
    place: (setting) => {
      const key = KEYS[setting as keyof typeof KEYS];
      return key ? `${key} of the profile ${JSON.stringify(choice.profile ?? "current")} in ${file.name}` : "";
    },
    // A profile that is asked for and not there is an error.
    file: { name: file.name, absence: () => undefined },
  };
}

function parse(text: string) {
  return v.parse(Config, JSON.parse(text));
}

function profileIn(
  file: string,
  { content: config, absence }: Read<v.InferOutput<typeof Config>>,
  choice: KooCliChoice,
) {
  const asked = choice.profile ? `the profile ${JSON.stringify(choice.profile)}` : "KooCLI's configuration";
  if (!config) {
    const why = absence === "no such file" ? `there is no file ${file}` : `the file ${file} cannot be used: ${absence}`;
    throw new SettingsError("SETTING_INVALID", "profile", `${asked} was requested, but ${why}`);
  }
  const name = choice.profile ?? config.current;
  const found = config.profiles.find((profile) => profile.name === name);
  if (found) return found;
  const names = config.profiles.map((profile) => profile.name).join(", ");
  throw new SettingsError(
    "SETTING_INVALID",
    "profile",
    `${file} has no profile ${JSON.stringify(name)}; it has: ${names}`,
  );
}
