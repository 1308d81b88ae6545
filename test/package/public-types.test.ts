import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { entryPoints, publicTypes } from "./public-types";

const root = join(inject("installation"), "node_modules/pulumi-huaweicloud-live");
const { exports: exported } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const entries = entryPoints(root, exported);

test("the package has four entry points with types", () => {
  expect(entries.map(([name]) => name)).toEqual([".", "./provider", "./emulator", "./keeper"]);
});

// A change of the interface is meant, or a mistake. If it is meant: `npx vitest run test/package/public-types.test.ts -u`.
describe("the public types are those that were agreed on", () => {
  test.each(entries)("%s", async (name, declarations) => {
    const file = `public-types/${name === "." ? "index" : name.slice(2)}.txt`;
    await expect(publicTypes(declarations)).toMatchFileSnapshot(file);
  });
});

test("an editor shows the docstrings, and Node does not load them", () => {
  const docstring = "/** What a `StreamRecording` declares. */";
  expect(readFileSync(join(root, "dist/provider/stream-recording.d.ts"), "utf8")).toContain(docstring);
  expect(readFileSync(join(root, "dist/provider/stream-recording.js"), "utf8")).not.toContain("/**");
});
