import { nonEmpty, OBJECTS, SETTINGS, type Setting, type Source } from "./source";
import { snakeCase, spellings } from "./spelling";

/** What `configure` of a dynamic provider hands over. */
export interface EngineConfig {
  /** What stands before each key in the stack configuration. Default: `huaweicloud`. */
  readonly namespace?: string;
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

/** Names that have two spellings. */
const COMPOUND = SETTINGS.filter((name) => snakeCase(name) !== name);

export function engineSource(config: EngineConfig): EngineSource {
  const { namespace = "huaweicloud" } = config;
  const raw = (name: string) => config.get(`${namespace}:${name}`);
  const provider = text(config.get(EXPLICIT_PROVIDER));
  const get = (name: string) => nonEmpty(unwrapped(raw(name)));
  const isSet = (name: string) => keysOf(name).some((key) => get(key) !== undefined);
  let snake: boolean | undefined;
  const prefersSnakeCase = () => {
    snake ??= COMPOUND.some((name) => isSet(snakeCase(name))) && !COMPOUND.some(isSet);
    return snake;
  };
  const written = new Map<Setting, string>();
  // As the user writes it, or would write it, which does not change while a process runs.
  const spelt = (setting: Setting): string => {
    const name =
      written.get(setting) ?? spellings(setting).find(isSet) ?? (prefersSnakeCase() ? snakeCase(setting) : setting);
    written.set(setting, name);
    return name;
  };
  return {
    provider,
    get: (setting) => (setting in OBJECTS ? object(get, setting) : get(spelt(setting))),
    place: (setting) =>
      provider
        ? `${spelt(setting)} of the Provider "${provider}"`
        : `${namespace}:${spelt(setting)} in the stack configuration`,
    isSecret: (setting) => spellings(setting).some((name) => hasEnvelope(raw(name))),
  };
}

/** The keys of the stack configuration that make up what is set by this name, itself among them. */
function keysOf(name: string): string[] {
  const setting = SETTINGS.find((known) => spellings(known).includes(name));
  return [name, ...innerKeys(setting).flatMap((key) => spellings(key).map((inner) => `${name}.${inner}`))];
}

function innerKeys(setting: Setting | undefined): readonly string[] {
  return setting !== undefined && setting in OBJECTS ? OBJECTS[setting as keyof typeof OBJECTS].keys : [];
}

/**
 * `pulumi config set --path huaweicloud:endpoints.live URL` makes an object, which arrives as JSON text; without
 * `--path` the same command makes a key of its own, which goes before what the object says.
 */
function object(get: (name: string) => unknown, setting: Setting): unknown {
  const outers = spellings(setting);
  const base = outers.map((name) => parsed(get(name))).find((value) => value !== undefined);
  const singles = innerKeys(setting).flatMap((key) => {
    const found = outers.flatMap((outer) => spellings(key).map((inner) => [inner, get(`${outer}.${inner}`)] as const));
    return found
      .filter(([, value]) => value !== undefined)
      .slice(0, 1)
      .map(([inner, value]) => ({ key, inner, value }));
  });
  const isObject = typeof base === "object" && base !== null && !Array.isArray(base);
  if (singles.length === 0 || (base !== undefined && !isObject)) return base;
  const merged: Record<string, unknown> = { ...(base as object | undefined) };
  for (const { key, inner, value } of singles) {
    for (const name of spellings(key)) delete merged[name];
    merged[inner] = value;
  }
  return merged;
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return nonEmpty(unwrapped(JSON.parse(value)));
  } catch {
    return value;
  }
}

/** How the engine hands over a value that is a secret, or an output, inside of an object (`runtime/rpc.ts` of the SDK). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ENVELOPES: readonly unknown[] = ["1b47061264138c4ac30d75fd1eb44270", "d0e6a833031e9bbcd3f4e8bde6ca49a4"];

/** The value without the envelopes, at any depth. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if (isEnvelope(value)) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
}

function hasEnvelope(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isEnvelope(value) || Object.values(value).some(hasEnvelope);
}

function isEnvelope(value: object): value is { value?: unknown } {
  return SIGNATURE in value && ENVELOPES.includes(value[SIGNATURE]);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
