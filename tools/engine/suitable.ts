import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { reasonOf } from "./errors.js";
import { askVersion, fileNames, isExecutable, isInNodeModules, onPath, pathFolders } from "./executables.js";

export interface OnPath {
  readonly pulumi: string;
  readonly version: string;
}

/** From 3.216.0 on `read` may return inputs, which drift needs. */
export function isSuitable(version: string): boolean {
  const match = /^(\d+)\.(\d+)\.\d+/.exec(version);
  return match !== null && Number(match[1]) === 3 && Number(match[2]) >= 216;
}

export async function findOnPath(env: NodeJS.ProcessEnv): Promise<OnPath | { readonly reason: string }> {
  const refused: string[] = [];
  for (const folder of pathFolders(env)) {
    const pulumi = join(folder, fileNames().cli);
    if (!isExecutable(pulumi)) continue;
    const real = realpathSync(pulumi);
    // A global npm installation is a link from a folder on PATH.
    if (isInNodeModules(real)) continue;
    const answer = await judge(pulumi, real, env);
    if ("version" in answer) return answer;
    refused.push(`${pulumi} ${answer.reason}`);
  }
  return { reason: refused.length > 0 ? refused.join("; ") : "no pulumi (the npm wrapper does not count)" };
}

async function judge(pulumi: string, real: string, env: NodeJS.ProcessEnv): Promise<OnPath | { reason: string }> {
  // The engine looks for both on PATH, then beside its own file with links resolved (GetPluginPath in pulumi/pulumi).
  const { languageHost, dynamicProvider } = fileNames();
  const missing = [languageHost, dynamicProvider].filter(
    (name) => !isExecutable(join(dirname(real), name)) && onPath(name, env) === undefined,
  );
  if (missing.length > 0) return { reason: `has no ${missing.join(" and no ")} beside it or on PATH` };
  try {
    const version = await askVersion(pulumi, env);
    if (isSuitable(version)) return { pulumi, version };
    return { reason: `is version ${version || "unknown"}, which is not >= 3.216.0 and < 4` };
  } catch (error) {
    return { reason: `does not answer to \`pulumi version\`: ${reasonOf(error).trim()}` };
  }
}
