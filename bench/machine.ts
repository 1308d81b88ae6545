import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../tools/engine/repository";

/** What the figures were taken on. */
export interface Machine {
  readonly processors: string;
  readonly memoryGB: number;
  readonly system: string;
  /** Of one minute, before the first row: near 0, or the figures are worth less. */
  readonly load: number;
  readonly node: string;
  readonly engine: string;
  readonly sdk: string;
  readonly undici: string;
}

export function machine(engine: string): Machine {
  const all = cpus();
  return {
    processors: `${all.length} × ${all[0]?.model.trim() ?? "unknown"}`,
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()} ${arch()}`,
    load: loadavg()[0] ?? Number.NaN,
    node: process.version,
    engine,
    sdk: versionOf("@pulumi/pulumi"),
    undici: versionOf("undici"),
  };
}

/** The version of a package that is installed in the repository. */
export function versionOf(name: string): string {
  const folder = createRequire(join(repositoryRoot(), "package.json")).resolve.paths(name)?.[0] ?? "";
  return JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")).version;
}
