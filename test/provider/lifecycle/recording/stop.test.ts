import { describe, expect, test } from "vitest";
import { stop } from "../../../../provider/lifecycle/recording/stop";
import { accepted, lost, refused, type Step, unreachable } from "../../http/scripted-service";
import { KEY, openContext, PLACE, STREAM } from "../fixture";

const none = refused(404, "LIVE.103011019");

function stopping(...steps: Step[]) {
  const opened = openContext({ steps });
  return { ...opened, go: () => stop(opened.context, PLACE, STREAM, 1) };
}

describe("STOP", () => {
  test("that is accepted has ended the recording, by the service's clock", async () => {
    const { go, commands } = stopping(accepted);
    expect(await go()).toEqual({ requestId: "id-of-200", stoppedAt: "2026-01-02T03:04:05Z" });
    expect(commands()).toEqual([{ command: "STOP", at: 0 }]);
  });

  test("without a recording is fine, and no STOP that START would have to wait for", async () => {
    const { go, context } = stopping(none);
    expect(await go()).toEqual({ requestId: "id-of-404" });
    expect(context.stops.get(KEY)).toBe(undefined);
  });

  test("that finds no recording after a lost answer has ended it", async () => {
    const { go } = stopping(lost(), none);
    expect(await go()).toMatchObject({ requestId: "id-of-404", stoppedAt: expect.any(String) });
  });

  test("that is refused leaves the recording running, and says so", async () => {
    const { go } = stopping(refused(400, "LIVE.100011001"));
    await expect(go()).rejects.toMatchObject({
      code: "STOP_REFUSED",
      mayHaveRun: false,
      message: expect.stringContaining("may still be recorded"),
    });
  });
});

describe("a START keeps its distance", () => {
  test.each<{ from: string; steps: Step[] }>([
    { from: "a STOP that was accepted", steps: [accepted] },
    { from: "a STOP that may have run and has no answer", steps: [lost()] },
    { from: "a STOP that may have run and is refused then", steps: [lost(), refused(400, "LIVE.100011001")] },
  ])("from $from", async ({ steps }) => {
    const { go, context } = stopping(...steps);
    await go().catch(() => {});
    expect(context.stops.get(KEY)).toEqual(expect.any(Number));
  });

  test.each<{ from: string; steps: Step[] }>([
    { from: "a STOP that was refused", steps: [refused(400, "LIVE.100011001")] },
    { from: "a STOP that never left", steps: [unreachable()] },
  ])("and not from $from", async ({ steps }) => {
    const { go, context } = stopping(...steps);
    await go().catch(() => {});
    expect(context.stops.get(KEY)).toBe(undefined);
  });
});
