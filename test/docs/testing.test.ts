import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const quoted = [...read("docs/testing.md").matchAll(/^`(examples\/tested\/\S+)`:\n\n```\w+\n(.*?)^```$/gms)].map(
  ([, file = "", text = ""]) => ({ file, text }),
);

describe("docs/testing.md", () => {
  test.each(quoted)("quotes $file as it is", ({ file, text }) => {
    expect(text).toBe(read(file));
  });

  test("quotes every source file of the example", () => {
    const files = ["", "testing", "vitest", "node-test"].flatMap((folder) =>
      readdirSync(join(root, "examples/tested", folder))
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join("examples/tested", folder, name)),
    );
    expect(
      quoted
        .map(({ file }) => file)
        .filter((file) => file.endsWith(".ts"))
        .sort(),
    ).toEqual(files.sort());
  });
});
