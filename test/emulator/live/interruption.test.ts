import { describe, expect, test } from "vitest";
import type { Emulator } from "../../../emulator";
import { emulate, stream } from "../fixture";

const rule = (seconds: number) => ({
  publish_domain: "push.example.com",
  app: "*",
  stream: "*",
  record_type: "COMMAND_RECORD" as const,
  default_record_config: {
    record_format: ["HLS" as const],
    hls_config: { record_max_duration_to_merge_file: seconds },
  },
  create_time: "2026-01-01T00:00:00Z",
});

const ongoing = { stoppedAt: null, endedBy: null };
const endedAt = (stoppedAt: string) => ({ stoppedAt, endedBy: "interruption" });

async function recordWithThreshold(seconds: number) {
  const fixture = await emulate();
  fixture.emulator.setRules([rule(seconds)]);
  await fixture.client.start(stream);
  fixture.pass(100);
  return fixture;
}

describe("a push that ends", () => {
  test("ends the recording at once, if nothing is merged", async () => {
    const { emulator } = await recordWithThreshold(0);
    expect(emulator.endPush(stream)).toMatchObject({ pushed: false, recorded: false });
    emulator.push(stream);
    expect(emulator.recordings()).toMatchObject([endedAt("2026-01-02T03:05:45.678Z")]);
  });

  test("and is back within the threshold goes on in the same recording", async () => {
    const { emulator, pass } = await recordWithThreshold(30);
    emulator.endPush(stream);
    pass(30);
    expect(emulator.push(stream)).toMatchObject({ pushed: true, recorded: true });
    pass(1000);
    expect(emulator.recordings()).toMatchObject([ongoing]);
  });

  test("and is back later finds the recording ended at the moment when it went", async () => {
    const { emulator, pass } = await recordWithThreshold(30);
    emulator.endPush(stream);
    pass(30.001);
    expect(emulator.push(stream)).toMatchObject({ pushed: true, recorded: false });
    expect(emulator.recordings()).toMatchObject([endedAt("2026-01-02T03:05:45.678Z")]);
  });

  test("ends the recording also if nobody comes back", async () => {
    const { client, emulator, pass } = await recordWithThreshold(30);
    emulator.endPush(stream);
    pass(30);
    expect(emulator.recordings()).toMatchObject([ongoing]);
    pass(1);
    expect(await client.stop(stream)).toMatchObject({ status: 404 });
    expect(emulator.recordings()).toMatchObject([endedAt("2026-01-02T03:05:45.678Z")]);
  });

  test("leaves the recording to STOP within the threshold", async () => {
    const { client, emulator, pass } = await recordWithThreshold(30);
    emulator.endPush(stream);
    pass(10);
    expect(await client.stop(stream)).toMatchObject({ status: 200 });
    pass(100);
    expect(emulator.recordings()).toMatchObject([{ endedBy: "STOP", stoppedAt: "2026-01-02T03:05:55.678Z" }]);
  });

  test("keeps to the threshold that held when the recording began", async () => {
    const { emulator, pass } = await recordWithThreshold(30);
    emulator.setRules([rule(0)]);
    emulator.endPush(stream);
    pass(30);
    expect(emulator.push(stream)).toMatchObject({ recorded: true });
  });
});

describe("an interruption", () => {
  test.each([
    { threshold: 0, away: 1, recorded: false },
    { threshold: 30, away: 30, recorded: true },
    { threshold: 30, away: 31, recorded: false },
    { threshold: -1, away: 86_400, recorded: true },
  ])("of $away s with a threshold of $threshold s: recorded $recorded", async ({ threshold, away, recorded }) => {
    const { emulator } = await recordWithThreshold(threshold);
    expect(emulator.interrupt(stream, away)).toMatchObject({ pushed: true, recorded });
  });

  test("lasts 60 s by default, and the recording ended when it began", async () => {
    const { emulator } = await recordWithThreshold(59);
    emulator.interrupt(stream);
    expect(emulator.recordings()).toMatchObject([endedAt("2026-01-02T03:04:45.678Z")]);
  });

  test("never ends a recording before it began", async () => {
    const { emulator } = await recordWithThreshold(0);
    emulator.interrupt(stream, 3600);
    expect(emulator.recordings()).toMatchObject([endedAt("2026-01-02T03:04:05.678Z")]);
  });

  test("begins no cooldown, and no new recording by itself", async () => {
    const { client, emulator } = await recordWithThreshold(0);
    emulator.interrupt(stream);
    expect(emulator.recordings()).toHaveLength(1);
    expect(await client.start(stream)).toMatchObject({ status: 200 });
    expect(emulator.recordings()).toMatchObject([{ endedBy: "interruption" }, ongoing]);
  });
});

describe("the listed start of a push that was interrupted", () => {
  const listed = async ({ client }: Awaited<ReturnType<typeof emulate>>) =>
    (await client.streams("publish_domain=push.example.com")).streams.map((online) => online.start_time);

  test("is when it came back", async () => {
    const fixture = await recordWithThreshold(0);
    fixture.emulator.interrupt(stream);
    expect(await listed(fixture)).toEqual(["2026-01-02T03:05:45Z"]);
  });

  test.each<[string, (emulator: Emulator) => void]>([
    ["interrupted", (emulator) => emulator.interrupt(stream)],
    ["interrupted twice", (emulator) => [emulator.interrupt(stream), emulator.interrupt(stream)]],
    ["ended and begun", (emulator) => [emulator.endPush(stream), emulator.push(stream)]],
  ])("is 3 s or more after the START before it, also in whole seconds: %s", async (_, interrupt) => {
    const fixture = await emulate();
    await fixture.client.start(stream);
    interrupt(fixture.emulator);
    expect(await listed(fixture)).toEqual(["2026-01-02T03:04:09Z"]);
  });

  test("is never after a START that follows", async () => {
    const fixture = await emulate();
    await fixture.client.start(stream);
    fixture.emulator.interrupt(stream);
    fixture.pass(1);
    await fixture.client.start(stream);
    expect(await listed(fixture)).toEqual(["2026-01-02T03:04:06Z"]);
  });
});
