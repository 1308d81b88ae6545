import { expect, test } from "vitest";
import { mergeThreshold, type Rule, ruleFor } from "../../emulator/rules";

const name = { publishDomain: "push.example.com", app: "live", stream: "keynote" };

const rule = (app: string, stream: string, change: Partial<Rule> = {}): Rule => ({
  id: `${app}/${stream}`,
  publishDomain: name.publishDomain,
  app,
  stream,
  recordType: "COMMAND_RECORD",
  config: { record_format: ["HLS"] },
  createdAt: 1000,
  ...change,
});

const exact = rule("live", "keynote");
const inApp = rule("live", "*");
const inAnyApp = rule("*", "keynote");
const everywhere = rule("*", "*");

test.each<[string, Rule[], string | undefined]>([
  ["no rule", [], undefined],
  ["the stream itself first", [everywhere, inAnyApp, inApp, exact], "live/keynote"],
  ["then all streams of the app", [everywhere, inAnyApp, inApp], "live/*"],
  ["then the stream in any app", [everywhere, inAnyApp], "*/keynote"],
  ["then all streams", [everywhere], "*/*"],
  ["not another stream", [rule("live", "other")], undefined],
  ["not another app", [rule("other", "*")], undefined],
  ["not another domain", [{ ...everywhere, publishDomain: "other.example.com" }], undefined],
  ["no prefix of a name", [rule("live", "key*")], undefined],
  [
    "a rule of another type, if it is more specific",
    [everywhere, rule("live", "*", { id: "hides", recordType: "CONTINUOUS_RECORD" })],
    "hides",
  ],
  ["a rule made as the push began", [rule("live", "*", { createdAt: 2000 })], "live/*"],
  ["not a rule made after that", [rule("live", "*", { createdAt: 2001 })], undefined],
  [
    "the older one, if the more specific came after that",
    [everywhere, rule("live", "keynote", { createdAt: 2001 })],
    "*/*",
  ],
])("matches %s", (_, rules, id) => {
  expect(ruleFor(name, 2000, rules)?.id).toBe(id);
});

const merge = (seconds: number) => ({ record_max_duration_to_merge_file: seconds });

test.each([
  ["0 by default", { record_format: ["HLS"] as const }, 0],
  ["of the format in use", { record_format: ["HLS"] as const, hls_config: merge(30) }, 30_000],
  ["not of a format that is not in use", { record_format: ["FLV"] as const, hls_config: merge(30) }, 0],
  [
    "the longest of several",
    { record_format: ["FLV", "MP4"] as const, flv_config: merge(10), mp4_config: merge(300) },
    300_000,
  ],
  [
    "30 days for -1",
    { record_format: ["HLS", "MP4"] as const, hls_config: merge(-1), mp4_config: merge(300) },
    2_592_000_000,
  ],
])("merge threshold: %s", (_, config, ms) => {
  expect(mergeThreshold(config)).toBe(ms);
});
