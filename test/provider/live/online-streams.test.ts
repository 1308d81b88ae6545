import { describe, expect, test } from "vitest";
import { Budget } from "../../../provider/http/budget";
import { UnusableAnswerError } from "../../../provider/http/errors";
import { onlineStreams } from "../../../provider/live/online-streams";
import { FakeClock } from "../fake-clock";
import { answered, scripted } from "../http/scripted-service";

const entry = (change: object = {}) => ({
  publish_domain: "push.example.com",
  app: "live",
  stream: "keynote",
  start_time: "2026-01-02T03:04:05Z",
  video_codec: "H264",
  ...change,
});

function look(body: unknown) {
  const clock = new FakeClock();
  const service = scripted({ clock, steps: [answered(200, body)] });
  return { ...service, pushes: onlineStreams(service.connection, "push.example.com", new Budget(20, clock)) };
}

test("the list is asked for by domain", async () => {
  const { pushes, requests } = look({ total_num: 1, total_page: 1, streams: [entry()] });
  expect(await pushes).toEqual([{ app: "live", stream: "keynote", since: Date.UTC(2026, 0, 2, 3, 4, 5) }]);
  expect(requests.map(({ request }) => `${request.method} ${request.url}`)).toEqual([
    "GET https://live.test/v1/0123456789abcdef0123456789abcdef/realtime/streams?limit=100&offset=0&publish_domain=push.example.com",
  ]);
});

test.each([{ total_num: 0, streams: [] }, { total_num: 0, streams: null }, { total_num: 0 }])(
  "nothing pushed: %j",
  async (body) => {
    expect(await look(body).pushes).toEqual([]);
  },
);

describe("the time of a push is in UTC", () => {
  const UTC = Date.UTC(2026, 0, 2, 3, 4, 5);
  test.each([
    ["2026-01-02T03:04:05Z", UTC],
    ["2026-01-02T03:04:05", UTC],
    ["2026-01-02 03:04:05", UTC],
    ["2026-01-02T11:04:05+08:00", UTC],
    ["2026-01-02T11:04:05+0800", UTC],
    ["soon", Number.NaN],
    ["", Number.NaN],
  ])("%j", async (start_time, since) => {
    expect((await look({ total_num: 1, streams: [entry({ start_time })] }).pushes)[0]?.since).toBe(since);
  });
});

test("streams of one name in two applications are two streams", async () => {
  const streams = [entry(), entry({ app: "vod" }), entry({ stream: "stage" })];
  expect(await look({ total_num: 3, streams }).pushes).toHaveLength(3);
});

test("an entry without a name is an error that says where", async () => {
  await expect(look({ total_num: 1, streams: [entry({ stream: 7 })] }).pushes).rejects.toThrow(UnusableAnswerError);
  await expect(look({ total_num: 1, streams: [entry({ stream: 7 })] }).pushes).rejects.toThrow("streams.0.stream");
});
