import { describe, expect, test } from "vitest";
import { StackBoard } from "../../../keeper/status/board";
import { metricsText } from "../../../keeper/status/metrics";
import { KeeperBoard } from "../../../keeper/status/status";
import type { KeptStream } from "../../../keeper/stream";

const AT = 1_800_000_000_000;

function boardOf(...stacks: StackBoard[]): KeeperBoard {
  return new KeeperBoard({ version: "1.2.3", startedAt: AT, interval: 5, notifications: "off" }, stacks);
}

/** The history of a stream: each phase with its second. */
function lived(board: StackBoard, id: string, ...phases: readonly [second: number, now: KeptStream][]): void {
  let before: KeptStream | undefined;
  for (const [second, now] of phases) {
    board.take({ type: "phase", stream: id, before, now }, AT + second * 1_000);
    before = now;
  }
}

const recording: KeptStream = { phase: "recording", failures: 0, pushedSince: AT - 9_000, startedAt: AT - 5_000 };
const due: KeptStream = {
  ...recording,
  phase: "due",
  cause: "interrupted",
  pushedSince: AT + 10_000,
  unrecordedSince: AT + 10_000,
};
const healed: KeptStream = { ...recording, pushedSince: AT + 10_000, startedAt: AT + 16_000 };

/** The samples by their names, without what all have in common. How a real client reads them: test/fidelity/metrics.test.ts. */
function read(board: KeeperBoard, second: number): Map<string, number> {
  const lines = metricsText(board, AT + second * 1_000).split("\n");
  const samples = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice("huaweicloud_live_keeper_".length, end), Number(line.slice(end + 1))];
    }),
  );
}

test("a stream that was pushed and declared and not recorded is counted by the second, while it lasts and after", () => {
  const stack = new StackBoard("dev");
  lived(stack, "a", [0, recording], [12, due]);
  const lost = (second: number) => read(boardOf(stack), second).get('unrecorded_seconds_total{stack="dev"}');
  expect(lost(13)).toBe(3);
  lived(stack, "a", [12, due], [13, { ...due, phase: "starting" }], [17, healed]);
  // Until START by the service's clock, not until the keeper heard of it.
  expect(lost(60)).toBe(6);
  lived(stack, "b", [60, recording], [65, { ...due, unrecordedSince: AT + 61_000 }]);
  stack.take({ type: "gone", stream: "b" }, AT + 66_000);
  expect(lost(90)).toBe(11);
});

test("phases, heals, failures, looks, locks, alerts and messages are counted, for each stack", () => {
  const [dev, prod] = [new StackBoard("dev"), new StackBoard("prod")];
  lived(dev, "a", [0, recording], [12, due], [13, { ...due, phase: "starting" }], [17, healed]);
  const failed = { ...due, phase: "held", trouble: { code: "NO_COMMAND_RULE", message: "", at: AT } } as const;
  lived(prod, "b", [0, due], [2, failed]);
  dev.take({ type: "looked", seconds: 0.2, blind: [], isNew: false }, AT + 20_000);
  prod.take({ type: "run-over", locked: { whose: "ann", since: AT, isNew: true } }, AT + 20_000);
  const board = boardOf(dev, prod);
  board.count("proven");
  expect(Object.fromEntries(read(board, 23))).toMatchObject({
    'streams{stack="dev",phase="recording"}': 1,
    'streams{stack="dev",phase="held"}': 0,
    'streams{stack="prod",phase="held"}': 1,
    'heals_total{stack="dev",cause="interrupted"}': 1,
    'failures_total{stack="prod",code="NO_COMMAND_RULE"}': 1,
    'heal_seconds_bucket{stack="dev",le="4"}': 0,
    'heal_seconds_bucket{stack="dev",le="5"}': 1,
    'heal_seconds_bucket{stack="dev",le="+Inf"}': 1,
    'heal_seconds_sum{stack="dev"}': 5,
    'heal_seconds_count{stack="dev"}': 1,
    'look_seconds_count{stack="dev"}': 1,
    'look_age_seconds{stack="dev"}': 3,
    'look_age_seconds{stack="prod"}': Number.NaN,
    'lock_waits_total{stack="prod"}': 1,
    'alerts{stack="dev"}': 0,
    'alerts{stack="prod"}': 1,
    'notifications_total{result="proven"}': 1,
  });
});

describe("what is shown in /status.json", () => {
  test("are the keeper, its stacks, and each stream with what was, is and comes", () => {
    const [dev, prod] = [new StackBoard("dev"), new StackBoard("prod")];
    lived(dev, "b", [0, recording]);
    lived(dev, "a", [0, recording], [12, { ...due, nextTry: AT + 20_000, endedAt: AT + 11_000 }]);
    dev.take({ type: "file", stream: "a", file: { name: "a.m3u8" } }, AT);
    dev.take({ type: "run", streams: ["a"] }, AT);
    lived(prod, "c", [0, healed]);
    expect(boardOf(dev, prod).status(AT + 14_000)).toMatchObject({
      version: "1.2.3",
      interval: 5,
      notifications: "off",
      alerts: [],
      totals: { declared: 3, recording: 2, unrecorded: 1, unrecordedSeconds: 4 },
      stacks: [
        { stack: "dev", running: ["a"], alerts: [] },
        { stack: "prod", running: [], alerts: [] },
      ],
      streams: [
        {
          stack: "dev",
          stream: "a",
          phase: "due",
          cause: "interrupted",
          unrecordedSeconds: 4,
          unrecordedSince: new Date(AT + 10_000).toISOString(),
          nextTry: new Date(AT + 20_000).toISOString(),
          endedAt: new Date(AT + 11_000).toISOString(),
          lastFile: "a.m3u8",
        },
        { stack: "dev", stream: "b", phase: "recording", unrecordedSeconds: 0 },
        { stack: "prod", stream: "c", phase: "recording" },
      ],
    });
  });
});
