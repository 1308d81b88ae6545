import { type Figure, meets, type Target } from "./figure";
import { median } from "./statistics";

const HEAD = ["row", "figure", "target", "median", "spread", ""];
const VERDICTS = { true: "pass", false: "FAIL", undefined: "" };

/** The figures as text, one a line. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cells(figure: Figure): string[] {
  const { row, what, samples, target, unit } = figure;
  const spread = samples.length > 1 ? `${shown(Math.min(...samples))} to ${shown(Math.max(...samples))}` : "";
  const value = `${shown(median(samples))} ${unit}`.trim();
  return [row, what, target ? targetText(target, unit) : "", value, spread, VERDICTS[`${meets(figure)}`]];
}

function targetText(target: Target, unit: string): string {
  return "atMost" in target ? `at most ${target.atMost} ${unit}`.trim() : `below ${target.below} ${unit}`.trim();
}

/** Three digits that count: 0.523, 1.08, 23.4, 812. */
export function shown(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
