import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
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
  test("has the program, its declarations and three documents: no tests, no sources, no maps", () => {
    const others = files.filter((name) => !/^dist\/(provider|emulator)\/.*\.(js|d\.ts)$/.test(name));
    expect(others).toEqual(["LICENSE", "README.md", "package.json"]);
  });

  test("has just the declarations that the entry points need", () => {
    const needed = new Set(
      ["provider/index", "provider/provider", "emulator/index"].flatMap((name) => [
        ...declarations(`dist/${name}.d.ts`),
      ]),
    );
    expect(files.filter((name) => name.endsWith(".d.ts"))).toEqual([...needed].sort());
  });

  test("is installed without a script of its own", () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(scripts).filter((name) => /install$|^prepare$/.test(name))).toEqual([]);
  });

  test("holds less than 100 kB", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], { cwd: root });
    expect(JSON.parse(stdout)[0].size).toBeLessThan(100_000);
  });
});

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
