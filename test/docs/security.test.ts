import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { INPUTS } from "../fuzz/runs";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/security.md"), "utf8");

describe("docs/security.md", () => {
  test("says how many odd inputs are tried, which is at least 100,000", () => {
    const inputs = Object.values(INPUTS).reduce((sum, count) => sum + count, 0);
    expect(inputs).toBeGreaterThanOrEqual(100_000);
    expect(page).toContain(`${inputs.toLocaleString("en")} inputs`);
  });

  test.each([...new Set(page.match(/test\/[\w/-]+\.test\.ts/g))])("names a test that there is: %s", (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});
