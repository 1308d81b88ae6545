import { styleText } from "node:util";

const colourful = process.stdout.isTTY === true && !process.env.NO_COLOR;
const style = (format: "bold" | "cyan" | "green" | "dim", text: string): string =>
  colourful ? styleText(format, text) : text;

export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

export function sayHeading(text: string): void {
  say(`\n${style("bold", text)}`);
}

/** A command as it would be typed. */
export function sayCommand(command: string, args: readonly string[]): void {
  const typed = args.map((arg) => (/[^\w./:=-]/.test(arg) ? `'${arg}'` : arg));
  say(`\n${style("cyan", ["$", command, ...typed].join(" "))}`);
}

export function sayHeld(text: string): void {
  say(`${style("green", "✓")} ${text}`);
}

export function sayTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of rows.entries()) {
    const line = `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
    say(index === 0 ? style("dim", line) : line);
  }
}
