import { describe, expect, test } from "vitest";
import type { RecordingStatus } from "../../../../provider/lifecycle/recording";
import { remove } from "../../../../provider/lifecycle/recording/delete";
import { accepted, refused, type Step } from "../../http/scripted-service";
import { KEY, openContext, STATE } from "../fixture";

function deleting(status: RecordingStatus, ...steps: Step[]) {
  const opened = openContext({ steps });
  return { ...opened, go: () => remove(opened.context, { ...STATE, status }) };
}

describe("a delete", () => {
  test.each<{ status: RecordingStatus; sends: string[] }>([
    { status: "recording", sends: ["STOP"] },
    { status: "offline", sends: ["STOP"] },
    { status: "interrupted", sends: ["STOP"] },
    { status: "unknown", sends: ["STOP"] },
    { status: "stopped", sends: [] },
  ])("of what is $status sends $sends", async ({ status, sends }) => {
    const { go, commands } = deleting(status, accepted);
    await go();
    expect(commands().map(({ command }) => command)).toEqual(sends);
  });

  test("is done where nothing is being recorded", async () => {
    await expect(deleting("recording", refused(404, "LIVE.103011019")).go()).resolves.toBe(undefined);
  });

  test("sends no STOP where another resource wants the stream, and says so", async () => {
    const { go, context, commands, said } = deleting("recording", accepted);
    context.owners.note(KEY, "of another", { wants: true, records: true });
    await go();
    expect(commands()).toEqual([]);
    expect(said).toEqual([expect.stringContaining("another resource has adopted its recording")]);
  });

  test("of the last of several that want it sends STOP", async () => {
    const { go, context, commands } = deleting("recording", accepted);
    context.owners.note(KEY, "of another", { wants: true, records: true });
    context.owners.forget(KEY, "of another");
    await go();
    expect(commands()).toHaveLength(1);
  });

  test("fails where another resource wants the stream and could not be created: no state would know of it", async () => {
    const { go, context, commands } = deleting("recording", accepted);
    context.owners.note(KEY, "of another", { wants: true, records: false, inVain: true });
    await expect(go()).rejects.toMatchObject({ code: "STILL_WANTED" });
    expect(commands()).toEqual([]);
  });
});
