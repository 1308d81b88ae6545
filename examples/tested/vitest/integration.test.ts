import { expect, test } from "vitest";
import { recordStages } from "../stages";
import { withStack } from "../testing/with-stack";

test("the recordings end when the event goes off air", { timeout: 120_000 }, async () => {
  let onAir = true;
  const program = async () => {
    recordStages({ publishDomain: "push.example.com", stages: ["keynote", "panel"], onAir });
  };
  await withStack(program, async (stack, emulator) => {
    await stack.up();
    expect(emulator.recordings()).toHaveLength(2);
    expect(emulator.recordings()).toMatchObject([{ stoppedAt: null }, { stoppedAt: null }]);

    onAir = false;
    await stack.up();
    expect(emulator.recordings()).toMatchObject([{ endedBy: "STOP" }, { endedBy: "STOP" }]);
  });
});
