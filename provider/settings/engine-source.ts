import { nonEmpty, type Setting, type Source } from "./source";

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
  const get = (name: string) =>
    nonEmpty(config.get(`huaweicloud:${name}`)) ?? nonEmpty(config.get(`huaweicloud:${snakeCase(name)}`));
  return {
    provider,
    get: (setting) => {
      const parts = PARTS[setting];
      return parts ? object(get, setting, parts) : get(setting);
    },
    place: (setting: Setting) =>
      provider ? `${setting} of the Provider "${provider}"` : `huaweicloud:${setting} in the stack configuration`,
  };
}

/** The settings that are objects, and what is in them. */
const PARTS: Partial<Record<Setting, readonly string[]>> = {
  endpoints: ["live", "iam"],
  assumeRole: ["agencyName", "domainName", "domainId", "duration"],
};

/**
 * `pulumi config set --path huaweicloud:endpoints.live URL` makes an object, which arrives as JSON text; without
 * `--path` the same command makes a key of its own.
 */
function object(get: (name: string) => unknown, name: string, parts: readonly string[]): unknown {
  const single = parts.map((part) => [part, get(`${name}.${part}`)]).filter(([, value]) => value !== undefined);
  const base = parsed(get(name));
  const isObject = typeof base === "object" && base !== null;
  return single.length > 0 && (base === undefined || isObject) ? { ...base, ...Object.fromEntries(single) } : base;
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Pulumi's own providers write the stack configuration in camelCase, those that stem from Terraform's often like this. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
