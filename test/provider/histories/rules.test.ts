import * as fc from "fast-check";
import { test } from "vitest";
import { ruleHistory } from "./rules/rule-history";
import { playRules } from "./rules/rule-play";

/** As in histories.test.ts. */
const RUNS = Number(process.env.HISTORIES_RUNS || 60);
const SEED = Number(process.env.HISTORIES_SEED || 148559373);

test("rules: nothing is lost, nothing stays behind unknown, and none is deleted that is declared", async () => {
  console.log(`${RUNS} histories of rules with HISTORIES_SEED=${SEED}`);
  await fc.assert(fc.asyncProperty(ruleHistory, playRules), { numRuns: RUNS, seed: SEED });
}, 600_000);
