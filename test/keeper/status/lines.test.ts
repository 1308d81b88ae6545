import { describe, expect, test } from "vitest";
import type { Told } from "../../../keeper/keeper";
import { eventFor, lineFor } from "../../../keeper/status/lines";
import type { KeptStream } from "../../../keeper/stream";

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const ID = "push.example.com/live/a";

const recording: KeptStream = { phase: "recording", failures: 0, pushedSince: AT - 9_000, startedAt: AT - 5_000 };
const due: KeptStream = { ...recording, phase: "due", cause: "interrupted", unrecordedSince: AT };
const starting: KeptStream = { ...due, phase: "starting" };
const held: KeptStream = {
  ...due,
  phase: "held",
  nextTry: AT + 10_000,
  trouble: { code: "NO_COMMAND_RULE", message: "no rule covers it", at: AT },
};
const phase = (before: KeptStream | undefined, now: KeptStream): Told => ({ type: "phase", stream: ID, before, now });
const lock = { whose: "ann@studio-1 (pid 71)", since: AT, isNew: true };
const away = { code: "NO_ANSWER", message: "no network", needsSomebody: false };

const ROWS: { what: string; told: Told; line: string | undefined }[] = [
  {
    what: "what is recorded when it begins",
    told: phase({ ...recording, phase: "offline" }, recording),
    line: `${ID}: recording`,
  },
  {
    what: "what is not pushed when it begins",
    told: phase(undefined, { ...recording, phase: "offline" }),
    line: undefined,
  },
  {
    what: "why a stream is due",
    told: phase(recording, due),
    line: `${ID}: its push was interrupted, and is back; START comes next`,
  },
  {
    what: "that it is recorded again, and what was lost",
    told: phase(starting, { ...recording, startedAt: AT + 4_200 }),
    line: `${ID}: recording again after 4.2 s without`,
  },
  {
    what: "the end of a push",
    told: phase(recording, { ...recording, phase: "offline" }),
    line: `${ID}: not pushed; recording starts again when it is`,
  },
  {
    what: "a START that did not work, why, and when it is tried again",
    told: phase(starting, held),
    line: `${ID}: not recorded, because START failed. The keeper tries again with the next push and at 2026-01-02T03:04:15.000Z. NO_COMMAND_RULE: no rule covers it`,
  },
  {
    what: "what is left alone",
    told: { type: "gone", stream: ID },
    line: `${ID}: no longer declared recorded, so it is left alone`,
  },
  {
    what: "a lock, the first time",
    told: { type: "run-over", locked: lock },
    line: "The stack is locked by ann@studio-1 (pid 71). The keeper tries again every 2 s, and never removes the lock of another run.",
  },
  { what: "no lock twice", told: { type: "run-over", locked: { ...lock, isNew: false } }, line: undefined },
  {
    what: "that a list cannot be read",
    told: { type: "looked", seconds: 1, blind: [away], isNew: true },
    line: "NO_ANSWER: no network",
  },
  { what: "no list twice", told: { type: "looked", seconds: 1, blind: [away], isNew: false }, line: undefined },
  {
    what: "that the lists can be read again",
    told: { type: "looked", seconds: 1, blind: [], isNew: true },
    line: "The lists of pushes can be read again.",
  },
  {
    what: "what else there is without the list",
    told: { type: "looked", seconds: 1, blind: [{ ...away, code: "PERMISSION_DENIED" }], isNew: true },
    line: "PERMISSION_DENIED: no network The keeper tries again every 5 minutes. Until then it learns of a push only from the service's messages.",
  },
  {
    what: "a stack that cannot be read",
    told: { type: "trouble", message: "no backend", isNew: true },
    line: "The stack could not be read, so the keeper goes by the last state it read: no backend",
  },
  {
    what: "a file",
    told: { type: "file", stream: ID, file: { name: "a.m3u8" } },
    line: `${ID}: a file is complete: a.m3u8`,
  },
  { what: "nothing of its own runs", told: { type: "run", streams: [ID] }, line: undefined },
];

describe("a line tells", () => {
  for (const { what, told, line } of ROWS) {
    test(what, () => {
      expect(lineFor(told)).toBe(line);
    });
  }
});

test("an event has the time, the stack, and what a program reads", () => {
  expect(eventFor(phase(recording, due), AT, "dev")).toEqual({
    at: "2026-01-02T03:04:05.000Z",
    stack: "dev",
    type: "phase",
    stream: ID,
    phase: "due",
    cause: "interrupted",
    message: `${ID}: its push was interrupted, and is back; START comes next`,
  });
});
