import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

/** Every folder below this one. */
const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [join(folder, name), ...foldersIn(join(folder, name))]);

/** The folders of the first table. An indented name is one below the name that is not. */
const listed: string[] = [];
let above = "";
for (const [, indent, name = ""] of page.matchAll(/^\| `( *)((?:provider|emulator|[\w-]+)\/[\w/-]*)` \|/gm)) {
  if (indent === "") above = name;
  if (!name.startsWith("test/")) listed.push(join(indent === "" ? "" : above, name).replace(/\/$/, ""));
}

describe("ARCHITECTURE.md", () => {
  test.each(["provider", "emulator", "page"])("names every folder of %s, and no other", (top) => {
    const named = listed.filter((folder) => folder.startsWith(`${top}/`));
    expect(named.sort()).toEqual(foldersIn(top).sort());
  });

  test.each(["provider", "emulator", "page", "tools", "bench"])("test/%s mirrors its sources", (top) => {
    const strays = ["", ...foldersIn(`test/${top}`).map((folder) => folder.slice(`test/${top}/`.length))]
      .filter((folder) => folder !== "histories")
      .flatMap((folder) =>
        readdirSync(join(root, "test", top, folder))
          .filter((name) => name.endsWith(".test.ts"))
          .map((name) => join(top, folder, name.replace(/\.test\.ts$/, "")))
          // One test may drive all of a folder. On top it has to name its file.
          .filter((source) => !["ts", "js"].some((kind) => existsSync(join(root, `${source}.${kind}`))))
          .filter(() => folder === "" || !existsSync(join(root, top, folder))),
      );
    expect(strays).toEqual([]);
  });
});
