import assert from "node:assert/strict";
import { test } from "node:test";
import { recordStages } from "../stages";
import { withStack } from "../testing/with-stack";

test("a recording that an interruption has ended is started again", async () => {
  const program = async () => {
    recordStages({ publishDomain: "push.example.com", stages: ["keynote"], onAir: true });
  };
  let ahead = 0;
  await withStack(
    program,
    async (stack, emulator) => {
      await stack.up();
      // A minute later, by the clock of the service, the encoder is away for 5 seconds.
      ahead = 60_000;
      emulator.interrupt("push.example.com/live/keynote", 5);
      await stack.up({ refresh: true });
      const ends = emulator.recordings().map(({ endedBy }) => endedBy);
      assert.deepEqual(ends, ["interruption", null]);
    },
    { now: () => Date.now() + ahead },
  );
});
