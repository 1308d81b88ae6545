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
  test("has all 20 rows", () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  const named = rows.flatMap(({ row, tests }) =>
    [...tests.matchAll(/`([\w-]+)` \((\w+)\): ([^`]*?)(?=\. `|$)/g)].flatMap(([, file = "", shells, titles = ""]) =>
      titles.split("; ").map((title) => ({ row, file, shells, title })),
    ),
  );

  test("names what each test was run with", () => {
    const files = rows.flatMap(({ tests }) => [...tests.matchAll(/`[\w-]+`/g)]);
    expect(new Set(named.map(({ row, file, shells }) => `${row} ${file} ${shells}`)).size).toBe(files.length);
  });

  test.each(named)("row $row: $file has a test '$title', with $shells", ({ file, shells, title }) => {
    const path = join(root, `test/engine/${file}.test.ts`);
    expect(existsSync(path)).toBe(true);
    const source = readFileSync(path, "utf8");
    // Titles that are put together from parts stand in the source in parts.
    const at = source.indexOf(title);
    expect(at).toBeGreaterThan(0);
    expect(shellsOf(source, at)).toBe(shells);
  });
});

/** What the scenario with its title at this place is run with: it says so, or its program does. */
function shellsOf(source: string, at: number): string {
  const calls = [...source.matchAll(/\b(scenario|inBothShells)\(/g)];
  const call = calls.findLast(({ index }) => index < at);
  const text = source.slice(call?.index, calls.find(({ index }) => index > at)?.index);
  if (call?.[1] === "inBothShells" || /\$\{shell\}|one of each shell/.test(text)) return "both";
  const plugin = /declareYaml|declarePlugin/.test(text);
  return plugin ? (text.includes("declareDynamic") ? "both" : "plugin") : "dynamic";
}
