import * as undici from "undici";
import { create } from "../../provider/lifecycle/recording/create";
import { openProcess } from "../../provider/process/process";
import { AlwaysOk } from "../loopback/always-ok";
import type { Row } from "../row";
import { median, ratios } from "../statistics";
import { aStart, barely } from "./sign";

const PLACE = { region: "cn-north-4", projectId: "0".repeat(32) };

/** Row 6: one START from the call of the provider to its answer, against the bare request on a warm connection. */
export const start: Row = {
  name: "start",
  short: true,
  async measure(stage) {
    await using server = await AlwaysOk.start();
    const bare = postsTo(server.url);
    const hash = barely(aStart());
    const sides: Record<Side, (stream: string) => Promise<unknown>> = {
      ours: startsOf(server.url),
      bare,
      hashed: (stream) => {
        hash();
        return bare(stream);
      },
    };
    const times = stage.short(300, 2100);
    let count = 0;
    const samples: Record<Side, number[]> = { ours: [], bare: [], hashed: [] };
    // The first of all are the warm-up.
    for (let round = -1; round < stage.rounds; round++) {
      const taken: Record<Side, number[]> = { ours: [], bare: [], hashed: [] };
      while (taken.ours.length < times) {
        for (const side of ORDERS.flat()) {
          for (let i = 0; i < IN_A_ROW; i++) {
            const stream = `s${count++}`;
            taken[side].push(await milliseconds(() => sides[side](stream)));
          }
        }
      }
      if (round < 0) continue;
      for (const side of Object.keys(taken) as Side[]) samples[side].push(median(taken[side]));
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
      {
        row: "",
        what: "undici posting them after the hashes and the HMAC of row 7 / undici",
        unit: "",
        samples: ratios(samples.hashed, samples.bare),
        behind: { "hashed ms": samples.hashed },
      },
    ];
  },
};

type Side = "ours" | "bare" | "hashed";

/** An `up` sends one START after the other, so each side has some in a row too. */
const IN_A_ROW = 50;

/** Each side comes after each of the others as often, and never after itself. */
const ORDERS: ReadonlyArray<readonly Side[]> = [
  ["ours", "bare", "hashed"],
  ["ours", "hashed", "bare"],
];

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
