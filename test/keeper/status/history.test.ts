import { expect, test } from "vitest";
import type { Told } from "../../../keeper/keeper";
import { StackBoard } from "../../../keeper/status/board";
import { KeeperBoard } from "../../../keeper/status/status";
import { advance, type KeptStream, kept, type StreamEvent } from "../../../keeper/stream";
import type { StreamFacts } from "../../../page/facts";
import { Board } from "../../../page/model/board";

const AT = 1_800_000_000_000;
const id = "push.example.com/live/keynote";
const at = (second: number) => AT + second * 1_000;

/** A stream whose recording began at second 0, as the keeper sees it from second 60 on, event by event. */
function lived(...events: readonly (readonly [second: number, event: StreamEvent])[]): StackBoard {
  const board = new StackBoard("dev");
  let before: KeptStream | undefined;
  let now = kept({ status: "recording", startedAt: AT });
  const tell = (second: number) => {
    if (before?.phase !== now.phase) board.take({ type: "phase", stream: id, before, now }, at(second));
    before = now;
  };
  tell(60);
  for (const [second, event] of events) {
    now = advance(now, event, at(second), 0);
    tell(second);
  }
  return board;
}

const seen = (second: number): StreamEvent => ({ type: "look", pushedSince: at(second) });
const healedAt = (second: number): StreamEvent => ({ type: "run-ended", startedAt: at(second) });
const factsOf = (board: StackBoard): StreamFacts => board.history.all(at(300))[0] as StreamFacts;

test("a stream that is pushed and recorded is so since before the keeper began", () => {
  expect(factsOf(lived([61, seen(-30)]))).toMatchObject({
    id,
    pushes: [[at(-30), null]],
    recordings: [[AT, null]],
    declared: [[AT, null]],
    marks: [],
  });
});

test("an interruption ends the recording when the push is back, and the START of the keeper begins another", () => {
  const board = lived([61, seen(-30)], [95, seen(90)], [96, { type: "run-began" }], [100, healedAt(99)]);
  expect(factsOf(board)).toMatchObject({
    pushes: [
      [at(-30), at(89)],
      [at(90), null],
    ],
    recordings: [
      [AT, at(90)],
      [at(99), null],
    ],
    marks: [
      { at: at(90), kind: "interrupted", text: "Interrupted: the push is back" },
      { at: at(99), kind: "start", text: "START by the keeper" },
    ],
  });
});

test("a recording that ends while the push goes on is a mark of its own, and so is a try that did not work", () => {
  const refused: StreamEvent = { type: "run-failed", code: "NO_COMMAND_RULE", message: "no rule" };
  const { marks } = factsOf(
    lived(
      [61, seen(-30)],
      [90, { type: "record-failed", message: "disk full" }],
      [91, { type: "run-began" }],
      [95, refused],
    ),
  );
  expect(marks).toEqual([
    { at: at(90), kind: "failed", text: "Recording failed" },
    { at: at(95), kind: "refused", text: "NO_COMMAND_RULE: no rule" },
  ]);
});

test("a push that was away for a moment and is back within the same recording breaks the push only", () => {
  const facts = factsOf(lived([61, seen(-30)], [90, { type: "look" }], [95, seen(-30)]));
  expect(facts.recordings).toEqual([[AT, null]]);
});

test("what is gone is over", () => {
  const board = lived([61, seen(-30)]);
  board.take({ type: "gone", stream: id }, at(100));
  expect(factsOf(board)).toMatchObject({
    pushes: [[at(-30), at(100)]],
    recordings: [[AT, at(100)]],
    declared: [[AT, at(100)]],
  });
  expect(board.history.all(at(100) + 86_400_001)).toEqual([]);
});

test.each<[string, (readonly [number, StreamEvent])[], number]>([
  [
    "while a stream is due",
    [
      [61, seen(-30)],
      [95, seen(90)],
    ],
    120,
  ],
  [
    "after it was started again",
    [
      [61, seen(-30)],
      [95, seen(90)],
      [96, { type: "run-began" }],
      [100, healedAt(99)],
    ],
    120,
  ],
  [
    "when its push goes away instead",
    [
      [61, seen(-30)],
      [95, seen(90)],
      [110, { type: "look" }],
    ],
    120,
  ],
  ["when it was due before the keeper began", [[61, seen(30)]], 120],
])("the page has lost as much as the metrics say, %s", (_, events, second) => {
  const board = lived(...events);
  const { lost } = Board.of({ streams: board.history.all(at(second)) }).totals(at(second));
  expect(lost).toBe(board.lost(at(second)));
  expect(lost).toBeGreaterThan(0);
});

test("messages are marks of the streams that are declared; one that proves nothing says so", () => {
  const board = lived([61, seen(-30)]);
  const keeper = new KeeperBoard({ version: "1.2.3", startedAt: AT, interval: 5, notifications: "off" }, [board]);
  const message = { stream: id, event: "PUBLISH", isProven: true, identity: "1" };
  keeper.message(message, at(70));
  keeper.message({ ...message, isProven: false }, at(71));
  keeper.message({ ...message, event: "RECORD_FAILED", error: "disk full" }, at(72));
  keeper.message({ ...message, stream: "push.example.com/live/other" }, at(73));
  expect(keeper.picture(at(80)).streams.flatMap(({ marks }) => marks)).toEqual([
    { at: at(70), kind: "message", text: "PUBLISH" },
    { at: at(71), kind: "message", text: "PUBLISH (not proven)" },
    { at: at(72), kind: "failed", text: "RECORD_FAILED: disk full" },
  ]);
});

test("the last file of a stream is told", () => {
  const board = lived([61, seen(-30)]);
  const file: Told = { type: "file", stream: id, file: { name: "a.m3u8", url: "https://obs.example.com/a.m3u8" } };
  board.take(file, at(70));
  expect(factsOf(board).lastFile).toBe("https://obs.example.com/a.m3u8");
});

test("what has changed is told once, and streams of several stacks are told apart", () => {
  const boards = [lived([61, seen(-30)]), new StackBoard("prod")];
  const keeper = new KeeperBoard({ version: "1.2.3", startedAt: AT, interval: 5, notifications: "off" }, boards);
  expect(keeper.change(at(80)).streams.map((stream) => stream.id)).toEqual([`dev: ${id}`]);
  expect(keeper.change(at(81)).streams).toEqual([]);
  expect(keeper.picture(at(82))).toMatchObject({
    source: "keeper",
    name: "dev, prod",
    streams: [{ id: `dev: ${id}` }],
  });
});
