import { withoutUser } from "./endpoint";
import { SettingsError } from "./errors";
import { nonEmpty, OBJECTS, type ObjectName } from "./source";
import { nearest, spellings } from "./spelling";

/**
 * What YAML makes of text that stands there without quotes, where it gets here as text again: 32 digits as
 * 1.2345678901234567e+31, and in these settings what no such text is, an id with zeros at its beginning as 1.
 */
const ROUNDED = /^[+-]?\d(\.\d+)?e[+-]\d{2,}$/;
const NO_TEXT: Readonly<Record<string, RegExp>> = {
  region: /^(\d+|true|false)$/,
  projectId: /^(?!\d{32}$)(\d+|true|false)$/,
  accessKey: /^(?!\d{20}$)(\d+|true|false)$/,
};

/** @throws {SettingsError} where the value of a setting is something else, which is not shown: it may be a secret */
export function asText(value: unknown, place: string, setting: string): string {
  const refuse = (what: string) =>
    new SettingsError("SETTING_INVALID", setting, `${place} must be a string, but is ${what}`);
  if (typeof value === "object") throw refuse("an object or a list");
  if (typeof value !== "string") throw refuse(`a ${typeof value}. Put quotes around it`);
  if (!ROUNDED.test(value.trim()) && !NO_TEXT[setting]?.test(value.trim())) return value;
  throw refuse(
    "a number or a boolean that YAML has rewritten. Put quotes around it, and write all of its digits again",
  );
}

/** A setting that is an object, with its keys in camelCase or in snake_case. */
export interface ObjectValue {
  /** The value of a key; undefined where it is empty. camelCase goes before snake_case. */
  get(key: string): unknown;
  /** How the user writes the key, or would write it. */
  spelt(key: string): string;
}

/** Where an object comes from, and how it is to be read. */
export interface Written {
  readonly place: string;
  /** Nothing of it may be shown. */
  readonly isSecret?: boolean | undefined;
  /** Only keys that are close to a known one are mistakes: the stack configuration may serve another provider, too. */
  readonly isShared?: boolean;
}

/** @throws {SettingsError} where the value of a setting is no object, or has a key that nobody reads */
export function asObject(value: unknown, setting: ObjectName, { place, isSecret, isShared }: Written): ObjectValue {
  const { keys, example } = OBJECTS[setting];
  const refuse = (why: string) => new SettingsError("SETTING_INVALID", setting, `${place} ${why}`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse(`is ${isSecret ? "a secret" : withoutUser(value)}, but must be an object such as ${example}`);
  }
  const entries: Record<string, unknown> = { ...value };
  const usesSnakeCase = Object.keys(entries).some((key) => key.includes("_")) || /:[a-z]+_/.test(place);
  const spelt = (key: string) => spellings(key).at(usesSnakeCase ? -1 : 0) ?? key;
  for (const key of Object.keys(entries)) {
    if (keys.some((known) => spellings(known).includes(key))) continue;
    const meant = nearest(key, keys);
    if (meant === undefined && isShared) continue;
    const hint = meant === undefined ? `the keys are ${keys.map(spelt).join(", ")}` : `did you mean ${spelt(meant)}?`;
    throw refuse(`has the unknown key ${JSON.stringify(key)}: ${hint}`);
  }
  return {
    get: (key) =>
      spellings(key)
        .map((name) => nonEmpty(entries[name]))
        .find((found) => found !== undefined),
    spelt,
  };
}
