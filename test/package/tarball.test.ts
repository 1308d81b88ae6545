import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, inject, test } from "vitest";

const run = promisify(execFile);
const installation = inject("installation");
const root = join(installation, "node_modules/pulumi-huaweicloud-live");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => !name.startsWith("node_modules") && statSync(join(root, name)).isFile())
  .sort();

/** The declarations that those of the entry points lead to. */
function declarations(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(root, name), "utf8");
  for (const [, target = ""] of text.matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
    declarations(`${relative(root, join(root, dirname(name), target))}.d.ts`, found);
  }
  return found;
}

describe("the tarball", () => {
  test("has the program, its declarations, its page, the plugin and three documents: no tests, no sources, no maps", () => {
    const others = files.filter(
      (name) => !/^dist\/(provider|keeper|emulator|page\/(model|server))\/.*\.(js|d\.ts)$/.test(name),
    );
    expect(others).toEqual([
      "LICENSE",
      "README.md",
      "dist/page/facts.js",
      "dist/page/icon.svg",
      "dist/page/index.html",
      "dist/page/page.css",
      "dist/page/page.js",
      "dist/pulumi-resource-huaweicloud-live.js",
      "package.json",
      "pulumi-resource-huaweicloud-live",
      "pulumi-resource-huaweicloud-live.cmd",
    ]);
    const { mode } = statSync(join(root, "pulumi-resource-huaweicloud-live"));
    expect(mode & 0o111).toBe(0o111);
  });

  test("has just the declarations that the entry points need", () => {
    const needed = new Set(
      ["provider/index", "provider/provider", "keeper/index", "emulator/index"].flatMap((name) => [
        ...declarations(`dist/${name}.d.ts`),
      ]),
    );
    expect(files.filter((name) => name.endsWith(".d.ts"))).toEqual([...needed].sort());
  });

  test("has a page of less than 60 kB, which the installed emulator serves", async () => {
    const { startEmulator } = require(join(root, "dist/emulator/index.js")) as typeof import("../../emulator");
    const emulator = await startEmulator();
    try {
      const paths = ["", "page.css", "page.js", "icon.svg"];
      const answers = await Promise.all(paths.map((path) => fetch(`${emulator.url}/${path}`)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const sizes = await Promise.all(answers.map(async (answer) => (await answer.arrayBuffer()).byteLength));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
    } finally {
      await emulator.close();
    }
  });

  test("is installed without a script of its own", () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(scripts).filter((name) => /install$|^prepare$/.test(name))).toEqual([]);
  });

  test("holds less than 600 kB, and less than 200 kB besides the plugin", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], { cwd: root });
    const { size } = JSON.parse(stdout)[0];
    expect(size).toBeLessThan(600_000);
    const plugin = gzipSync(readFileSync(join(root, "dist/pulumi-resource-huaweicloud-live.js")), { level: 9 });
    expect(size - plugin.length).toBeLessThan(200_000);
  });
});

/** What the registry and the statement of provenance take from it: npm compares `repository` with where the build ran. */
test("package.json says whose package it is, and that it is published with provenance", () => {
  const repository = "https://github.com/pulumi-huaweicloud-live/pulumi-huaweicloud-live";
  expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).toMatchObject({
    keywords: ["pulumi", "dynamic-provider", "huaweicloud", "live", "recording", "category/cloud"],
    license: "Apache-2.0",
    repository: { type: "git", url: `git+${repository}.git` },
    homepage: `${repository}#readme`,
    bugs: `${repository}/issues`,
    publishConfig: { access: "public", provenance: true },
    engines: { node: ">=20.19" },
    sideEffects: false,
  });
});

test("the same sources in another folder, beside the remains of an older build, give a tarball of the same bytes", async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), "huaweicloud-live-pack-"));
  const sources = join(__dirname, "../..");
  try {
    for (const name of readdirSync(sources)) {
      if (name === "node_modules") await symlink(join(sources, name), join(elsewhere, name));
      // Not the sources that do not go into the package: compiling them takes longer than the rest.
      if (
        !/^(provider|plugin|keeper|emulator|page|pulumi-resource-.*|package\.json|tsconfig.*|README\.md|LICENSE)$/.test(
          name,
        )
      )
        continue;
      await cp(join(sources, name), join(elsewhere, name), { recursive: true });
    }
    await mkdir(join(elsewhere, "dist/provider"), { recursive: true });
    await writeFile(join(elsewhere, "dist/provider/renamed-since.js"), "");
    await run("npm", ["pack"], { cwd: elsewhere });
    expect(tarballHash(elsewhere), "Are there remains in dist? Then run `npm run clean`.").toBe(
      tarballHash(installation),
    );
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

function tarballHash(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  return createHash("sha512")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
}

test("the entry points are typed", async () => {
  const program = join(installation, "typed.ts");
  await writeFile(
    program,
    `import { Provider, RecordRule, StreamRecording, type RecordingStatus } from "pulumi-huaweicloud-live";
     import { startEmulator, type Emulator } from "pulumi-huaweicloud-live/emulator";
     import * as provider from "pulumi-huaweicloud-live/provider";
     export const recording = (rule: RecordRule) =>
       new StreamRecording("a", { publishDomain: "push.example.com", app: "live", stream: "a", rule });
     export const status = (of: StreamRecording): { apply(f: (status: RecordingStatus) => void): unknown } => of.status;
     export const emulator = async (): Promise<Emulator> => startEmulator({ strict: true });
     export const other = new Provider("other", { assumeRole: { agencyName: "a", domainName: "d" } });
     export const handler = () => provider;`,
  );
  const tsc = join(installation, "node_modules/typescript/bin/tsc");
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--types",
    "node",
    "--skipLibCheck",
  ];
  const { stdout } = await run(process.execPath, [tsc, ...options, program], { cwd: installation }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe("");
});
