import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withRelease } from "../../../tools/changelog/changelog";

const HEAD = "# Changelog\n\nWhat users notice.\n";
const fix = { file: "fixed-b.md", text: "B is\nright.\n" };
const addition = { file: "added-a.md", text: "A is there.\n" };

describe("a release in the changelog", () => {
  test("has its changes by kind, each an item of a list", () => {
    expect(withRelease(HEAD, "0.2.0", "2026-12-01", [fix, addition])).toBe(
      `${HEAD}\n## 0.2.0 (2026-12-01)\n\n### Added\n\n- A is there.\n\n### Fixed\n\n- B is\n  right.\n`,
    );
  });

  test("stands above the release before it", () => {
    const first = withRelease(HEAD, "0.1.0", "2026-11-01", [addition]);
    const second = withRelease(first, "0.1.1", "2026-12-01", [fix]);
    expect(second.match(/^## .*/gm)).toEqual(["## 0.1.1 (2026-12-01)", "## 0.1.0 (2026-11-01)"]);
    expect(second.endsWith(first.slice(first.indexOf("\n## ")))).toBe(true);
  });

  test("needs a change", () => {
    expect(() => withRelease(HEAD, "0.2.0", "2026-12-01", [])).toThrow("nothing to release");
  });

  test("a file whose name has no kind is refused by its name", () => {
    const odd = { file: "other.md", text: "?" };
    expect(() => withRelease(HEAD, "0.2.0", "2026-12-01", [odd])).toThrow("changes/other.md");
  });
});

test("the changes that wait for a release can be released", () => {
  const folder = join(__dirname, "../../../changes");
  const files = readdirSync(folder).filter((file) => file !== "README.md");
  const changes = files.map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
  if (changes.length > 0) expect(withRelease(HEAD, "1.0.0", "2027-01-01", changes)).toContain("## 1.0.0");
  for (const { text } of changes) expect(text.trim()).not.toBe("");
});
