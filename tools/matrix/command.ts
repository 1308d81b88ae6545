import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "../engine/repository";
import { helpText, NODES, type Options, PAGE, readOptions } from "./options";
import { type Cell, tableOf, withTable } from "./table";
import { installNode, Workspace } from "./workspace";

/** What `npm run test:matrix` runs. Returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = optionsOrProblem(args);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n\n${helpText}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(helpText);
    return 0;
  }
  const cells = await cellsOf(options);
  const table = tableOf(cells, options.tests, new Date().toISOString().slice(0, 10));
  process.stdout.write(`\n${table}\n`);
  if (options.write) {
    const page = join(repositoryRoot(), PAGE);
    await writeFile(page, withTable(await readFile(page, "utf8"), table));
  }
  return cells.some(({ outcome }) => typeof outcome !== "string" && outcome.failed > 0) ? 1 : 0;
}

async function cellsOf({ nodes, sdks, tests }: Options): Promise<Cell[]> {
  const folder = await mkdtemp(join(tmpdir(), "huaweicloud-live-node-"));
  try {
    const cells: Cell[] = [];
    const installed = [];
    for (const name of nodes) installed.push(await installNode(NODES.get(name) as string, folder));
    for (const name of sdks) {
      const sdk = await sdkVersion(name);
      await using workspace = await Workspace.create(repositoryRoot(), sdk);
      for (const node of installed) {
        process.stdout.write(`\n== Node ${node.version}, SDK ${sdk}\n`);
        cells.push({ node: node.version, sdk, outcome: await workspace.test(node, tests) });
      }
    }
    return cells;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function sdkVersion(name: string): Promise<string> {
  if (name === "floor") {
    const { peerDependencies } = JSON.parse(await readFile(join(repositoryRoot(), "package.json"), "utf8"));
    return /^>=(\S+)/.exec(peerDependencies["@pulumi/pulumi"])?.[1] as string;
  }
  if (name !== "newest") return name;
  return (await promisify(execFile)("npm", ["view", "@pulumi/pulumi", "version"])).stdout.trim();
}

function optionsOrProblem(args: readonly string[]): Options | string {
  try {
    return readOptions(args);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
