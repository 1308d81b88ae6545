import type { EngineConfig } from "../provider/settings/engine-source";
import { plain, type StateResource } from "./stack/state";

/** A stack configuration as the engine hands it over: values are text, objects JSON in a text. */
export type StackConfig = Readonly<Record<string, string>>;

const PLUGIN = "pulumi:providers:huaweicloud-live";

/** The settings of a provider in the state as its own process gets them. Those of the plugin have no namespace there. */
export function settingsOf(provider: StateResource | undefined): EngineConfig {
  const values = plain(provider?.inputs ?? {}) as Record<string, unknown>;
  if (provider?.type !== PLUGIN) return { get: (key) => values[key] };
  return { namespace: PLUGIN_NAMESPACE, get: (key) => values[withoutNamespace(key)] };
}

/**
 * What a run of today would hand over: to a provider that the engine makes by itself the configuration of today, to an
 * explicit one what the state has.
 */
export function settingsToday(provider: StateResource | undefined, config: StackConfig): EngineConfig {
  if (provider && !isDefaultProvider(provider)) return settingsOf(provider);
  return {
    ...(provider?.type === PLUGIN ? { namespace: PLUGIN_NAMESPACE } : {}),
    get: (key) => config[key],
  };
}

const PLUGIN_NAMESPACE = "huaweicloud-live";

function withoutNamespace(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** Those that the engine makes by itself. */
export function isDefaultProvider({ type, urn }: Pick<StateResource, "type" | "urn">): boolean {
  return type.startsWith("pulumi:providers:") && /^default(_|$)/.test(urn.split("::").slice(3).join("::"));
}
