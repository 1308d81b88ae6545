import { parseArgs } from "node:util";

/** The Node releases of the matrix, as versions of the npm packages that hold them. */
export const NODES: ReadonlyMap<string, string> = new Map([
  ["20", "20.20.2"],
  ["22", "22.23.3"],
  ["24", "24.21.0"],
]);

/** The SDKs of the matrix: the oldest that the package accepts, the newest for Node 20, and the newest. */
export const SDKS = ["floor", "3.248.0", "newest"] as const;

/** The page that shows the table. */
export const PAGE = "docs/versions.md";

/** What one run of the matrix was asked for. */
export interface Options {
  readonly nodes: readonly string[];
  /** Names from `SDKS`, or versions. */
  readonly sdks: readonly string[];
  /** Test files or folders. */
  readonly tests: readonly string[];
  /** Whether the table goes into `PAGE`. */
  readonly write: boolean;
  readonly help: boolean;
}

export const helpText = `Usage: npm run test:matrix -- [TESTS...] [flags]

  TESTS            test files or folders (test/process test/engine)
  --node N         one of ${[...NODES.keys()].join(", ")}; may be repeated (all)
  --sdk VERSION    ${SDKS.join(", ")} or any version; may be repeated (${SDKS.join(", ")})
  --write          put the table into ${PAGE}
`;

/** @throws {TypeError} for what is not known */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      node: { type: "string", multiple: true, default: [...NODES.keys()] },
      sdk: { type: "string", multiple: true, default: [...SDKS] },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.node.find((node) => !NODES.has(node));
  if (unknown !== undefined)
    throw new TypeError(`there is no Node ${unknown}; there are ${[...NODES.keys()].join(", ")}`);
  const odd = values.sdk.find((sdk) => !SDKS.some((name) => name === sdk) && !/^\d+\.\d+\.\d+$/.test(sdk));
  if (odd !== undefined) throw new TypeError(`--sdk ${odd} is neither ${SDKS.join(", ")} nor a version`);
  const tests = positionals.length > 0 ? positionals : ["test/process", "test/engine"];
  return { nodes: values.node, sdks: values.sdk, tests, write: values.write, help: values.help };
}
