import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const root = join(__dirname, "../..");
const typedoc = join(dirname(createRequire(__filename).resolve("typedoc/package.json")), "bin/typedoc");

/** The pages of a folder: name and text. */
const pages = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

// A public name without a docstring fails here too: typedoc.json makes each warning an error.
test("docs/api is what `npm run docs` writes", async () => {
  const out = await mkdtemp(join(tmpdir(), "huaweicloud-live-docs-"));
  try {
    await run(process.execPath, [typedoc, "--out", out], { cwd: root });
    expect(pages(out)).toEqual(pages(join(root, "docs/api")));
  } finally {
    await rm(out, { recursive: true });
  }
}, 120_000);
