import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { routes } from "../../emulator/operations";
import { allRefusals } from "../emulator/all-refusals";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/service.md"), "utf8");
const emulator = readdirSync(join(root, "emulator"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(root, "emulator", name), "utf8"))
  .join("\n");

type Known = "documented" | "inferred" | "unknown";

const rows = page
  .split("\n")
  .map((line) => /^\| ([^|]+) \| (.+) \| (documented|inferred|unknown) \| (.*)\|$/.exec(line))
  .flatMap((row) =>
    row ? [{ area: row[1] ?? "", what: row[2] ?? "", known: row[3] as Known, source: row[4]?.trim() ?? "" }] : [],
  );
const table = rows.map(({ what }) => what).join("\n");

const all = (pattern: RegExp, text: string): string[] => [...new Set(text.match(pattern) ?? [])].sort();
/** Pages have the same name in each language. */
const pages = (text: string): string[] => [
  ...new Set(
    all(/https:\/\/support\.huaweicloud\.com\/[\w/.-]+\.html/g, text).map((url) => url.replace("/intl/en-us", "")),
  ),
];

describe("docs/service.md", () => {
  test("every line of the big table has four cells and one of the three words", () => {
    const [, , big = ""] = page.split(/^\| (?:word|area) .*\n\|[-|]+\|\n/m);
    expect(rows).toHaveLength(big.slice(0, big.indexOf("\n\n")).split("\n").length);
    expect(rows.length).toBeGreaterThan(50);
  });

  test("the codes in the table are those of the emulator", () => {
    const code = /\b(?:LIVE|APIGW|IAM)\.\d+/g;
    expect(all(code, table)).toEqual(all(code, emulator));
  });

  test("every status with a code in the table is a refusal of the emulator, and the other way round", () => {
    const pairs = allRefusals().map(({ status, code }) => `${status} \`${code}\``);
    expect(all(/\d{3} `(?:LIVE|APIGW)\.\d+`/g, table)).toEqual([...new Set(pairs)].sort());
  });

  test("every page that the emulator's comments cite is a source", () => {
    expect(pages(page)).toEqual(expect.arrayContaining(pages(emulator)));
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

  test.each([...Object.keys(routes), "POST record/control"])("the call %s is in the table", (route) => {
    expect(table).toContain(`\`${route}\``);
  });
});
