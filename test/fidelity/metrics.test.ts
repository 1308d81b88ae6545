import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { StackBoard } from "../../keeper/status/board";
import { metricsText } from "../../keeper/status/metrics";
import { KeeperBoard } from "../../keeper/status/status";

// What the keeper shows is read by the official client of Prometheus as it is meant.

const python = inject("sdks").Python;

type Family = readonly [
  name: string,
  type: string,
  help: string,
  samples: readonly (readonly [name: string, labels: Readonly<Record<string, string>>, value: string])[],
];

function read(text: string): Family[] {
  if ("missing" in python) throw new Error(python.missing);
  const args = ["-I", "-X", "utf8", join(__dirname, "sdks/python/metrics.py")];
  return JSON.parse(execFileSync(python.command, args, { input: text, encoding: "utf8" }));
}

test.skipIf("missing" in python)(
  "the client of Prometheus reads each family with its type, help, labels and values",
  () => {
    const odd = 'pr"od\\\n{}, ü';
    const boards = ["dev", odd].map((stack) => new StackBoard(stack));
    for (const board of boards) board.take({ type: "looked", seconds: 2.5, blind: [], isNew: false }, 10_000);
    const board = new KeeperBoard({ version: "1", startedAt: 0, interval: 5, notifications: "signed" }, boards);
    board.count("proven");
    const families = read(metricsText(board, 12_000)).map(([name, ...rest]) => [name.slice(24), ...rest] as const);
    expect(families.map(([name, type]) => [name, type])).toEqual([
      ["unrecorded_seconds", "counter"],
      ["streams", "gauge"],
      ["heals", "counter"],
      ["failures", "counter"],
      ["heal_seconds", "histogram"],
      ["look_seconds", "histogram"],
      ["look_age_seconds", "gauge"],
      ["lock_waits", "counter"],
      ["alerts", "gauge"],
      ["notifications", "counter"],
    ]);
    for (const [, , help] of families) expect(help).toMatch(/\.$/);
    const samples = families
      .flatMap(([, , , all]) => all)
      .map(([name, labels, value]) => [name.slice(24), labels, value]);
    expect(samples).toContainEqual(["streams", { stack: odd, phase: "recording" }, "0"]);
    expect(samples).toContainEqual(["look_seconds_bucket", { stack: "dev", le: "2" }, "0"]);
    expect(samples).toContainEqual(["look_seconds_bucket", { stack: odd, le: "3" }, "1"]);
    expect(samples).toContainEqual(["look_seconds_sum", { stack: "dev" }, "2.5"]);
    expect(samples).toContainEqual(["look_age_seconds", { stack: "dev" }, "2"]);
    expect(samples).toContainEqual(["notifications_total", { result: "proven" }, "1"]);
  },
);
