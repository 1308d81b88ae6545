import { type Environment, FAMILIES, nonEmpty, OBJECTS, SETTINGS } from "./source";
import { nearest, snakeCase, spellings } from "./spelling";

/** Something that looks like a setting of ours, and that nobody reads. */
export interface Unread {
  /** As the user has written it. */
  readonly name: string;
  /** What to do instead. */
  readonly advice: string;
}

/**
 * What Terraform's provider for Huawei Cloud reads and this package does not (`huaweicloud/provider.go` there), and what
 * takes its place here.
 */
const OF_TERRAFORM: Readonly<Record<string, string>> = {
  domainId: "use domainName with a user and a password; nothing else needs the account",
  userId: "use userName",
  tenantId: "use projectId",
  tenantName: "use projectName",
  insecure: "certificates are always verified; to add your own authority, set NODE_EXTRA_CA_CERTS",
  cacertFile: "use the variable NODE_EXTRA_CA_CERTS",
  cert: "client certificates are not supported",
  key: "client certificates are not supported",
  agencyName: "use assumeRole",
  agencyDomainName: "use assumeRole",
  delegatedProject: "use assumeRole and projectId",
  authUrl: "use endpoints.iam, with nothing after the host and the port",
  regional: "this package always uses the IAM of the region",
  enterpriseProjectId: "recordings and rules belong to no enterprise project",
  maxRetries: "use the resource's input timeout",
  enableForceNew: "a change of the region or the project always replaces the resource",
  signingAlgorithm: "requests are signed with SDK-HMAC-SHA256",
  skipCheckWebsiteType: "nothing is checked here",
  skipCheckUpgrade: "nothing is checked here",
};

/** Those of them that Terraform's provider also takes from variables. */
const VARIABLES_OF_TERRAFORM = [
  "domainId",
  "userId",
  "insecure",
  "authUrl",
  "enterpriseProjectId",
  "maxRetries",
  "enableForceNew",
  "signingAlgorithm",
];

/** Federated identities, which official SDKs can use (`provider.py` of the Python SDK's core). */
const VARIABLES_OF_SDKS = ["HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE"];

/** Every provider of Pulumi has these, and the engine reads them. */
const OF_PULUMI = ["version", "pluginDownloadURL"];

/** The variables that are read, but for `HUAWEICLOUD_SDK_REGION_LIVE_<REGION>`. */
export const VARIABLES: readonly string[] = [
  ...FAMILIES.flatMap((names) => Object.values(names)),
  "HUAWEICLOUD_LIVE_ENDPOINT",
  "HUAWEICLOUD_LIVE_METADATA_ENDPOINT",
  "HUAWEICLOUD_SDK_CREDENTIALS_FILE",
  "HUAWEICLOUD_SDK_IAM_ENDPOINT",
  "HUAWEICLOUD_SDK_REGIONS_FILE",
  "HW_ASSUME_ROLE_AGENCY_NAME",
  "HW_ASSUME_ROLE_DOMAIN_ID",
  "HW_ASSUME_ROLE_DOMAIN_NAME",
  "HW_ASSUME_ROLE_DURATION",
  "HW_PROFILE",
  "HW_SHARED_CONFIG_FILE",
];

/** All names of settings: `assumeRole`, `assume_role`, `assumeRole.agencyName` and so on. */
const NAMES = SETTINGS.flatMap((setting) => {
  const keys: readonly string[] = setting in OBJECTS ? OBJECTS[setting as keyof typeof OBJECTS].keys : [];
  const inner = keys.flatMap(spellings);
  return spellings(setting).flatMap((name) => [name, ...inner.map((key) => `${name}.${key}`)]);
});

/** What nobody reads of the stack configuration, by its whole keys (`huaweicloud:regoin`). */
export function unreadConfiguration(config: Readonly<Record<string, string>>): Unread[] {
  return Object.keys(config).flatMap((key) => {
    const [, name] = /^huaweicloud:(.+)$/.exec(key) ?? [];
    if (name === undefined || OF_PULUMI.includes(name)) return [];
    if (!NAMES.includes(name)) return [{ name: key, advice: adviceFor(name, "huaweicloud:") }];
    return innerKeys(name, config[key] ?? "").map((inner) => ({
      name: `${key}.${inner}`,
      advice: adviceFor(`${name}.${inner}`, "huaweicloud:"),
    }));
  });
}

/** What nobody reads of the inputs of an explicit `Provider`. */
export function unreadInputs(inputs: readonly string[]): Unread[] {
  return inputs.filter((name) => !NAMES.includes(name)).map((name) => ({ name, advice: adviceFor(name, "") }));
}

/** What nobody reads of the environment, where it is known what was meant. Other programs have variables of their own. */
export function unreadVariables(env: Environment): Unread[] {
  return Object.keys(env).flatMap((name) => {
    const isOurs = /^(HW|HUAWEICLOUD|CLOUD_SDK)_/.test(name) && nonEmpty(env[name]) !== undefined;
    if (!isOurs || VARIABLES.includes(name) || name.startsWith("HUAWEICLOUD_SDK_REGION_")) return [];
    const setting = VARIABLES_OF_TERRAFORM.find((known) => name === `HW_${snakeCase(known).toUpperCase()}`);
    if (setting !== undefined) return [{ name, advice: ofTerraform(setting) }];
    if (VARIABLES_OF_SDKS.includes(name)) return [{ name, advice: "Federated identities are not supported." }];
    const meant = nearest(name, VARIABLES) ?? VARIABLES.find((variable) => stem(variable) === stem(name));
    return meant === undefined ? [] : [{ name, advice: `Did you mean ${meant}?` }];
  });
}

function adviceFor(name: string, prefix: string): string {
  const setting = Object.keys(OF_TERRAFORM).find((known) => spellings(known).includes(name));
  if (setting !== undefined) return ofTerraform(setting);
  const meant = nearest(name, name.includes("_") ? NAMES.toReversed() : NAMES);
  if (meant !== undefined) return `Did you mean ${prefix}${meant}?`;
  return `The settings are ${SETTINGS.join(", ")}.`;
}

function ofTerraform(setting: string): string {
  return `Only Terraform's provider has it: ${OF_TERRAFORM[setting]}.`;
}

/** The keys of an object that are not ours. One that is close to ours is an error of the settings. */
function innerKeys(name: string, value: string): string[] {
  if (name !== "endpoints") return [];
  try {
    return Object.keys(JSON.parse(value)).filter(
      (key) => !NAMES.includes(`${name}.${key}`) && !nearest(key, OBJECTS.endpoints.keys),
    );
  } catch {
    return [];
  }
}

/** What a variable is about, whoever made it. */
function stem(variable: string): string {
  return variable.replace(/^(HW|HUAWEICLOUD_(SDK|LIVE)|HUAWEICLOUD|CLOUD_SDK)_/, "");
}
