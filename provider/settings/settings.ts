import type { Credential } from "../live/client";
import { credential, list } from "./credential";
import { checkedEndpoint, defaultEndpoint } from "./endpoint";
import { SettingsError } from "./errors";
import { type EngineConfig, engineSource, environmentSource, type Setting, type Source } from "./source";

/** Requests a minute that Huawei Cloud allows one user (https://support.huaweicloud.com/api-live/live_03_0053.html). */
const DEFAULT_REQUESTS_PER_MINUTE = 300;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where region, project, endpoints and credentials come from: the inputs of an explicit `Provider` or the stack
 * configuration, then the environment. Each is looked up when it is asked for, so that a preview needs no secrets.
 */
export class Settings {
  private readonly engine;
  private readonly sources: readonly Source[];

  constructor(
    config: EngineConfig,
    private readonly env: Environment,
  ) {
    this.engine = engineSource(config);
    this.sources = [
      this.engine,
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
    ];
  }

  /** @throws {SettingsError} where no region is set */
  region(): string {
    const region = this.find("region") ?? this.missing("region", "It is the region of your Live domains.");
    if (/^[a-z0-9-]+$/.test(region)) return region;
    throw new SettingsError(
      "SETTING_INVALID",
      "region",
      `the region ${JSON.stringify(region)} has characters that no region has: write it as cn-north-4`,
    );
  }

  /** The configured project id; undefined where there is none. */
  projectId(): string | undefined {
    const id = this.find("projectId", this.projectSources());
    if (id === undefined || /^[A-Za-z0-9_-]+$/.test(id)) return id;
    throw new SettingsError(
      "SETTING_INVALID",
      "projectId",
      `the project id ${JSON.stringify(id)} has characters that no id has: it is 32 letters and digits, from "My Credentials" in the console`,
    );
  }

  /** @throws {SettingsError} where no project id is configured */
  requiredProjectId(): string {
    const hint = 'It is shown under "My Credentials" in the console.';
    return this.projectId() ?? this.missing("projectId", hint, this.projectSources());
  }

  /** Scheme, host and port of the Live API for a region. */
  endpoint(region: string): string {
    const set = this.engine.get("endpoints");
    if (set !== undefined && (typeof set !== "object" || set === null || Array.isArray(set))) {
      throw new SettingsError(
        "SETTING_INVALID",
        "endpoints",
        `${this.engine.place("endpoints")} is ${JSON.stringify(set)}, but must be an object such as {"live": "https://live.example.com"}`,
      );
    }
    const own = (set as { live?: unknown } | undefined)?.live;
    if (own !== undefined && own !== "") return checkedEndpoint(own, this.engine.place("endpoints"));
    // The first is ours; the second is what the official SDKs read, a list of which they try one after the other.
    for (const name of [
      "HUAWEICLOUD_LIVE_ENDPOINT",
      `HUAWEICLOUD_SDK_REGION_LIVE_${region.toUpperCase().replaceAll("-", "_")}`,
    ]) {
      const value = this.env[name]?.split(",")[0]?.trim();
      if (value) return checkedEndpoint(value, name);
    }
    return defaultEndpoint(region);
  }

  /** @throws {SettingsError} where there is none, or half a pair */
  credential(): Credential & { readonly from: string } {
    return credential(this.sources);
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

  /** The region of an explicit provider with a project id from elsewhere would be a project of another region. */
  private projectSources(): readonly Source[] {
    const { engine } = this;
    return engine.provider !== undefined && engine.get("region") !== undefined ? [engine] : this.sources;
  }

  private find(setting: Setting, sources = this.sources): string | undefined {
    const found = this.lookUp(setting, sources);
    return found && String(found[0]).trim();
  }

  private lookUp(setting: Setting, sources = this.sources): readonly [value: unknown, place: string] | undefined {
    for (const source of sources) {
      const value = source.get(setting);
      if (value !== undefined) return [value, source.place(setting)];
    }
    return undefined;
  }

  private missing(setting: Setting, hint: string, sources = this.sources): never {
    const places = sources.map((source) => source.place(setting));
    throw new SettingsError(
      "SETTING_MISSING",
      setting,
      `no ${setting === "projectId" ? "project id" : setting} is set. ${hint} Set it as one of:\n${list(places)}`,
    );
  }
}
