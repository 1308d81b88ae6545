import fc from "fast-check";
import type { RuleInputs, RuleState } from "../../../../provider/lifecycle/rule/rule";
import type { RuleContent } from "../../../../provider/live/rule-json";
import { PLACE, PROJECT } from "../fixture";

/** What a program declares at least. */
export const DECLARED = {
  publishDomain: "push.example.com",
  app: "live",
  storage: { bucket: "recordings" },
  hls: { cycle: 3600 },
};

/** The same as `check` writes it. */
export const INPUTS: RuleInputs = {
  ...DECLARED,
  stream: "*",
  type: "COMMAND_RECORD",
  storage: { bucket: "recordings", region: PLACE.region, path: "" },
  region: PLACE.region,
  projectId: PROJECT,
};

export const ID = "42810594c2fc4f0b9e6f36b7784c76a0";
export const STATE: RuleState = {
  ...INPUTS,
  projectId: PROJECT,
  createdAt: "2026-01-02T03:04:05Z",
  requestId: "own",
};

const name = fc.constantFrom("*", "live", "keynote", "直播");
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const cycle = fc.constantFrom(0, 60, 3600, 43_200);
const files = fc.record(
  { cycle, prefix: text, mergeDuration: fc.integer({ min: 0, max: 300 }) },
  { requiredKeys: ["cycle"], noNullPrototype: true },
);
const hls = fc.record(
  {
    cycle,
    prefix: text,
    tsPrefix: text,
    sliceDuration: fc.integer({ min: 2, max: 60 }),
    mergeDuration: fc.integer({ min: -1, max: 300 }),
  },
  { requiredKeys: ["cycle"], noNullPrototype: true },
);

/** Whatever a rule may say. */
export const anyContent: fc.Arbitrary<RuleContent> = fc.record(
  {
    publishDomain: fc.constantFrom("push.example.com", "push2.example.com"),
    app: name,
    stream: name,
    type: fc.constantFrom("COMMAND_RECORD", "CONTINUOUS_RECORD"),
    storage: fc.record(
      {
        bucket: fc.constantFrom("recordings", "archive"),
        region: fc.constantFrom("cn-north-4", "cn-north-1"),
        path: fc.constantFrom("", "live/"),
      },
      { noNullPrototype: true },
    ),
    hls,
    flv: files,
    mp4: files,
  },
  { requiredKeys: ["publishDomain", "app", "stream", "type", "storage"], noNullPrototype: true },
);
