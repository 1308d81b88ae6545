import { describe, expect, test } from "vitest";
import type { LifecycleErrorCode } from "../../../../provider/lifecycle/errors";
import { reasonFor, type View } from "../../../../provider/lifecycle/watch/reason";
import { push, rule, STREAM } from "../fixture";

const NOON = Date.UTC(2026, 0, 5, 12);
const later = { since: NOON + 60_000 };
const exact = { app: "live", stream: "keynote" };
const continuous = { type: "CONTINUOUS_RECORD" };
const pushed = { pushes: [push(NOON)] };
const allowed = { rules: [rule()] };

interface Row {
  readonly view: View;
  readonly code: LifecycleErrorCode;
  /** A new push would cure it. */
  readonly passes: boolean;
  readonly says: readonly (string | RegExp)[];
}

const ROWS: readonly (readonly [string, Row])[] = [
  [
    "no rule",
    {
      view: { ...pushed, rules: [] },
      code: "NO_COMMAND_RULE",
      passes: false,
      says: ["push.example.com", "COMMAND_RECORD"],
    },
  ],
  [
    "no rule, and not pushed: the rule comes first",
    {
      view: { pushes: [], rules: [] },
      code: "NO_COMMAND_RULE",
      passes: false,
      says: ["interrupt the push and start it again"],
    },
  ],
  [
    "a rule for another stream only",
    {
      view: { ...pushed, rules: [rule({ app: "live", stream: "stage" })] },
      code: "NO_COMMAND_RULE",
      passes: false,
      says: [],
    },
  ],
  [
    "a rule of another type",
    {
      view: { ...pushed, rules: [rule({ ...continuous, id: "r-7" })] },
      code: "RULE_OF_ANOTHER_TYPE",
      passes: false,
      says: ["r-7", "(*/*)", "CONTINUOUS_RECORD", "COMMAND_RECORD"],
    },
  ],
  [
    "a more specific rule of another type in the way",
    {
      view: { ...pushed, rules: [rule(), rule({ ...continuous, ...exact, id: "r-7" })] },
      code: "RULE_HIDDEN",
      passes: false,
      says: ["r-7", "(live/keynote)", "CONTINUOUS_RECORD", "overrides"],
    },
  ],
  [
    "a rule of another type, beside a COMMAND_RECORD rule for another stream",
    {
      view: { ...pushed, rules: [rule(continuous), rule({ app: "live", stream: "stage" })] },
      code: "RULE_OF_ANOTHER_TYPE",
      passes: false,
      says: [],
    },
  ],
  [
    "a rule of another type that is hidden by a COMMAND_RECORD rule",
    {
      view: { pushes: [], rules: [rule(continuous), rule(exact)] },
      code: "STREAM_NOT_PUSHED",
      passes: true,
      says: [],
    },
  ],
  [
    "not pushed",
    {
      view: { ...allowed, pushes: [push(NOON, { stream: "stage" }), push(NOON, { app: "vod" })] },
      code: "STREAM_NOT_PUSHED",
      passes: true,
      says: ["list of pushed streams", "waitForStream"],
    },
  ],
  [
    "not pushed, with rules that may not be seen",
    { view: { pushes: [] }, code: "STREAM_NOT_PUSHED", passes: true, says: [] },
  ],
  [
    "a rule newer than the push",
    {
      view: { ...pushed, rules: [rule({ ...later, id: "r-7" })] },
      code: "RULE_NEWER_THAN_PUSH",
      passes: true,
      says: ["r-7", "2026-01-05T12:01:00Z", "2026-01-05T12:00:00Z"],
    },
  ],
  [
    "another rule that is newer than the push",
    {
      view: { ...pushed, rules: [rule(exact), rule(later)] },
      code: "START_REFUSED",
      passes: true,
      says: [],
    },
  ],
  [
    "a rule as old as the push",
    { view: { ...pushed, rules: [rule({ since: NOON })] }, code: "START_REFUSED", passes: true, says: [] },
  ],
  [
    "everything in order",
    {
      view: { ...pushed, ...allowed },
      code: "START_REFUSED",
      passes: true,
      says: ["is being pushed", "a COMMAND_RECORD rule covers it", "request id"],
    },
  ],
  [
    "pushed, with rules that may not be seen",
    {
      view: pushed,
      code: "START_REFUSED",
      passes: true,
      says: [/could not check whether a COMMAND_RECORD rule covers it/, "live:record:listRules"],
    },
  ],
  [
    "rules, with pushes that may not be seen",
    {
      view: allowed,
      code: "START_REFUSED",
      passes: true,
      says: [/could not check whether the stream is being pushed/, "live:stream:listLiveStreamsOnline"],
    },
  ],
  [
    "nothing that may be seen",
    {
      view: {},
      code: "START_REFUSED",
      passes: true,
      says: [/could not check whether the stream is being pushed/, /or whether a COMMAND_RECORD rule covers it/],
    },
  ],
];

describe("why START is refused", () => {
  test.each(ROWS)("%s", (_, { view, code, passes, says }) => {
    const reason = reasonFor(STREAM, view);
    expect(reason).toMatchObject({ code, passes });
    for (const part of says) {
      if (typeof part === "string") expect(reason.text).toContain(part);
      else expect(reason.text).toMatch(part);
    }
  });
});
