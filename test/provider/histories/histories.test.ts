import * as fc from "fast-check";
import { test } from "vitest";
import { EXAMPLES } from "./examples";
import { history } from "./history";
import { play } from "./play";

/** The same histories each time, so that a red run is due to the change; others with `HISTORIES_SEED`, more with `HISTORIES_RUNS`. */
const RUNS = Number(process.env.HISTORIES_RUNS || 300);
const SEED = Number(process.env.HISTORIES_SEED || 148559373);

test.each(Object.entries(EXAMPLES))("%s", (_, example) => play(example));

test("nothing is lost, nothing runs unknown, and no command is sent that nobody asked for", async () => {
  console.log(`${RUNS} histories with HISTORIES_SEED=${SEED}`);
  await fc.assert(fc.asyncProperty(history, play), { numRuns: RUNS, seed: SEED });
}, 600_000);
