import { fileIn, readSettings } from "./files";
import { type Environment, nonEmpty, type Setting, type Source } from "./source";

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
  let read: { section: Record<string, unknown> | undefined } | undefined;
  const section = () => {
    read ??= { section: readSettings(file, "accessKey", basicSection) };
    return read.section;
  };
  return {
    get: (setting) => {
      const key = KEYS[setting];
      const value = key && nonEmpty(section()?.[key]);
      return setting === "endpoints" && value !== undefined ? { iam: value } : value;
    },
    place: (setting) => (KEYS[setting] ? `${KEYS[setting]} in [basic] of ${file.name}` : ""),
    file: { name: file.name, exists: () => section() !== undefined },
  };
}

function basicSection(text: string): Record<string, unknown> {
  const { parse } = require("ini") as typeof import("ini");
  // A key without a value is `true`.
  return Object.fromEntries(Object.entries({ ...parse(text).basic }).filter(([, value]) => value !== true));
}
