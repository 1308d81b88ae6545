import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../tools/engine/repository";
import { type Figure, meets } from "./figure";
import type { Machine } from "./machine";
import { median } from "./statistics";

/** Where the results lie. */
export const RESULTS = join(repositoryRoot(), "bench/results");

/**
 * Writes everything that was measured, and returns the name of the file. A whole run gets a file of its day, which is
 * kept; all others the same one.
 */
export function writeResults(command: string, isWhole: boolean, machine: Machine, figures: readonly Figure[]): string {
  const summary = figures.map((figure) => ({ ...figure, median: median(figure.samples), passed: meets(figure) }));
  const at = new Date().toISOString();
  const results = { at, command, commit: commit(), machine, figures: summary };
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, isWhole ? `${at.slice(0, 10)}.json` : "latest.json");
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** What the figures were taken of. */
function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: repositoryRoot(), encoding: "utf8" }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") === "" ? "" : " with changes"}`;
  } catch {
    return "unknown";
  }
}
