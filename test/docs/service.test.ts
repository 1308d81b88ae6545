import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { routes } from "../../emulator/routes";
import { allRefusals } from "../emulator/all-refusals";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/service.md"), "utf8");
type Known = "documented" | "inferred" | "unknown";

const rows = page
  .split("\n")
  .map((line) => /^\| ([^|]+) \| (.+) \| (documented|inferred|unknown) \| (.*)\|$/.exec(line))
  .flatMap((row) =>
    row ? [{ area: row[1] ?? "", what: row[2] ?? "", known: row[3] as Known, source: row[4]?.trim() ?? "" }] : [],
  );
const table = rows.map(({ what }) => what).join("\n");

const all = (pattern: RegExp, text: string): string[] => [...new Set(text.match(pattern) ?? [])].sort();

describe("docs/service.md", () => {
  test("every line of the big table has four cells and one of the three words", () => {
    const [, , big = ""] = page.split(/^\| (?:word|area) .*\n\|[-|]+\|\n/m);
    expect(rows).toHaveLength(big.slice(0, big.indexOf("\n\n")).split("\n").length);
    expect(rows.length).toBeGreaterThan(50);
  });

  test("the codes in the table are those with which the emulator refuses", () => {
    const codes = allRefusals().map(({ code }) => code);
    expect(all(/\b(?:LIVE|APIGW)\.\d+/g, table)).toEqual([...new Set(codes)].sort());
  });

  test("every status with a code in the table is a refusal of the emulator, and the other way round", () => {
    const pairs = allRefusals().map(({ status, code }) => `${status} \`${code}\``);
    expect(all(/\d{3} `(?:LIVE|APIGW)\.\d+`/g, table)).toEqual([...new Set(pairs)].sort());
  });

  test("what is documented names a page, and what is inferred a reason", () => {
    const without = rows.filter(
      ({ known, source }) => !{ documented: /^\[/, inferred: /./, unknown: /^/ }[known].test(source),
    );
    expect(without).toEqual([]);
  });

  test("every link has an address, and every address a link", () => {
    const [text = "", ...addresses] = page.split(/^(?=\[[^\]]+\]: )/m);
    const names = addresses.map((line) => /^\[([^\]]+)\]/.exec(line)?.[1] ?? "");
    const used = all(/\[[^\]\n]+\](?!\()/g, text).map((link) => link.slice(1, -1));
    expect(used).toEqual(names.sort());
  });

  test.each(routes)("the call $route is in the table", ({ route }) => {
    expect(table).toContain(`\`${route.split("?")[0]}\``);
  });
});
