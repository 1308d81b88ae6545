import { describe, expect, test } from "vitest";
import { create } from "../../../../provider/lifecycle/recording/create";
import { accepted, lost, refused, type Step, unreachable } from "../../http/scripted-service";
import { INPUTS, KEY, openContext } from "../fixture";

const ID = "push.example.com/live/keynote";

function creating(change: Partial<typeof INPUTS>, ...steps: Step[]) {
  const opened = openContext({ steps });
  return { ...opened, go: () => create(opened.context, { ...INPUTS, timeout: 1, ...change }) };
}

describe("a create", () => {
  test("of what is declared recorded sends START", async () => {
    const { go, commands } = creating({}, accepted);
    expect(await go()).toMatchObject({
      id: ID,
      outs: { status: "recording", recording: true, startedAt: "2026-01-02T03:04:05Z", requestId: "id-of-200" },
    });
    expect(commands()).toEqual([{ command: "START", at: 0 }]);
  });

  test("of what is declared stopped sends STOP, whoever has started it", async () => {
    const { go, commands } = creating({ recording: false }, accepted);
    expect(await go()).toMatchObject({ outs: { status: "stopped", recording: false } });
    expect(commands()).toEqual([{ command: "STOP", at: 0 }]);
  });

  test("of what is declared stopped and must not be adopted sends nothing", async () => {
    const { go, commands } = creating({ recording: false, adopt: false }, accepted);
    expect(await go()).toMatchObject({ outs: { status: "stopped" } });
    expect(commands()).toEqual([]);
  });
});

describe("a create that fails", () => {
  test("is kept, complete and unknown, where its command may have run", async () => {
    const { go } = creating({}, lost());
    await expect(go()).rejects.toMatchObject({
      id: ID,
      properties: { ...INPUTS, timeout: 1, status: "unknown" },
      code: "NO_ANSWER",
    });
  });

  test.each<{ why: string; step: Step }>([
    { why: "it never left", step: unreachable() },
    { why: "it was refused", step: refused(400, "LIVE.100011002") },
  ])("is not kept where $why", async ({ step }) => {
    const error = await creating({}, step)
      .go()
      .catch((e) => e);
    expect(error).toMatchObject({ name: "LifecycleError", mayHaveRun: false });
    expect(error).not.toHaveProperty("id");
  });

  test("leaves the stream wanted in vain, so that no late delete ends what another one records", async () => {
    const { go, context } = creating({}, refused(400, "LIVE.100011002"));
    await go().catch(() => {});
    expect(context.owners.wantedInVain(KEY, "another")).toBe(true);
  });
});
