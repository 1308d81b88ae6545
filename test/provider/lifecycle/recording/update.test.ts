import { describe, expect, test } from "vitest";
import type { RecordingStatus, State } from "../../../../provider/lifecycle/recording";
import { update } from "../../../../provider/lifecycle/recording/update";
import { accepted, lost, refused, type Step } from "../../http/scripted-service";
import { INPUTS, openContext, STATE } from "../fixture";

const ID = "push.example.com/live/keynote";

function updating(olds: Partial<State>, news: Partial<typeof INPUTS>, ...steps: Step[]) {
  const opened = openContext({ steps });
  const go = () => update(opened.context, ID, { ...STATE, ...olds }, { ...INPUTS, timeout: 1, ...news });
  return { ...opened, go };
}

describe("the command of an update", () => {
  test.each<{ was: RecordingStatus; recording: boolean; declared: boolean; sends: string[] }>([
    { was: "recording", recording: true, declared: true, sends: [] },
    { was: "offline", recording: true, declared: true, sends: [] },
    { was: "recording", recording: false, declared: true, sends: ["START"] },
    { was: "stopped", recording: false, declared: true, sends: ["START"] },
    { was: "interrupted", recording: false, declared: true, sends: ["START"] },
    { was: "unknown", recording: true, declared: true, sends: ["START"] },
    { was: "recording", recording: true, declared: false, sends: ["STOP"] },
    { was: "offline", recording: true, declared: false, sends: ["STOP"] },
    { was: "interrupted", recording: false, declared: false, sends: ["STOP"] },
    { was: "unknown", recording: false, declared: false, sends: ["STOP"] },
    { was: "stopped", recording: false, declared: false, sends: [] },
  ])(
    "from $was, recording: $recording, to recording: $declared: $sends",
    async ({ was, recording, declared, sends }) => {
      const { go, commands } = updating({ status: was, recording }, { recording: declared }, accepted);
      const { outs } = await go();
      expect(commands().map(({ command }) => command)).toEqual(sends);
      expect(outs.status).toBe(sends.length === 0 ? was : declared ? "recording" : "stopped");
    },
  );
});

describe("the outputs of an update", () => {
  test("are complete without a command: what was known stays", async () => {
    const { go } = updating({}, {});
    expect((await go()).outs).toEqual({ ...STATE, timeout: 1 });
  });

  test("of a START forget the STOP before it", async () => {
    const { go } = updating({ status: "stopped", recording: false, stoppedAt: "2026-01-02T03:00:00Z" }, {}, accepted);
    const { outs } = await go();
    expect(outs).toMatchObject({ startedAt: expect.any(String), requestId: "id-of-200" });
    expect(outs).not.toHaveProperty("stoppedAt");
  });
});

describe("an update that fails", () => {
  test("keeps the resource as unknown, without startedAt, where its command may have run", async () => {
    const { go } = updating({ status: "interrupted", recording: false }, {}, lost());
    const { startedAt: _, ...before } = STATE;
    await expect(go()).rejects.toMatchObject({ id: ID, properties: { ...before, status: "unknown", timeout: 1 } });
  });

  test("leaves the state as it was where its command was refused", async () => {
    const { go } = updating({ status: "interrupted", recording: false }, {}, refused(400, "LIVE.100011002"));
    const error = await go().catch((e) => e);
    expect(error).toMatchObject({ code: "START_REFUSED" });
    expect(error).not.toHaveProperty("properties");
  });
});
