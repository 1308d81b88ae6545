import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The folder of this package. The compiled code lies two folders deeper than its source, so it is searched for. */
export function repositoryRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && textField(manifest, "name") === "pulumi-huaweicloud-live") return folder;
    if (folder === dirname(folder)) throw new Error("tools/engine runs only inside its repository");
  }
}

/** The engine that `npx pulumi` stands for: the npm package and the CLI have the same version. */
export function pinnedVersion(root: string = repositoryRoot()): string {
  return textField(installed("pulumi/package.json", root), "version");
}

/** The script that starts dynamic providers is part of the Node SDK, and the Go modules do not have it. */
export function dynamicProviderScript(name: string, root: string = repositoryRoot()): string {
  return join(dirname(installed("@pulumi/pulumi/package.json", root)), name);
}

export type GoModuleName = "cli" | "language-host" | "yaml-host";

export interface GoModule {
  readonly folder: string;
  /** The Go release it needs, for example `1.25.11`. */
  readonly go: string;
  /** Versions of the modules that it requires, without the `v`. */
  readonly requires: ReadonlyMap<string, string>;
}

export function goModule(name: GoModuleName, root: string = repositoryRoot()): GoModule {
  return readGoModule(join(root, "tools", "engine", name));
}

export function readGoModule(folder: string): GoModule {
  return { folder, ...readGoMod(readFileSync(join(folder, "go.mod"), "utf8")) };
}

export function readGoMod(text: string): Omit<GoModule, "folder"> {
  const go = /^go (\S+)$/m.exec(text)?.[1];
  if (go === undefined) throw new Error("go.mod needs a go line");
  const requires = new Map<string, string>();
  for (const [, module = "", version = ""] of text.matchAll(/^\s+(\S+) v(\S+)/gm)) requires.set(module, version);
  return { go, requires };
}

function installed(file: string, root: string): string {
  try {
    return createRequire(join(root, "package.json")).resolve(file);
  } catch (cause) {
    throw new Error(`${dirname(file)} is not installed here: run npm ci first`, { cause });
  }
}

function textField(manifest: string, name: string): string {
  const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
  const value: unknown = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, name) : undefined;
  return typeof value === "string" ? value : "";
}
