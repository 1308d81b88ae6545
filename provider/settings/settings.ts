import type { HttpProxy } from "../http/transport";
import { asObject } from "./as-object";
import { asText } from "./as-text";
import { type AssumeRole, agencySource, assumeRole } from "./assume-role";
import { credential, hasCredential, noCredential, type SetCredential } from "./credential";
import { checkedEndpoint, iamEndpoint, liveEndpoint, METADATA_ENDPOINT } from "./endpoint";
import { type EngineConfig, type EngineSource, engineSource } from "./engine-source";
import { SettingsError } from "./errors";
import { Findings } from "./findings";
import { kooCliSource } from "./koocli-file";
import { profileFileSource } from "./profile-file";
import { checkProxies, proxyFor } from "./proxy";
import { endpointInFile } from "./regions-file";
import { type Environment, environmentSource, type Setting, type Source } from "./source";

/** Requests a minute that Huawei Cloud allows one user (https://support.huaweicloud.com/api-live/live_03_0053.html). */
const DEFAULT_REQUESTS_PER_MINUTE = 300;

/**
 * Where region, project, endpoints and credentials come from: the inputs of an explicit `Provider` or the stack
 * configuration, then the environment, then profile files. Each is looked up when it is asked for, so that a preview
 * needs no secrets.
 */
export class Settings {
  private readonly engine: EngineSource;
  /** What the engine hands over, and the profile that is named there, which counts as set there. */
  private readonly own: readonly Source[];
  private readonly sources: readonly Source[];
  /** Each of hundreds of resources asks for the same. */
  private readonly findings = new Findings();

  constructor(
    config: EngineConfig,
    private readonly env: Environment,
  ) {
    this.engine = engineSource(config);
    this.own = [this.engine, ...kooCli(env, this.engine.get("profile"), this.engine.get("sharedConfigFile"))];
    this.sources = [
      ...this.own,
      environmentSource(env, {
        region: "HUAWEICLOUD_REGION",
        projectId: "HUAWEICLOUD_SDK_PROJECT_ID",
        token: "HW_AUTH_TOKEN",
        accessKey: "HUAWEICLOUD_SDK_AK",
        secretKey: "HUAWEICLOUD_SDK_SK",
        securityToken: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
        requestsPerMinute: "HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE",
      }),
      environmentSource(env, {
        region: "HW_REGION_NAME",
        projectId: "HW_PROJECT_ID",
        accessKey: "HW_ACCESS_KEY",
        secretKey: "HW_SECRET_KEY",
        securityToken: "HW_SECURITY_TOKEN",
      }),
      environmentSource(env, { accessKey: "CLOUD_SDK_AK", secretKey: "CLOUD_SDK_SK" }),
      environmentSource(env, { userName: "HW_USER_NAME", password: "HW_USER_PASSWORD", domainName: "HW_DOMAIN_NAME" }),
      agencySource(env),
      profileFileSource(env),
      ...kooCli(env, env.HW_PROFILE, env.HW_SHARED_CONFIG_FILE),
    ];
  }

  /** @throws {SettingsError} where no region is set */
  region(): string {
    return this.findings.once("region", () => this.findRegion());
  }

  /** The configured project id; undefined where there is none, and it has to be looked up. */
  projectId(): string | undefined {
    return this.findings.once("projectId", () => this.findProjectId());
  }

  /** Where a project id can be set, one place a line. */
  projectPlaces(): string {
    return list(this.projectSources(), "projectId");
  }

  /** Scheme, host and port of the Live API for a region. */
  endpoint(region: string): string {
    return this.findings.once(`endpoint ${region}`, () => this.findEndpoint(region));
  }

  private findRegion(): string {
    const region = this.find("region") ?? this.missing("region", "It is the region of your Live domains.");
    if (/^[a-z0-9-]+$/.test(region)) return region;
    throw new SettingsError(
      "SETTING_INVALID",
      "region",
      `the region ${JSON.stringify(region)} has characters that no region has: write it as cn-north-4`,
    );
  }

  private findProjectId(): string | undefined {
    const id = this.find("projectId", this.projectSources());
    if (id === undefined || /^[A-Za-z0-9_-]+$/.test(id)) return id;
    throw new SettingsError(
      "SETTING_INVALID",
      "projectId",
      `the project id ${JSON.stringify(id)} has characters that no id has: it is 32 letters and digits, from "My Credentials" in the console`,
    );
  }

  private findEndpoint(region: string): string {
    // The first is ours; the second is what the official SDKs read, a list of which they try one after the other.
    const official = `HUAWEICLOUD_SDK_REGION_LIVE_${region.toUpperCase().replaceAll("-", "_")}`;
    return (
      this.ownEndpoint(this.engine, "live") ??
      this.endpointInEnvironment("HUAWEICLOUD_LIVE_ENDPOINT") ??
      this.endpointInEnvironment(official) ??
      this.fileEndpoint("LIVE", region) ??
      liveEndpoint(region)
    );
  }

  /** Scheme, host and port of IAM for a region. */
  iamEndpoint(region: string): string {
    const own = this.sources.filter((source) => this.isTrusted(source));
    return (
      this.ownEndpoint(this.engine, "iam") ??
      this.endpointInEnvironment("HUAWEICLOUD_SDK_IAM_ENDPOINT") ??
      own.map((source) => this.ownEndpoint(source, "iam")).find(Boolean) ??
      this.fileEndpoint("IAM", region) ??
      iamEndpoint(region)
    );
  }

  /** The metadata service of the machine; `HUAWEICLOUD_LIVE_METADATA_ENDPOINT` is for tests. */
  metadataEndpoint(): string {
    return this.endpointInEnvironment("HUAWEICLOUD_LIVE_METADATA_ENDPOINT") ?? METADATA_ENDPOINT;
  }

  /** What the requests to an endpoint go through; undefined where they go straight to it. */
  proxy(endpoint: string): HttpProxy | undefined {
    return proxyFor(this.env, endpoint);
  }

  /** @throws {SettingsError} where a variable holds no proxy, even if no endpoint needs it */
  checkProxies(): void {
    checkProxies(this.env);
  }

  /** @throws {SettingsError} for half a credential */
  credential(): SetCredential | undefined {
    return credential(this.sources);
  }

  /** For an account without any credential. `also`: what was looked at besides, and what was found there. */
  noCredential(also: readonly string[]): SettingsError {
    const hasKooCli = this.sources.filter(({ file }) => file).length > 1;
    const kooCli = "KooCLI's configuration: neither HW_PROFILE nor HW_SHARED_CONFIG_FILE is set";
    return noCredential(this.sources, [...(hasKooCli ? [] : [kooCli]), ...also]);
  }

  /** The agency whose keys take the place of one's own; undefined where none is configured. */
  assumeRole(): AssumeRole | undefined {
    return assumeRole(this.sources.filter((source) => this.isTrusted(source)));
  }

  requestsPerMinute(): number {
    const [value, place] = this.lookUp("requestsPerMinute") ?? [DEFAULT_REQUESTS_PER_MINUTE, ""];
    const limit = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
    if (Number.isInteger(limit) && limit >= 1 && limit <= 100_000) return limit;
    throw new SettingsError(
      "SETTING_INVALID",
      "requestsPerMinute",
      `${place} is ${JSON.stringify(value)}, but must be a whole number from 1 to 100000`,
    );
  }

  private ownEndpoint(source: Source, service: "live" | "iam"): string | undefined {
    const set = source.get("endpoints");
    if (set === undefined) return undefined;
    const place = source.place("endpoints");
    const own = asObject(set, place, "endpoints", '{"live": "https://live.example.com"}')[service];
    return own === undefined || own === "" ? undefined : checkedEndpoint(own, place);
  }

  private endpointInEnvironment(name: string): string | undefined {
    const value = this.env[name]?.split(",")[0]?.trim();
    return value ? checkedEndpoint(value, name) : undefined;
  }

  private fileEndpoint(service: "LIVE" | "IAM", region: string): string | undefined {
    const found = endpointInFile(this.env, service, region);
    return found && checkedEndpoint(found.endpoint, found.place);
  }

  /** The region of an explicit provider with a project id from elsewhere would be a project of another region. */
  private projectSources(): readonly Source[] {
    const { engine, own } = this;
    const isOwn = (sources: readonly Source[]) => sources.some((source) => source.get("region") !== undefined);
    const explicit = engine.provider !== undefined;
    if (explicit && isOwn([engine])) return [engine];
    return (explicit && isOwn(own) ? own : this.sources).filter((source) => this.isTrusted(source));
  }

  /** A profile has a word in what else there is about its account only where its credential is used. */
  private isTrusted(source: Source): boolean {
    if (!source.file) return true;
    const holder = this.sources.find(hasCredential);
    return holder === undefined || holder === source;
  }

  private find(setting: Setting, sources = this.sources): string | undefined {
    const found = this.lookUp(setting, sources);
    return found && asText(...found, setting).trim();
  }

  private lookUp(setting: Setting, sources = this.sources): readonly [value: unknown, place: string] | undefined {
    for (const source of sources) {
      const value = source.get(setting);
      if (value !== undefined) return [value, source.place(setting)];
    }
    return undefined;
  }

  private missing(setting: Setting, hint: string): never {
    throw new SettingsError(
      "SETTING_MISSING",
      setting,
      `no ${setting} is set. ${hint} Set it as one of:\n${list(this.sources, setting)}`,
    );
  }
}

function kooCli(env: Environment, profile: unknown, file: unknown): Source[] {
  if (!profile && !file) return [];
  return [kooCliSource(env, { profile: text(profile), file: text(file) })];
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === "") return undefined;
  // As it is looked for, and not found: this is too early for an error.
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Where a setting can be set, one place a line. */
function list(sources: readonly Source[], setting: Setting): string {
  return sources
    .map((source) => source.place(setting))
    .filter(Boolean)
    .map((place) => `  - ${place}`)
    .join("\n");
}
