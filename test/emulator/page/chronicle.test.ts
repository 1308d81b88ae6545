import { describe, expect, test } from "vitest";
import { rowOf } from "../../../page/model/row";
import { begin, emulate, stream } from "../fixture";
import { follow } from "./follower";

const hour = 3_600_000;
/** Of a stream that counts as pushed, unless it is told otherwise. */
const impliedPush = [Math.floor(begin / 1000) * 1000 - hour, null];

test("the picture has what happened before the page was opened", async () => {
  const { client, emulator, pass } = await emulate();
  await client.start(stream);
  pass(60);
  await client.stop(stream);
  const { picture, streams } = await follow(emulator.url);
  expect(picture).toMatchObject({ source: "emulator", now: begin + 60_000, since: begin, alerts: [] });
  expect(streams.get(stream)).toEqual({
    id: stream,
    pushes: [impliedPush],
    recordings: [[begin, begin + 60_000]],
    declared: [[begin, begin + 60_000]],
    marks: [
      { at: begin, kind: "start", text: "START" },
      { at: begin + 60_000, kind: "stop", text: "STOP" },
    ],
    lostBefore: 0,
  });
});

test("what happens then is told to each page, once", async () => {
  const { client, emulator, pass } = await emulate({ strict: true });
  const [one, other] = await Promise.all([follow(emulator.url), follow(emulator.url)]);
  emulator.push(stream);
  await expect.poll(() => one.streams.get(stream)?.pushes).toEqual([[begin, null]]);
  pass(10);
  emulator.endPush(stream);
  await client.start(stream);
  for (const page of [one, other]) {
    await expect
      .poll(() => page.streams.get(stream))
      .toMatchObject({
        pushes: [[begin, begin + 10_000]],
        marks: [{ kind: "refused", text: "START refused: no push, or no rule for it (LIVE.100011001)" }],
      });
  }
});

test("an interruption takes away what was pushed and recorded, and leaves a gap until the next START", async () => {
  const { client, emulator, pass } = await emulate();
  const page = await follow(emulator.url);
  await client.start(stream);
  pass(60);
  emulator.interrupt(stream, 20);
  pass(30);
  await client.start(stream);
  await expect.poll(() => page.streams.get(stream)?.recordings.length).toBe(2);
  const facts = page.streams.get(stream);
  expect(facts).toMatchObject({
    pushes: [
      [impliedPush[0], begin + 40_000],
      [begin + 60_000, null],
    ],
    recordings: [
      [begin, begin + 40_000],
      [begin + 90_000, null],
    ],
    declared: [[begin, null]],
  });
  expect(facts && rowOf(facts).gaps).toEqual([{ from: begin + 60_000, to: begin + 90_000 }]);
  expect(facts?.marks).toContainEqual({ at: begin + 40_000, kind: "interrupted", text: "Interrupted" });
});

test("a failure has its reason, and is a gap at once", async () => {
  const { client, emulator, pass } = await emulate();
  const page = await follow(emulator.url);
  await client.start(stream);
  pass(60);
  emulator.fail(stream, "disk full");
  await expect
    .poll(() => page.streams.get(stream)?.marks)
    .toContainEqual({ at: begin + 60_000, kind: "failed", text: "Recording failed: disk full" });
  const facts = page.streams.get(stream);
  expect(facts && rowOf(facts).gaps).toEqual([{ from: begin + 60_000, to: Number.POSITIVE_INFINITY }]);
});

describe("a stream is declared", () => {
  test("from a START that was refused, for whoever sent it wants a recording", async () => {
    const { client, emulator, pass } = await emulate({ strict: true });
    const page = await follow(emulator.url);
    await client.start(stream);
    pass(5);
    emulator.push(stream);
    await expect.poll(() => page.streams.get(stream)?.declared).toEqual([[begin, null]]);
    await expect.poll(() => page.streams.get(stream)?.pushes).toEqual([[begin + 5_000, null]]);
  });

  test("not by somebody with a wrong key", async () => {
    const { client, emulator } = await emulate();
    const page = await follow(emulator.url);
    emulator.push(stream);
    await client.start(stream, { secretKey: "wrong" });
    await expect
      .poll(() => page.streams.get(stream)?.marks)
      .toEqual([{ at: begin, kind: "refused", text: "START refused: wrong credential (APIGW.0301)" }]);
    expect(page.streams.get(stream)?.declared).toEqual([]);
  });

  test("until a STOP, also one that found nothing to stop", async () => {
    const { client, emulator, pass } = await emulate();
    const page = await follow(emulator.url);
    await client.start(stream);
    pass(10);
    emulator.fail(stream);
    await client.stop(stream);
    await expect.poll(() => page.streams.get(stream)?.declared).toEqual([[begin, begin + 10_000]]);
  });
});

test("the spelling of a domain does not make another stream", async () => {
  const { client, emulator } = await emulate();
  await client.start("Push.Example.com/live/keynote");
  await client.stop("push.example.com/live/keynote");
  const { streams } = await follow(emulator.url);
  expect([...streams.values()].map(({ id, marks }) => [id, marks.length])).toEqual([
    ["Push.Example.com/live/keynote", 2],
  ]);
});

test("a command that a fault has struck says what came of it", async () => {
  const { client, emulator } = await emulate();
  emulator.addFault({ kind: "status", status: 503, executed: true, times: 1 });
  await client.start(stream);
  const { streams } = await follow(emulator.url);
  expect(streams.get(stream)?.marks).toEqual([
    { at: begin, kind: "start", text: "START carried out, answered 503: a fault" },
  ]);
});

test("messages are marks, with what their receiver answered", async () => {
  const { client, emulator } = await emulate();
  const page = await follow(emulator.url);
  const url = `${emulator.url}/v1/nowhere`;
  const body = JSON.stringify({
    publish_domain: "push.example.com",
    app: "live",
    notify_callback_url: url,
    notify_event_subscription: ["RECORD_OVER"],
  });
  expect(await client.send("POST", "record/callbacks", "", body)).toMatchObject({ status: 201 });
  await client.start(stream);
  emulator.interrupt(stream, 0);
  await emulator.delivered();
  await expect
    .poll(() => page.streams.get(stream)?.marks)
    .toContainEqual({ at: begin, kind: "message", text: `RECORD_OVER told to 127.0.0.1:${emulator.port}: 404` });
});

test("after a reset there is nothing left, on an open page too", async () => {
  const { client, emulator } = await emulate();
  const page = await follow(emulator.url);
  await client.start(stream);
  await expect.poll(() => page.streams.size).toBe(1);
  emulator.reset();
  await expect.poll(() => page.streams.size).toBe(0);
  await client.start(stream);
  await expect.poll(() => page.streams.get(stream)?.marks.length).toBe(1);
});

test("what is older than a day is told as a sum", async () => {
  const { client, emulator, pass } = await emulate();
  await client.start(stream);
  emulator.fail(stream);
  pass(60);
  await client.start(stream);
  pass(90_000);
  const { streams } = await follow(emulator.url);
  expect(streams.get(stream)).toMatchObject({ lostBefore: 60_000, marks: [], recordings: [[begin + 60_000, null]] });
});
