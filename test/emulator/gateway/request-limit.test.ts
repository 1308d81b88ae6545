import { expect, test } from "vitest";
import { RequestLimit } from "../../../emulator/gateway/request-limit";
import { emulate, stream } from "../fixture";

test.each<{ kind: "sliding" | "fixed"; times: number[]; admitted: boolean[] }>([
  {
    kind: "sliding",
    times: [0, 0, 0, 59_999, 60_000, 60_000, 60_000],
    admitted: [true, true, false, false, true, true, false],
  },
  { kind: "sliding", times: [0, 30_000, 60_000, 60_001, 90_000], admitted: [true, true, true, false, true] },
  {
    kind: "fixed",
    times: [59_000, 59_000, 59_999, 60_000, 60_001, 60_002],
    admitted: [true, true, false, true, true, false],
  },
])("$kind, two a minute: at $times ms", ({ kind, times, admitted }) => {
  let now = 0;
  const limit = new RequestLimit(2, kind, () => now);
  const answers = times.map((at) => {
    now = at;
    return limit.admits();
  });
  expect(answers).toEqual(admitted);
});

test("record control above the limit is 429 with the limit in the text and no Retry-After", async () => {
  const { client, emulator, pass } = await emulate({ limit: 3 });
  await client.start(stream);
  await client.start(stream);
  await client.stop(stream);
  const answer = await client.start(stream);
  expect(answer).toMatchObject({ status: 429, code: "APIGW.0308" });
  expect(answer.text).toContain("limit: 3, time: 1 minute");
  expect(answer.headers.get("retry-after")).toBeNull();
  expect(emulator.requests().map((request) => request.status)).toEqual([200, 400, 200, 429]);
  pass(60);
  expect(await client.start(stream)).toMatchObject({ status: 200 });
});

test("requests that fail authentication, and listings, do not count", async () => {
  const { client } = await emulate({ limit: 1 });
  await client.start(stream, { secretKey: "wrong" });
  await client.streams("publish_domain=push.example.com");
  await client.rules("");
  expect(await client.start(stream)).toMatchObject({ status: 200 });
});

test("300 a minute by default", async () => {
  const { client } = await emulate();
  const answers = await Promise.all(Array.from({ length: 301 }, (_, i) => client.start(`${stream}-${i}`)));
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(1);
});
