/** The settings, by the names they have in the stack configuration and on an explicit `Provider`. */
export type Setting =
  | "region"
  | "projectId"
  | "accessKey"
  | "secretKey"
  | "securityToken"
  | "token"
  | "endpoints"
  | "requestsPerMinute";

/** One place where settings come from. */
export interface Source {
  /** The value; undefined where it is not set or empty. Text, except for the inputs of an explicit provider. */
  get(setting: Setting): unknown;
  /** How a user names the setting there: `huaweicloud:projectId in the stack configuration`. */
  place(setting: Setting): string;
}

/** What `configure` of a dynamic provider hands over. */
export interface EngineConfig {
  get(key: string): unknown;
}

/** Marks the inputs of an explicit provider; the value is its name. See `explicit-provider.ts`. */
export const EXPLICIT_PROVIDER = "huaweicloud:explicitProvider";

/**
 * What the engine hands over: the inputs of an explicit provider, or the stack configuration. The engine never mixes
 * the two.
 */
export interface EngineSource extends Source {
  /** The name of the explicit provider. */
  readonly provider?: string | undefined;
}

export function engineSource(config: EngineConfig): EngineSource {
  const provider = text(config.get(EXPLICIT_PROVIDER));
  return {
    provider,
    get: (setting) => {
      if (setting === "endpoints") return endpoints(config);
      return (
        nonEmpty(config.get(`huaweicloud:${setting}`)) ?? nonEmpty(config.get(`huaweicloud:${snakeCase(setting)}`))
      );
    },
    place: (setting) =>
      provider ? `${setting} of the Provider "${provider}"` : `huaweicloud:${setting} in the stack configuration`,
  };
}

/** A family of environment variables. A key pair is only ever taken from one family. */
export function environmentSource(
  env: Readonly<Record<string, string | undefined>>,
  names: Partial<Record<Setting, string>>,
): Source {
  return {
    get: (setting) => nonEmpty(env[names[setting] ?? ""]),
    place: (setting) => names[setting] ?? "",
  };
}

/**
 * `pulumi config set --path huaweicloud:endpoints.live URL` makes an object, which arrives as JSON text; without
 * `--path` the same command makes a key of its own.
 */
function endpoints(config: EngineConfig): unknown {
  const whole = config.get("huaweicloud:endpoints");
  const single = Object.entries({
    live: nonEmpty(config.get("huaweicloud:endpoints.live")),
    iam: nonEmpty(config.get("huaweicloud:endpoints.iam")),
  }).filter(([, value]) => value !== undefined);
  const base = parsed(whole);
  const isObject = typeof base === "object" && base !== null;
  return single.length > 0 && (base === undefined || isObject) ? { ...base, ...Object.fromEntries(single) } : base;
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.trim() === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function nonEmpty(value: unknown): unknown {
  return value === null || (typeof value === "string" && value.trim() === "") ? undefined : value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
