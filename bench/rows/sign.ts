import { createHmac, createSecretKey, hash } from "node:crypto";
import { authorization, canonicalRequest, type RequestToSign, sdkDate } from "../../provider/http/signature";
import type { Row } from "../row";
import { median, ratios } from "../statistics";

const KEY = { accessKey: "EMULATORACCESSKEY00", secretKey: "emulator-secret-key" };

/** Signatures are too quick for the clock: so many are timed together. */
const AT_ONCE = 50;

/** Row 7: the signature of one START, against the two hashes and the HMAC in it. */
export const sign: Row = {
  name: "sign",
  short: true,
  async measure(stage) {
    const request = aStart();
    const bare = barely(request);
    const ours = () => authorization(request, KEY);
    const samples: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    // The first of all are the warm-up.
    for (let round = -1; round < stage.rounds; round++) {
      const taken = { ours: [] as number[], bare: [] as number[] };
      for (let i = 0; i < stage.short(40, 400); i++) {
        const order = i % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const);
        for (const side of order) taken[side].push(microseconds(side === "ours" ? ours : bare));
      }
      if (round < 0) continue;
      samples.ours.push(median(taken.ours));
      samples.bare.push(median(taken.bare));
    }
    return [
      {
        row: "7",
        what: "signing one START, ours / its hashes and its HMAC",
        unit: "",
        target: { atMost: 2.5 },
        samples: ratios(samples.ours, samples.bare),
        behind: { "ours µs": samples.ours, "bare µs": samples.bare },
      },
    ];
  },
};

export function aStart(): RequestToSign {
  const projectId = "0".repeat(32);
  return {
    method: "POST",
    path: `/v1/${projectId}/record/control`,
    query: [["action", "START"]],
    headers: {
      "content-type": "application/json",
      "x-project-id": projectId,
      host: "live.cn-north-4.myhuaweicloud.com",
      "x-sdk-date": sdkDate(Date.UTC(2026, 0, 1)),
    },
    body: JSON.stringify({ publish_domain: "push.example.com", app: "live", stream: "s499" }),
  };
}

/** The same bytes through the same functions of Node, with everything around them done beforehand. */
export function barely(request: RequestToSign): () => string {
  const canonical = canonicalRequest(request);
  const head = `SDK-HMAC-SHA256\n${request.headers["x-sdk-date"]}\n`;
  const sha256 = (text: string) => hash("sha256", text, "hex");
  const key = createSecretKey(KEY.secretKey, "utf8");
  const toSign = `${head}${sha256(canonical)}`;
  return () => {
    sha256(request.body);
    sha256(canonical);
    return createHmac("sha256", key).update(toSign).digest("hex");
  };
}

function microseconds(work: () => string): number {
  const began = performance.now();
  for (let i = 0; i < AT_ONCE; i++) work();
  return ((performance.now() - began) * 1000) / AT_ONCE;
}
