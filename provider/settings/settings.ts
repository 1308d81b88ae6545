import type { HttpProxy } from "../http/transport/tunnel";
import { type AssumeRole, agencySource, assumeRole } from "./assume-role";
import { credential, hasCredential, noCredential, type SetCredential } from "./credential";
import { checkedEndpoint, iamEndpoint, liveEndpoint, METADATA_ENDPOINT, withoutUser } from "./endpoint";
import { type EngineConfig, type EngineSource, engineSource } from "./engine-source";
import { SettingsError } from "./errors";
import { kooCliSource } from "./files/koocli-file";
import { profileFileSource } from "./files/profile-file";
import { endpointInFile } from "./files/regions-file";
import { checkProxies, proxyFor } from "./proxy";
import { type Environment, environmentSource, FAMILIES, type Setting, type Source } from "./source";
import { StartAgain } from "./start-again";
import { asObject, asText } from "./values";

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
  /** Hundreds of resources ask for the same, and settings do not change while a process runs. */
  private readonly found = new Map<string, unknown>();
  /** Where the endpoints are from that were found. */
  private readonly origins = new Map<string, string>();

  constructor(
    config: EngineConfig,
    private readonly env: Environment,
  ) {
    this.engine = engineSource(config);
    this.own = [this.engine, ...kooCli(env, this.engine.get("profile"), this.engine.get("sharedConfigFile"))];
    this.sources = [
      ...this.own,
      ...FAMILIES.map((names) => environmentSource(env, names)),
      agencySource(env),
      profileFileSource(env),
      ...kooCli(env, env.HW_PROFILE, env.HW_SHARED_CONFIG_FILE),
    ];
  }

  /**
   * All that can be known to be wrong without asking anybody. That no credential is set is none of it: a preview needs none.
   */
  mistakes(): readonly SettingsError[] {
    return this.once("mistakes", () => {
      const region = mistakeOf(() => this.region());
      const ofRegion = () => [() => this.endpoint(this.region()), () => this.neededIamEndpoint(this.region())];
      const questions = [
        () => this.project(),
        () => this.cloud(),
        () => this.setIamEndpoint(),
        ...(region ? [] : ofRegion()),
        () => this.metadataEndpoint(),
        () => checkProxies(this.env),
        () => this.requestsPerMinute(),
        () => this.startAgain(),
        () => this.find("profile"),
        () => this.find("sharedConfigFile"),
        () => this.credential(),
        () => this.assumeRole(),
      ];
      const mistakes = [region, ...questions.map(mistakeOf)].filter((mistake) => mistake !== undefined);
      // One that several questions run into.
      return mistakes.filter(({ message }, i) => mistakes.findIndex((other) => other.message === message) === i);
    });
  }

  /** @throws {SettingsError} where no region is set */
  region(): string {
    return this.once("region", () => this.findRegion());
  }

  /** The configured project id; undefined where there is none, and it has to be looked up. */
  projectId(): string | undefined {
    return this.project().id;
  }

  /** The name by which the project of a region is looked up: the one that is set, or that of the region itself. */
  projectName(region: string): string {
    const { name } = this.project();
    return name !== undefined && region === this.region() ? name : region;
  }

  /** Where a project id can be set, one place a line. */
  projectPlaces(): string {
    return list(this.projectSources(), "projectId");
  }

  /** Scheme, host and port of the Live API for a region. */
  endpoint(region: string): string {
    return this.once(`endpoint ${region}`, () => this.findEndpoint(region));
  }

  private findRegion(): string {
    const region = this.find("region") ?? this.missing("region", "Use the region of your Live domains.");
    if (/^[a-z0-9-]+$/.test(region)) return region;
    throw new SettingsError(
      "SETTING_INVALID",
      "region",
      `the region ${JSON.stringify(region)} has characters that are not allowed in a region: write it like cn-north-4`,
    );
  }

  /** Of several places the first one that has an id or a name counts, and the id there before the name. */
  private project(): { readonly id?: string; readonly name?: string } {
    return this.once("project", () => {
      for (const source of this.projectSources()) {
        const id = this.find("projectId", [source]);
        if (id !== undefined) return { id: checkedProject(id, "id", "projectId") };
        const name = this.find("projectName", [source]);
        if (name !== undefined) return { name: checkedProject(name, "name", "projectName") };
      }
      return {};
    });
  }

  /** The domain that the endpoints are below; undefined for that of the region. */
  private cloud(): string | undefined {
    const [value, place] = this.lookUp("cloud") ?? [];
    if (value === undefined || place === undefined) return undefined;
    const cloud = asText(value, place, "cloud").trim().toLowerCase();
    if (/^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(cloud)) return cloud;
    const shown = withoutUser(value);
    throw new SettingsError(
      "SETTING_INVALID",
      "cloud",
      `${place} is ${shown}, but must be a domain such as myhuaweicloud.com`,
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
      this.madeEndpoint(liveEndpoint(region, this.cloud()), region)
    );
  }

  /** Scheme, host and port of IAM for a region. */
  iamEndpoint(region: string): string {
    return (
      this.setIamEndpoint() ??
      this.fileEndpoint("IAM", region) ??
      this.madeEndpoint(iamEndpoint(region, this.cloud()), region)
    );
  }

  private setIamEndpoint(): string | undefined {
    const own = this.sources.filter((source) => this.isTrusted(source));
    return (
      this.ownEndpoint(this.engine, "iam") ??
      this.endpointInEnvironment("HUAWEICLOUD_SDK_IAM_ENDPOINT") ??
      own.map((source) => this.ownEndpoint(source, "iam")).find(Boolean)
    );
  }

  /** The endpoint file has a say only where IAM is asked. */
  private neededIamEndpoint(region: string): string | undefined {
    const set = this.credential();
    const isNeeded = this.projectId() === undefined || this.assumeRole() || (set && "password" in set);
    return isNeeded ? this.iamEndpoint(region) : this.setIamEndpoint();
  }

  /** The metadata service of the machine; `HUAWEICLOUD_LIVE_METADATA_ENDPOINT` is for tests. */
  metadataEndpoint(): string {
    return this.endpointInEnvironment("HUAWEICLOUD_LIVE_METADATA_ENDPOINT") ?? METADATA_ENDPOINT;
  }

  /** What the requests to an endpoint go through; undefined where they go straight to it. */
  proxy(endpoint: string): HttpProxy | undefined {
    return proxyFor(this.env, endpoint);
  }

  /** Where an endpoint is from that was found here, for the error when there is no such host. */
  originOf(endpoint: string): string | undefined {
    return this.origins.get(endpoint);
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
    const role = assumeRole(this.sources.filter((source) => this.isTrusted(source)));
    const set = role && this.credential();
    if (!set || "accessKey" in set) return role;
    const why = `${role.from} is set, and an agency needs a key pair, but the credential is ${set.from}`;
    throw new SettingsError("SETTING_INVALID", "assumeRole", why);
  }

  /** @throws {SettingsError} where it names what is no recording */
  startAgain(): StartAgain {
    return this.once("startAgain", () => new StartAgain(this.env));
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
    const isSecret = source.isSecret?.("endpoints");
    // The inputs of an explicit provider are for this package alone.
    const isShared = this.engine.provider === undefined;
    const own = asObject(set, "endpoints", { place, isSecret, isShared }).get(service);
    return own === undefined
      ? undefined
      : this.setBy(`endpoints.${service} (${place})`, checkedEndpoint(own, place, isSecret));
  }

  private endpointInEnvironment(name: string): string | undefined {
    const value = this.env[name]?.split(",")[0]?.trim();
    return value ? this.setBy(name, checkedEndpoint(value, name)) : undefined;
  }

  private fileEndpoint(service: "LIVE" | "IAM", region: string): string | undefined {
    const found = endpointInFile(this.env, service, region);
    return found && this.setBy(found.place, checkedEndpoint(found.endpoint, found.place));
  }

  private setBy(place: string, endpoint: string): string {
    this.origins.set(endpoint, `set by ${place}`);
    return endpoint;
  }

  private madeEndpoint(endpoint: string, region: string): string {
    const [value, place] = this.lookUp("region") ?? [];
    const isSet = place !== undefined && asText(value, place, "region").trim() === region;
    const cloud = this.lookUp("cloud");
    const below = cloud ? ` and the cloud ${this.cloud()} (${cloud[1]})` : "";
    this.origins.set(endpoint, `derived from the region ${region} (${isSet ? place : "kept in the state"})${below}`);
    return endpoint;
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

  /** Looks for something once. What was an error is looked for again. */
  private once<T>(name: string, find: () => T): T {
    if (!this.found.has(name)) this.found.set(name, find());
    return this.found.get(name) as T;
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
      `no ${setting} is set. ${hint} Set it in one of these places:\n${list(this.sources, setting)}`,
    );
  }
}

function checkedProject(value: string, what: string, setting: Setting): string {
  if (/^[A-Za-z0-9_-]+$/.test(value)) return value;
  const written =
    what === "id"
      ? 'it has 32 letters and digits, and the console shows it under "My Credentials"'
      : "write it like cn-north-4_events";
  const why = `has characters that are not allowed: ${written}`;
  throw new SettingsError("SETTING_INVALID", setting, `the project ${what} ${JSON.stringify(value)} ${why}`);
}

function mistakeOf(question: () => unknown): SettingsError | undefined {
  try {
    question();
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
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
