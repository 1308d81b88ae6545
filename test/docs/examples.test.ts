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
    const listed = [...read("examples/README.md").matchAll(/^\| \[([\w-]+)\]\(\1\) \|/gm)].map(([, name]) => name);
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
