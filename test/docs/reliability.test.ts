import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/reliability.md"), "utf8");

/** The rows of the table: number, and the tests that the last column names. */
const rows = page
  .split("\n")
  .map((line) => /^\| (\d+) \|.*\| (`.*) \|$/.exec(line))
  .flatMap((found) => (found ? [{ row: Number(found[1]), tests: found[2] ?? "" }] : []));

describe("docs/reliability.md", () => {
  test("has all 19 rows", () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 19 }, (_, i) => i + 1));
  });

  const named = rows.flatMap(({ row, tests }) =>
    [...tests.matchAll(/`([\w-]+)`: ([^`]*?)(?=\. `|$)/g)].flatMap(([, file, titles]) =>
      (titles ?? "").split("; ").map((title) => ({ row, file, title })),
    ),
  );

  test.each(named)("row $row: $file has a test '$title'", ({ file, title }) => {
    const path = join(root, `test/engine/${file}.test.ts`);
    expect(existsSync(path)).toBe(true);
    // Titles that are put together from parts stand in the source in parts.
    expect(readFileSync(path, "utf8")).toContain(title);
  });
});
