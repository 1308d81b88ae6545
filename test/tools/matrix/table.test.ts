import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PAGE } from "../../../tools/matrix/options";
import { type Cell, tableOf, withTable } from "../../../tools/matrix/table";

const cells: Cell[] = [
  { node: "20.20.2", sdk: "3.248.0", outcome: { passed: 100, failed: 0, notRun: 0 } },
  { node: "22.23.3", sdk: "3.248.0", outcome: { passed: 90, failed: 2, notRun: 8 } },
  { node: "20.20.2", sdk: "3.270.0", outcome: "the SDK wants Node 22" },
];

test("the table says what failed, what did not run and why, and when it was", () => {
  expect(tableOf(cells, ["test/process"], "2026-11-23")).toBe(`Run on 2026-11-23: \`test/process\`.

|  | SDK 3.248.0 | SDK 3.270.0 |
| --- | --- | --- |
| Node 20.20.2 | 100 passed | the SDK wants Node 22 |
| Node 22.23.3 | 90 passed, **2 failed**, 8 did not run | not run |`);
});

test("the page of versions has the place for it, and nothing else there changes", () => {
  const page = readFileSync(join(__dirname, "../../..", PAGE), "utf8");
  const once = withTable(page, "| new |");
  expect(once).toContain("\n| new |\n");
  expect(withTable(once, "| newer |").replace("| newer |", "| new |")).toBe(once);
  const outside = (text: string) => text.replace(/<!-- matrix[\s\S]*end of matrix -->/, "");
  expect(outside(once)).toBe(outside(page));
});

test("a text without the marks is refused", () => {
  expect(() => withTable("# Title", "| new |")).toThrow("the page needs the lines");
});
