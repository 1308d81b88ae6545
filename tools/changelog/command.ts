import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../engine/repository.js";
import { withRelease } from "./changelog.js";

/** What `npm version` runs: the changes since the last release become a part of the changelog. */
async function main(): Promise<void> {
  const root = repositoryRoot();
  const folder = join(root, "changes");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md") && file !== "README.md").sort();
  const changes = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(folder, file), "utf8") })),
  );
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const changelog = join(root, "CHANGELOG.md");
  const today = new Date().toISOString().slice(0, 10);
  await writeFile(changelog, withRelease(await readFile(changelog, "utf8"), version, today, changes));
  await Promise.all(files.map((file) => rm(join(folder, file))));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
