import * as undici from "undici";
import { create } from "../../provider/lifecycle/create";
import { openProcess } from "../../provider/process";
import { AlwaysOk } from "../loopback/always-ok";
import type { Row } from "../row";
import { median, ratios } from "../statistics";

const PLACE = { region: "cn-north-4", projectId: "0".repeat(32) };

/** Row 6: one START from the call of the provider to its answer, against the bare request on a warm connection. */
export const start: Row = {
  name: "start",
  short: true,
  async measure(stage) {
    await using server = await AlwaysOk.start();
    const ours = startsOf(server.url);
    const bare = postsTo(server.url);
    const times = stage.short(200, 2000);
    let count = 0;
    const samples: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    // The first of all are the warm-up.
    for (let round = -1; round < stage.rounds; round++) {
      const taken = { ours: [] as number[], bare: [] as number[] };
      for (let i = 0; i < times; i++) {
        const stream = `s${count++}`;
        const order = i % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const);
        for (const side of order) taken[side].push(await milliseconds(() => (side === "ours" ? ours : bare)(stream)));
      }
      if (round < 0) continue;
      samples.ours.push(median(taken.ours));
      samples.bare.push(median(taken.bare));
    }
    return [
      {
        row: "6",
        what: `one START, ours / undici posting the same bytes (medians of ${times})`,
        unit: "",
        target: { atMost: 1.25 },
        samples: ratios(samples.ours, samples.bare),
        behind: { "ours ms": samples.ours, "bare ms": samples.bare },
      },
    ];
  },
};

function startsOf(url: string): (stream: string) => Promise<unknown> {
  const context = openProcess({
    config: { get: () => undefined },
    env: {
      HUAWEICLOUD_LIVE_ENDPOINT: url,
      HUAWEICLOUD_REGION: PLACE.region,
      HUAWEICLOUD_SDK_PROJECT_ID: PLACE.projectId,
      HUAWEICLOUD_SDK_AK: "EMULATORACCESSKEY00",
      HUAWEICLOUD_SDK_SK: "emulator-secret-key",
      HUAWEICLOUD_LIVE_REQUESTS_PER_MINUTE: "100000",
    },
  });
  return (stream) =>
    create(context, { publishDomain: "push.example.com", app: "live", stream, recording: true, ...PLACE });
}

function postsTo(endpoint: string): (stream: string) => Promise<unknown> {
  const dispatcher = new undici.Agent();
  const url = `${endpoint}/v1/${PLACE.projectId}/record/control?action=START`;
  const headers = { "content-type": "application/json", "x-project-id": PLACE.projectId };
  return async (stream) => {
    const body = JSON.stringify({ publish_domain: "push.example.com", app: "live", stream });
    const answer = await undici.request(url, { method: "POST", headers, body, dispatcher });
    return answer.body.text();
  };
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
