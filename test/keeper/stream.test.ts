import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, isDue, type KeptStream, kept, type StreamEvent } from "../../keeper/stream";

const START = 1_800_000_000_000;
const NOW = START + 60_000;

const declared = { status: "recording", startedAt: START };
const recording: KeptStream = { phase: "recording", failures: 0, pushedSince: START - 5_000, startedAt: START };
const offline: KeptStream = { phase: "offline", failures: 0, startedAt: START };
const due: KeptStream = {
  ...recording,
  phase: "due",
  cause: "interrupted",
  pushedSince: START + 30_000,
  unrecordedSince: START + 30_000,
};
const starting: KeptStream = { ...due, phase: "starting" };
const held: KeptStream = { ...due, phase: "held", failures: 1, nextTry: NOW + 10_000 };

interface Row {
  readonly rule: string;
  readonly from: KeptStream;
  readonly event: StreamEvent;
  readonly to: Partial<KeptStream>;
}

const ROWS: readonly Row[] = [
  {
    rule: "a push that began before START is being recorded",
    from: kept(declared),
    event: { type: "look", pushedSince: START - 5_000 },
    to: { phase: "recording" },
  },
  {
    rule: "a push that began up to 2 s after START may be the one that is recorded, since the list has whole seconds",
    from: recording,
    event: { type: "look", pushedSince: START + 2_000 },
    to: { phase: "recording" },
  },
  {
    rule: "a push that began after START is not recorded: the recording ended with the one before",
    from: recording,
    event: { type: "look", pushedSince: START + 30_000 },
    to: { phase: "due", cause: "interrupted", unrecordedSince: START + 30_000 },
  },
  {
    rule: "a message of a new push counts like the list",
    from: recording,
    event: { type: "push-began", pushedSince: START + 30_000 },
    to: { phase: "due", cause: "interrupted" },
  },
  {
    rule: "a message of an older push, out of order or replayed, changes nothing",
    from: recording,
    event: { type: "push-began", pushedSince: START - 60_000 },
    to: recording,
  },
  {
    rule: "a stream that is not in the list is offline, which is no failure",
    from: recording,
    event: { type: "look" },
    to: { phase: "offline", failures: 0 },
  },
  {
    rule: "the message that the push has ended makes it offline at once",
    from: recording,
    event: { type: "push-ended", pushedSince: START - 5_000 },
    to: { phase: "offline" },
  },
  {
    rule: "the end of an older push, out of order, changes nothing",
    from: due,
    event: { type: "push-ended", pushedSince: START - 5_000 },
    to: due,
  },
  {
    rule: "what is not pushed is not started, whatever ended",
    from: offline,
    event: { type: "record-over" },
    to: { phase: "offline" },
  },
  {
    rule: "a recording that ends while the push goes on is started again at once",
    from: recording,
    event: { type: "record-over" },
    to: { phase: "due", cause: "ended", unrecordedSince: NOW, failures: 0 },
  },
  {
    rule: "another end within 30 s of the one before waits until these are over, since one end has several messages",
    from: { ...recording, endedAt: NOW - 20_000 },
    event: { type: "record-over" },
    to: { phase: "due", cause: "ended", nextTry: NOW + 10_000 },
  },
  {
    rule: "an end that is told while START is under way changes nothing",
    from: starting,
    event: { type: "record-over" },
    to: starting,
  },
  {
    rule: "what somebody has to mend is tried again when something was deployed",
    from: held,
    event: { type: "state", declared, isChanged: true },
    to: { phase: "due" },
  },
  {
    rule: "what somebody has to mend waits as long as nothing was deployed",
    from: held,
    event: { type: "state", declared },
    to: held,
  },
  {
    rule: "a recording that failed is started again after 10 s",
    from: recording,
    event: { type: "record-failed", message: "bucket gone" },
    to: { phase: "due", cause: "failed", nextTry: NOW + 10_000, failures: 1 },
  },
  {
    rule: "a recording that failed for the third time in a row waits four times as long",
    from: { ...recording, failures: 2 },
    event: { type: "record-failed", message: "bucket gone" },
    to: { phase: "due", nextTry: NOW + 40_000 },
  },
  {
    rule: "a state that does not know is settled by a START",
    from: recording,
    event: { type: "state", declared: { status: "unknown" } },
    to: { phase: "due", cause: "unknown" },
  },
  {
    rule: "a state that does not know of a stream that is not pushed waits for the push",
    from: offline,
    event: { type: "state", declared: { status: "unknown" } },
    to: { phase: "offline", cause: "unknown" },
  },
  {
    rule: "somebody's own `up` that started it ends the wait",
    from: held,
    event: { type: "state", declared: { status: "recording", startedAt: NOW - 1_000 } },
    to: { phase: "recording", failures: 0, startedAt: NOW - 1_000 },
  },
  { rule: "a run begins", from: due, event: { type: "run-began" }, to: { phase: "starting" } },
  {
    rule: "a run that ends well leaves a recording",
    from: starting,
    event: { type: "run-ended", startedAt: NOW },
    to: { phase: "recording", startedAt: NOW, healedAt: NOW, failures: 0 },
  },
  {
    rule: "a push that began anew during the run makes it due again",
    from: { ...starting, pushedSince: NOW + 5_000 },
    event: { type: "run-ended", startedAt: NOW },
    to: { phase: "due", cause: "interrupted", unrecordedSince: START + 30_000 },
  },
  {
    rule: "the lock of somebody else is waited for, 2 s at a time",
    from: starting,
    event: { type: "run-locked" },
    to: { phase: "due", nextTry: NOW + 2_000, failures: 0 },
  },
  {
    rule: "a START without an answer is repeated after 10 s",
    from: starting,
    event: { type: "run-failed", code: "NO_ANSWER", message: "" },
    to: { phase: "held", nextTry: NOW + 10_000, failures: 1 },
  },
  {
    rule: "a START without an answer is repeated every 2 minutes at the least",
    from: { ...starting, failures: 9 },
    event: { type: "run-failed", code: "NO_ANSWER", message: "" },
    to: { nextTry: NOW + 120_000 },
  },
  {
    rule: "what somebody has to mend is tried every 5 minutes",
    from: starting,
    event: { type: "run-failed", code: "NO_COMMAND_RULE", message: "" },
    to: { phase: "held", nextTry: NOW + 300_000 },
  },
  {
    rule: "the same push does not shorten the wait",
    from: held,
    event: { type: "look", pushedSince: START + 30_000 },
    to: held,
  },
];

for (const { rule, from, event, to } of ROWS) {
  test(rule, () => {
    expect(advance(from, event, NOW, 0)).toMatchObject(to);
  });
}

test("a new push is a new chance for what was refused", () => {
  expect(isDue(held, NOW)).toBe(false);
  expect(isDue(advance(held, { type: "look", pushedSince: NOW }, NOW, 0), NOW)).toBe(true);
});

describe("whatever happens, in whatever order", () => {
  const moment = fc.integer({ min: -100, max: 100 }).map((seconds) => START + seconds * 1_000);
  const event: fc.Arbitrary<StreamEvent> = fc.oneof(
    fc.record({ type: fc.constant("look" as const), pushedSince: moment }),
    fc.constant({ type: "look" as const }),
    fc.record({ type: fc.constant("push-began" as const), pushedSince: moment }),
    fc.record({ type: fc.constant("push-ended" as const), pushedSince: moment }),
    fc.constant({ type: "record-over" as const }),
    fc.constant({ type: "record-failed" as const, message: "" }),
    fc.constant({ type: "state" as const, declared: { status: "unknown" } }),
    fc.record({
      type: fc.constant("state" as const),
      declared: fc.record({ status: fc.constantFrom("recording", "offline", "interrupted"), startedAt: moment }),
    }),
  );
  const history = fc.array(event, { maxLength: 30 });
  const play = (events: readonly StreamEvent[]) =>
    events.reduce<KeptStream>((stream, happened, at) => advance(stream, happened, NOW + at * 1_000, 0), kept(declared));

  test("a stream that is not pushed is offline, and never due", () => {
    fc.assert(
      fc.property(history, (events) => {
        const stream = play([...events, { type: "look" }]);
        expect(stream.phase).toBe("offline");
        expect(isDue(stream, Number.POSITIVE_INFINITY)).toBe(false);
      }),
    );
  });

  test("pushed anew after everything else, it is due within that look", () => {
    fc.assert(
      fc.property(history, (events) => {
        const now = NOW + 3_600_000;
        const stream = advance(play(events), { type: "look", pushedSince: now }, now, 0);
        expect(isDue(stream, now)).toBe(true);
      }),
    );
  });

  test("the phase and what it stands for go together", () => {
    fc.assert(
      fc.property(history, (events) => {
        const stream = play(events);
        if (stream.phase === "recording") expect(stream.unrecordedSince).toBeUndefined();
        if (stream.phase === "due") expect(stream.unrecordedSince).toBeDefined();
        if (stream.phase !== "offline") expect(stream.pushedSince).toBeDefined();
      }),
    );
  });
});
