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

test.each<{ what: string; rules: Rule[]; id: string | undefined }>([
  { what: "no rule", rules: [], id: undefined },
  { what: "the stream itself first", rules: [everywhere, inAnyApp, inApp, exact], id: "live/keynote" },
  { what: "then all streams of the app", rules: [everywhere, inAnyApp, inApp], id: "live/*" },
  { what: "then the stream in any app", rules: [everywhere, inAnyApp], id: "*/keynote" },
  { what: "then all streams", rules: [everywhere], id: "*/*" },
  { what: "not another stream", rules: [rule("live", "other")], id: undefined },
  { what: "not another app", rules: [rule("other", "*")], id: undefined },
  { what: "not another domain", rules: [{ ...everywhere, publishDomain: "other.example.com" }], id: undefined },
  { what: "no prefix of a name", rules: [rule("live", "key*")], id: undefined },
  {
    what: "a rule of another type, if it is more specific",
    rules: [everywhere, rule("live", "*", { id: "hides", recordType: "CONTINUOUS_RECORD" })],
    id: "hides",
  },
  { what: "a rule made as the push began", rules: [rule("live", "*", { createdAt: 2000 })], id: "live/*" },
  { what: "not a rule made after that", rules: [rule("live", "*", { createdAt: 2001 })], id: undefined },
  {
    what: "the older one, if the more specific came after that",
    rules: [everywhere, rule("live", "keynote", { createdAt: 2001 })],
    id: "*/*",
  },
])("matches $what", ({ rules, id }) => {
  expect(ruleFor(name, 2000, rules)?.id).toBe(id);
});

const merge = (seconds: number) => ({ record_max_duration_to_merge_file: seconds });

test.each([
  { what: "0 by default", config: { record_format: ["HLS"] as const }, ms: 0 },
  { what: "of the format in use", config: { record_format: ["HLS"] as const, hls_config: merge(30) }, ms: 30_000 },
  {
    what: "not of a format that is not in use",
    config: { record_format: ["FLV"] as const, hls_config: merge(30) },
    ms: 0,
  },
  {
    what: "the longest of several",
    config: { record_format: ["FLV", "MP4"] as const, flv_config: merge(10), mp4_config: merge(300) },
    ms: 300_000,
  },
  {
    what: "30 days for -1",
    config: { record_format: ["HLS", "MP4"] as const, hls_config: merge(-1), mp4_config: merge(300) },
    ms: 2_592_000_000,
  },
])("merge threshold: $what", ({ config, ms }) => {
  expect(mergeThreshold(config)).toBe(ms);
});
