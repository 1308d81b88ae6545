import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const repository = JSON.parse(read("package.json")).repository.url.replace(/^git\+|\.git$/g, "");

const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(root, file)));
const documents = tracked.filter((file) => file.endsWith(".md"));

/** The text without what is quoted in it. */
const prose = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "code");

/** The targets of a document's links: `[text](target)` and `[name]: target`. */
const targets = (text: string) => [
  ...new Set([...prose(text).matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)/gm)].map(([, a, b]) => a ?? b ?? "")),
];

/** The anchors of a document, as the forge makes them from its headings. */
const anchors = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** Where a link of the document leads in this repository; undefined if it leaves it. */
function inRepository(document: string, target: string): { path: string; anchor?: string } | undefined {
  const ours = /^(?:blob|tree)\/main\/(.*)$/.exec(
    target.startsWith(`${repository}/`) ? target.slice(repository.length + 1) : "",
  )?.[1];
  if (ours === undefined && /^[a-z]+:/.test(target)) return undefined;
  const [path = "", anchor] = (ours ?? target).split("#");
  const whole =
    ours !== undefined ? path : path === "" ? document : relative(root, join(root, dirname(document), path));
  return { path: whole, ...(anchor !== undefined && { anchor }) };
}

describe("links", () => {
  const links = documents.flatMap((document) =>
    targets(read(document)).flatMap((target) => {
      const place = inRepository(document, target);
      return place ? [{ document, target, ...place }] : [];
    }),
  );

  test.each(links)("$document: $target leads to something in the repository", ({ path, anchor }) => {
    expect(existsSync(join(root, path)), `${path} is missing`).toBe(true);
    if (anchor === undefined) return;
    const page = statSync(join(root, path)).isDirectory() ? join(path, "README.md") : path;
    expect(anchors(read(page))).toContain(anchor);
  });

  test("the README leads out of itself by whole addresses only, since docs/ is not in the package", () => {
    expect(targets(read("README.md")).filter((target) => !/^(https:|#)/.test(target))).toEqual([]);
  });

  test("every link by name in the README has an address, and every address is used", () => {
    const [text = "", ...addresses] = prose(read("README.md")).split(/^(?=\[[^\]]+\]: )/m);
    const used = [...text.matchAll(/\[[^\]]+\]\[([^\]]+)\]/g)].map(([, name]) => name);
    const named = addresses.map((line) => /^\[([^\]]+)\]/.exec(line)?.[1]);
    expect([...new Set(used)].sort()).toEqual(named.sort());
  });

  test("docs/README.md leads to every page of docs/", () => {
    const listed = targets(read("docs/README.md")).map((target) => join("docs", target));
    const pages = documents.filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== "docs/README.md");
    expect(pages.filter((page) => !listed.includes(page))).toEqual([]);
  });

  const sources = tracked.filter((file) => /\.[cm]?tsx?$/.test(file));
  const mentioned = sources.flatMap((source) =>
    [...new Set(read(source).match(/\bdocs\/[\w/-]+\.md(?:#[\w-]+)?/g))].map((target) => ({ source, target })),
  );

  test.each(mentioned)("$source: $target is a page", ({ target }) => {
    const [path = "", anchor] = target.split("#");
    expect(existsSync(join(root, path)), `${path} is missing`).toBe(true);
    if (anchor !== undefined) expect(anchors(read(path))).toContain(anchor);
  });

  // Pages name files from the root, from `provider/` or from `test/`.
  const named = documents.flatMap((document) =>
    [
      ...new Set(
        [...read(document).matchAll(/`([\w-]+(?:\/[\w.-]+)+\.(?:ts|js|json|svg))(?=[`# ])/g)].map(
          ([, path]) => path ?? "",
        ),
      ),
    ].map((path) => ({ document, path })),
  );

  test.each(named.filter(({ document }) => !document.startsWith("docs/api/")))(
    "$document: there is $path",
    ({ path }) => {
      expect(["", "provider", "test"].some((folder) => existsSync(join(root, folder, path)))).toBe(true);
    },
  );
});

test("the README fits on a screen and a half: 170 lines and 1,300 words", () => {
  const text = read("README.md");
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(170);
  expect(text.split(/\s+/).length).toBeLessThanOrEqual(1_300);
});
