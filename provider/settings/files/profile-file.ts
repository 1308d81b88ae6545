import { type Environment, nonEmpty, type Setting, type Source } from "../source";
import { nearest } from "../spelling";
import { type Option, parseIni, type Section } from "./ini";
import { fileIn, LineError, type Read, readSettings } from "./settings-file";

/** The keys of the section `[basic]` (`provider.go` of the Go SDK's core, `provider.py` of the Python SDK's). */
const KEYS: Partial<Record<Setting, string>> = {
  accessKey: "ak",
  secretKey: "sk",
  securityToken: "security_token",
  projectId: "project_id",
  endpoints: "iam_endpoint",
};

/** The profile file of the official SDKs: `~/.huaweicloud/credentials`, or what `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names. */
export function profileFileSource(env: Environment): Source {
  const file = fileIn(env, env.HUAWEICLOUD_SDK_CREDENTIALS_FILE, ".huaweicloud", "credentials");
  let read: Read<Readonly<Record<string, string>>> | undefined;
  const section = () => {
    read ??= readSettings(file, "accessKey", basicSection);
    return read;
  };
  return {
    get: (setting) => {
      const key = KEYS[setting];
      const value = key && nonEmpty(section().content?.[key]);
      return setting === "endpoints" && value !== undefined ? { iam: value } : value;
    },
    place: (setting) => (KEYS[setting] ? `${KEYS[setting]} in [basic] of ${file.name}` : ""),
    file: { name: file.name, absence: () => section().absence },
  };
}

/** What `[basic]` says by our keys. */
function basicSection(text: string): Record<string, string> {
  const sections = parseIni(text);
  const basic: Section = sections.get("basic") ?? misspelt(sections);
  const values: Record<string, string> = {};
  for (const key of Object.values(KEYS)) {
    const option = basic.get(key);
    if (option) values[key] = plainValue(option);
  }
  return values;
}

/** Python tells `[Basic]` from `[basic]` and finds no keys; a file that has them nevertheless was not meant to have none. */
function misspelt(sections: ReadonlyMap<string, Section>): Section {
  for (const [name, options] of sections) {
    const [first] = options.values();
    if (first && nearest(name.trim(), ["basic"]))
      throw new LineError(first.line, "must be in a section that is spelt [basic]");
  }
  return new Map();
}

/**
 * @throws {LineError} for what no key can be, and what other SDKs read otherwise
 */
function plainValue({ value, line }: Option): string {
  if (value.includes("\n")) throw new LineError(line, "continues on the next line, because that one is indented");
  if (/^(["']).*\1$/.test(value))
    throw new LineError(line, "has quotes around its value, which would become part of it: remove them");
  // A lone % is an error for Python, and %(name)s the value of another key.
  if (value.replaceAll("%%", "").includes("%")) {
    throw new LineError(line, "has a single % in its value: write it as %%");
  }
  return value.replaceAll("%%", "%");
}
