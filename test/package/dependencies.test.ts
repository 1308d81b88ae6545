import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, inject, test } from "vitest";

const page = readFileSync(join(__dirname, "../../docs/security.md"), "utf8");
const home = join(inject("installation"), "node_modules/pulumi-huaweicloud-live");

interface Package {
  readonly name: string;
  readonly license?: string;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const manifest = (folder: string): Package => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** Where `require` finds a package. */
function folderOf(name: string, from: string): string {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  if (dirname(from) === from) throw new Error(`${name} is not installed`);
  return folderOf(name, dirname(from));
}

/** What is installed with a package, with who wants it. */
function tree(folder: string, found = new Map<string, string>()): Map<string, string> {
  const { name, dependencies, optionalDependencies } = manifest(folder);
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const there = folderOf(dependency, folder);
    if (found.has(there)) continue;
    found.set(there, name);
    tree(there, found);
  }
  return found;
}

/** npm runs these when it installs a package from the registry, and node-gyp for a `binding.gyp`. */
function installScripts(folder: string): string[] {
  const scripts = Object.keys(manifest(folder).scripts ?? {}).filter((name) => /^(pre|post)?install$/.test(name));
  return existsSync(join(folder, "binding.gyp")) ? [...scripts, "binding.gyp"] : scripts;
}

describe("what is installed with the package", () => {
  const installed = [...tree(home)];

  test("is listed in docs/security.md with its licence and who wants it", () => {
    const rows = [...page.matchAll(/^\| ([\w@/-]+) \| ([\w.-]+) \| (this package|[\w@/-]+) \|$/gm)];
    const listed = rows.map(([, name, licence, by]) => [name, licence, by]);
    const real = installed.map(([folder, by]) => {
      const { name, license } = manifest(folder);
      return [name, license, by === "pulumi-huaweicloud-live" ? "this package" : by];
    });
    expect(listed).toEqual(real.sort(([a = ""], [b = ""]) => a.localeCompare(b)));
  });

  test.each([home, ...installed.map(([folder]) => folder)])("has no install script: %s", (folder) => {
    expect(installScripts(folder)).toEqual([]);
  });
});

test("of what the Pulumi SDK brings, just protobufjs has an install script, as docs/security.md says", () => {
  const sdk = [...tree(folderOf("@pulumi/pulumi", home)).keys()].filter((folder) => installScripts(folder).length > 0);
  expect(sdk.map((folder) => manifest(folder).name)).toEqual(["protobufjs"]);
});

test("the provider starts no process, so that no secret is among the arguments of one", () => {
  const provider = join(home, "dist/provider");
  const files = readdirSync(provider, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  expect(files.length).toBeGreaterThan(50);
  const starting = files.filter((name) =>
    /child_process|worker_threads/.test(readFileSync(join(provider, name), "utf8")),
  );
  expect(starting).toEqual([]);
});
