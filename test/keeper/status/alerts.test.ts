import { expect, test } from "vitest";
import type { Told } from "../../../keeper/keeper";
import type { Blind } from "../../../keeper/stack/engine";
import { Alerts } from "../../../keeper/status/alerts";
import type { KeptStream } from "../../../keeper/stream";

const looked = (...blind: Blind[]): Told => ({ type: "looked", seconds: 0.1, blind, isNew: true });
const held = (code: string, failures: number): Told => {
  const now: KeptStream = { phase: "held", failures, trouble: { code, message: "why", at: 0 } };
  return { type: "phase", stream: "a", before: undefined, now };
};
const phase = (name: "recording" | "due"): Told => ({
  type: "phase",
  stream: "a",
  before: undefined,
  now: { phase: name, failures: 0 },
});
const away: Blind = { code: "NO_ANSWER", message: "no network", needsSomebody: false };
const refused: Blind = { code: "AUTHENTICATION_FAILED", message: "a key", needsSomebody: true };
const lock = { whose: "ann", since: 0, isNew: true };

const ROWS: { rule: string; told: readonly (readonly [second: number, told: Told])[]; at: number; alerts: string[] }[] =
  [
    { rule: "a service that is away: not in its first minute", told: [[0, looked(away)]], at: 59, alerts: [] },
    {
      rule: "a service that is away for a minute, whatever was looked at meanwhile",
      told: [
        [0, looked(away)],
        [40, looked(away)],
      ],
      at: 60,
      alerts: ["NO_ANSWER: no network"],
    },
    {
      rule: "not any more once it is back",
      told: [
        [0, looked(away)],
        [70, looked()],
      ],
      at: 71,
      alerts: [],
    },
    {
      rule: "a credential that is refused, at once",
      told: [[0, looked(refused)]],
      at: 0,
      alerts: ["AUTHENTICATION_FAILED: a key"],
    },
    {
      rule: "a lock: not in its first two minutes",
      told: [[0, { type: "run-over", locked: lock }]],
      at: 119,
      alerts: [],
    },
    {
      rule: "a lock of two minutes, with whose it is",
      told: [[118, { type: "run-over", locked: lock }]],
      at: 120,
      alerts: ["The stack has been locked for over two minutes by ann."],
    },
    {
      rule: "not any more once a run got in",
      told: [
        [118, { type: "run-over", locked: lock }],
        [121, { type: "run-over" }],
      ],
      at: 130,
      alerts: [],
    },
    {
      rule: "a stack that cannot be read, until it can",
      told: [[0, { type: "trouble", message: "no backend", isNew: true }]],
      at: 1,
      alerts: ["The stack cannot be read: no backend"],
    },
    {
      rule: "not any more once it was read",
      told: [
        [0, { type: "trouble", message: "no backend", isNew: true }],
        [30, { type: "declared", streams: 1 }],
      ],
      at: 31,
      alerts: [],
    },
    {
      rule: "a START that was refused, at once",
      told: [[0, held("NO_COMMAND_RULE", 1)]],
      at: 0,
      alerts: ["a: NO_COMMAND_RULE: why"],
    },
    { rule: "an engine that failed: not at the second time", told: [[0, held("RUN_FAILED", 2)]], at: 0, alerts: [] },
    {
      rule: "an engine that failed three times",
      told: [[0, held("RUN_FAILED", 3)]],
      at: 0,
      alerts: ["a: RUN_FAILED: why"],
    },
    {
      rule: "still while it is tried again",
      told: [
        [0, held("NO_COMMAND_RULE", 1)],
        [9, phase("due")],
      ],
      at: 9,
      alerts: ["a: NO_COMMAND_RULE: why"],
    },
    {
      rule: "not any more once it is recorded",
      told: [
        [0, held("NO_COMMAND_RULE", 1)],
        [9, phase("recording")],
      ],
      at: 9,
      alerts: [],
    },
    {
      rule: "not of what is not declared any more",
      told: [
        [0, held("NO_COMMAND_RULE", 1)],
        [9, { type: "gone", stream: "a" }],
      ],
      at: 9,
      alerts: [],
    },
  ];

for (const { rule, told, at, alerts } of ROWS) {
  test(`an alert: ${rule}`, () => {
    const all = new Alerts();
    for (const [second, one] of told) all.take(one, second * 1_000);
    expect(all.at(at * 1_000)).toEqual(alerts);
  });
}
