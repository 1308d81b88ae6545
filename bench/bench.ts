import { relative } from "node:path";
import { elapsed } from "../tools/engine/heartbeat";
import { type Figure, meets } from "./figure";
import { type Machine, machine } from "./machine";
import { helpText, type Options, readOptions } from "./options";
import { writeResults } from "./results";
import type { Row } from "./row";
import { ROWS } from "./rows";
import { Stage } from "./stage";
import { tableOf } from "./table";

const NAMES = ROWS.map(({ name }) => name);

/** What `npm run bench` runs. Returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = optionsOrProblem(args);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n\n${helpText(NAMES)}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(helpText(NAMES));
    return 0;
  }
  await using stage = new Stage(options);
  const on = machine((await stage.engine()).version);
  process.stdout.write(`${described(on)}\n`);
  const rows = ROWS.filter((row) => runs(row, options));
  const figures: Figure[] = [];
  for (const { name, measure } of rows) {
    const began = performance.now();
    process.stderr.write(`${name} …\n`);
    figures.push(...(await measure(stage)));
    process.stderr.write(`  done in ${elapsed(performance.now() - began)}\n`);
  }
  process.stdout.write(`\n${tableOf(figures)}\n`);
  const isWhole = args.length === 0;
  const file = writeResults(["npm run bench --", ...args].join(" "), isWhole, on, figures);
  process.stdout.write(`\nAll samples are in ${relative("", file)}.\n`);
  return options.report || figures.every((figure) => meets(figure) !== false) ? 0 : 1;
}

/** Rows that are named run whatever they are. */
function runs({ name, short, onlyIfNamed }: Row, options: Options): boolean {
  if (options.names.length > 0) return options.names.includes(name);
  return options.short ? short === true : !onlyIfNamed;
}

function optionsOrProblem(args: readonly string[]): Options | string {
  try {
    return readOptions(args, NAMES);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

function described({ processors, memoryGB, system, load, node, engine, sdk, undici }: Machine): string {
  const busy = load > 0.5 ? `\nThe load is ${load.toFixed(1)}: something else runs, and will be in the figures.` : "";
  return `${processors}, ${memoryGB} GB, ${system}
Node ${node}, engine ${engine}, @pulumi/pulumi ${sdk}, undici ${undici}${busy}`;
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
