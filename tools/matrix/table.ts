/** What came of the tests with one Node and one SDK. */
export type Outcome =
  | { readonly passed: number; readonly failed: number; readonly notRun: number }
  /** Why there was no run. */
  | string;

export interface Cell {
  /** Its version. */
  readonly node: string;
  /** Its version. */
  readonly sdk: string;
  readonly outcome: Outcome;
}

/** The cells as a Markdown table, Node by SDK, under a line that says what was run and when. */
export function tableOf(cells: readonly Cell[], tests: readonly string[], day: string): string {
  const nodes = [...new Set(cells.map(({ node }) => node))];
  const sdks = [...new Set(cells.map(({ sdk }) => sdk))];
  const row = (texts: readonly string[]) => `| ${texts.join(" | ")} |`;
  const outcome = (node: string, sdk: string) =>
    described(cells.find((cell) => cell.node === node && cell.sdk === sdk)?.outcome ?? "not run");
  return [
    `Run on ${day}: ${tests.map((test) => `\`${test}\``).join(", ")}.`,
    "",
    row(["", ...sdks.map((sdk) => `SDK ${sdk}`)]),
    row(["---", ...sdks.map(() => "---")]),
    ...nodes.map((node) => row([`Node ${node}`, ...sdks.map((sdk) => outcome(node, sdk))])),
  ].join("\n");
}

function described(outcome: Outcome): string {
  if (typeof outcome === "string") return outcome;
  const { passed, failed, notRun } = outcome;
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`**${failed} failed**`);
  if (notRun > 0) parts.push(`${notRun} did not run`);
  return parts.join(", ");
}

const BEGIN = "<!-- matrix: npm run test:matrix -- --write -->";
const END = "<!-- end of matrix -->";

/** The text with the table between its two marks. */
export function withTable(text: string, table: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page needs the lines "${BEGIN}" and "${END}"`);
  return `${text.slice(0, begin + BEGIN.length)}\n${table}\n${text.slice(end)}`;
}
