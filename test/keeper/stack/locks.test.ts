import { describe, expect, test } from "vitest";
import { areOwnAndDead, type Lock, locksIn } from "../../../keeper/stack/locks";

const MESSAGE = `error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/organization/events/dev/1.json: created by ann@studio-1 (pid 71) at 2026-01-02T03:04:05Z
  file:///state/.pulumi/locks/organization/events/dev/2.json: created by ann@studio-1 (pid 72) at 2026-01-02T03:05:05+01:00`;

const SINCE = Date.UTC(2026, 0, 2, 3, 4, 5);
const lock: Lock = { user: "ann", host: "studio-1", pid: 71, since: SINCE };

test("the engine's message names each lock with user, host, process and time", () => {
  expect(locksIn(MESSAGE)).toEqual([
    lock,
    { user: "ann", host: "studio-1", pid: 72, since: Date.UTC(2026, 0, 2, 2, 5, 5) },
  ]);
});

test("a message without such a line, as of Pulumi Cloud, names no lock", () => {
  expect(locksIn("error: [409] Conflict: Another update is currently in progress.")).toEqual([]);
});

describe("locks are a keeper's own and dead", () => {
  const ROWS = [
    { rule: "when their process is gone and a run that did not end well began just before", locks: [lock], dead: true },
    {
      rule: "when the pid has been given to a process that began later",
      locks: [lock],
      began: SINCE + 60_000,
      dead: true,
    },
    { rule: "not while their process runs", locks: [lock], began: SINCE - 60_000, dead: false },
    { rule: "not when it began in the same moment", locks: [lock], began: SINCE + 1_000, dead: false },
    { rule: "not when another user made one", locks: [lock, { ...lock, user: "bob" }], dead: false },
    { rule: "not when another machine made one", locks: [{ ...lock, host: "studio-2" }, lock], dead: false },
    {
      rule: "not when a person's dead run made one, before the keeper's",
      locks: [lock],
      runs: [SINCE + 5_000],
      dead: false,
    },
    { rule: "not when a person's dead run made one, long after", locks: [lock], runs: [SINCE - 600_000], dead: false },
    { rule: "not when all runs of the keeper have ended well", locks: [lock], runs: [], dead: false },
    { rule: "not when their time cannot be read", locks: [{ ...lock, since: Number.NaN }], dead: false },
    { rule: "not when there are none", locks: [], dead: false },
  ];
  for (const { rule, locks, began, runs = [SINCE - 3_000], dead } of ROWS) {
    test(rule, () => {
      expect(areOwnAndDead(locks, { user: "ann", host: "studio-1", runs, began: () => began })).toBe(dead);
    });
  }
});
