import { UNKNOWN } from "../provider/lifecycle/inputs/declaration";
import { type EngineConfig, EXPLICIT_PROVIDER } from "../provider/settings/engine-source";
import { Settings } from "../provider/settings/settings";
import { type Environment, SECRETS, SETTINGS } from "../provider/settings/source";
import { nearest, spellings } from "../provider/settings/spelling";
import { PACKAGE } from "./schema";
import type { Values } from "./wire";

/** A setting that cannot be. */
export interface ConfigFailure {
  /** None: the engine prints the value of a property that it is told, and a misspelt secret is one, too. */
  readonly property: "";
  readonly reason: string;
}

/** What the engine adds to the settings of a provider, for itself. */
const ITS_OWN = new Set(["version", "pluginDownloadURL"]);

/**
 * Settings that nobody reads, each a failure of the provider and so told once. A key such as `endpoints.live` comes from
 * `pulumi config set` without `--path`.
 */
export function unknownSettings(config: Values, urn: string): ConfigFailure[] {
  const known = new Set(SETTINGS.flatMap(spellings));
  const names = Object.keys(config).filter((name) => !ITS_OWN.has(name) && !name.startsWith("__"));
  return names
    .filter((name) => !known.has(name.split(".", 1)[0] ?? ""))
    .map((property) => {
      const place = explicitName(urn) === undefined ? `${PACKAGE}:${property} in the stack configuration` : property;
      const meant = nearest(property, SETTINGS);
      const hint = meant ? `did you mean ${meant}?` : `the settings are ${SETTINGS.join(", ")}`;
      return { property: "", reason: `${place} is not a setting of this provider: ${hint}` };
    });
}

/**
 * What is wrong with the settings in force, which needs no resource and no answer to be known. While one of them is not
 * known yet, nobody can say.
 */
export function mistakes(config: Values, env: Environment, urn: string): ConfigFailure[] {
  if (JSON.stringify(config).includes(UNKNOWN)) return [];
  const found = new Settings(engineConfig(config, urn), env).mistakes();
  return found.map(({ code, message }) => ({ property: "", reason: `${code}: ${message}` }));
}

/** They are encrypted in the state, even if they came in clear. */
export const SECRET_SETTINGS: readonly string[] = SECRETS.flatMap(spellings);

/** Which settings differ. None of them replaces a provider: its resources say themselves what a change means for them. */
export function changedSettings(olds: Values, news: Values): string[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return names.filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
}

/** The settings as the lifecycle asks for them. */
export function engineConfig(config: Values, urn: string): EngineConfig {
  const get = (key: string) => (key === EXPLICIT_PROVIDER ? explicitName(urn) : config[key.slice(PACKAGE.length + 1)]);
  return { namespace: PACKAGE, get };
}

/** The name of an explicit provider; undefined for the one that the engine makes, which has the stack configuration. */
function explicitName(urn: string): string | undefined {
  const name = urn.split("::").slice(3).join("::");
  return name === "" || /^default(_|$)/.test(name) ? undefined : name;
}
