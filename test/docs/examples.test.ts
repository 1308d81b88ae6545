import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const folders = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("examples", () => {
  test("the list names every folder, and no other", () => {
    const rows = read("examples/README.md").match(/^\| \[.*?\|/gm) ?? [];
    const listed = rows.flatMap((row) => [...row.matchAll(/\[([\w-]+)\]\(\1\)/g)].map(([, name]) => name));
    expect(listed.sort()).toEqual(folders.sort());
  });

  test.each(folders)("%s has a README and a Pulumi.yaml", (name) => {
    for (const file of ["README.md", "Pulumi.yaml"]) expect(existsSync(join(root, "examples", name, file))).toBe(true);
  });

  test("basic is the first program of the main README", () => {
    const [, program] = /^`index\.ts`:\n\n```ts\n(.*?)^```$/ms.exec(read("README.md")) ?? [];
    expect(program).toBe(read("examples/basic/index.ts"));
  });
});

/** Recording to OBS is not available there (https://support.huaweicloud.com/iLive-live/live_01_0034.html). */
const WITHOUT_RECORDING = "ap-southeast-2";

describe("regions without recording", () => {
  const files = ["README.md", "docs", "examples", "provider", "emulator"].flatMap((path) =>
    path.endsWith(".md")
      ? [path]
      : readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
          .filter((file) => /\.(md|ts|mjs|js|ya?ml)$/.test(file) && !file.includes("node_modules"))
          .map((file) => join(path, file)),
  );

  test.each(files)("%s names one only to say so", (file) => {
    const lines = read(file)
      .split("\n")
      .filter((line) => line.includes(WITHOUT_RECORDING));
    for (const line of lines) expect(line).toMatch(/not available/);
  });
});
