import { describe, expect, test } from "vitest";
import type { RecordingStatus } from "../../../../provider/lifecycle/recording";
import { observe } from "../../../../provider/lifecycle/recording/observe";
import type { Push } from "../../../../provider/live/online-streams";
import { BEGIN } from "../../fake-clock";
import { CONFIG, openContext, push, STATE } from "../fixture";

const SAME = [push(BEGIN)];
const ANEW = [push(BEGIN + 60_000)];

describe("a recording is seen", () => {
  test.each<{ status: RecordingStatus; recording?: boolean; pushes: Push[]; seen: RecordingStatus; looks: number }>([
    { status: "recording", pushes: SAME, seen: "recording", looks: 1 },
    { status: "recording", pushes: ANEW, seen: "interrupted", looks: 1 },
    { status: "recording", pushes: [], seen: "offline", looks: 1 },
    { status: "offline", pushes: SAME, seen: "recording", looks: 1 },
    { status: "unknown", pushes: SAME, seen: "unknown", looks: 0 },
    { status: "interrupted", recording: false, pushes: ANEW, seen: "interrupted", looks: 0 },
    { status: "stopped", recording: false, pushes: SAME, seen: "stopped", looks: 0 },
  ])("as $seen when it was $status, with $looks looks", async ({ status, recording = true, pushes, seen, looks }) => {
    const world = openContext({ pushes: async () => pushes });
    expect(await observe(world.context, { ...STATE, status, recording })).toBe(seen);
    expect(world.looks).toHaveLength(looks);
  });
});

test("what keeps it from looking is thrown, and nothing is said or remembered", async () => {
  const refused = new Error("403");
  const { context, said, saidOnce } = openContext({ pushes: async () => Promise.reject(refused) });
  await expect(observe(context, STATE)).rejects.toBe(refused);
  expect([said, saidOnce]).toEqual([[], []]);
});

test("a setting that is wrong is thrown", async () => {
  const { context } = openContext({ config: { ...CONFIG, "endpoints.live": "http://elsewhere.example.com" } });
  await expect(observe(context, STATE)).rejects.toThrow("http://elsewhere.example.com");
});
