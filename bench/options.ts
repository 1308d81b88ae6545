import { parseArgs } from "node:util";

/** What one run of the benchmarks was asked for. */
export interface Options {
  /** Names of rows; none: all of them. */
  readonly names: readonly string[];
  /** How many samples of each variant. */
  readonly rounds: number;
  /** Recordings in place of the number that a row has; undefined: that number. */
  readonly count: number | undefined;
  /** The quick rows only, made shorter, for every run of the CI. */
  readonly short: boolean;
  /** A row that fails is no failure of the run. */
  readonly report: boolean;
  readonly help: boolean;
}

export function helpText(names: readonly string[]): string {
  return `Usage: npm run bench -- [NAME...] [flags]

  NAME         a row: ${names.join(", ")}
  --rounds N   samples of each variant (5)
  --count N    recordings in place of the number that a row has
  --short      the quick rows, shortened, as a report
  --report     exit code 0 even if a row fails
`;
}

/** @throws {TypeError} for what is not known */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: "string" },
      count: { type: "string" },
      short: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no row "${unknown}"; there are ${known.join(", ")}`);
  const { short, help } = values;
  return {
    names: positionals,
    rounds: number("rounds", values.rounds) ?? (short ? 3 : 5),
    count: number("count", values.count),
    short,
    report: values.report || short,
    help,
  };
}

function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new TypeError(`--${flag} must be a number of at least 1`);
  return Number(text);
}
