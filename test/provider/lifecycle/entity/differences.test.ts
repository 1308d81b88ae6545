import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asSeen,
  described,
  differences,
  type EntityDifference,
} from "../../../../provider/lifecycle/entity/differences";
import { RULE } from "../../../../provider/lifecycle/rule/rule";
import type { RuleContent } from "../../../../provider/live/rule-json";
import { anyContent, INPUTS } from "../rule/fixture";

const { region: _, projectId: __, ...CONTENT } = INPUTS;
const hls = { cycle: 3600, prefix: "a", mergeDuration: 60 };
const flv = { cycle: 60, mergeDuration: 0 };

describe("what differs", () => {
  test.each<{
    what: string;
    declared: Partial<RuleContent>;
    actual: Partial<RuleContent>;
    expected: [string, unknown, unknown][];
  }>([
    { what: "nothing where all is the same", declared: {}, actual: {}, expected: [] },
    {
      what: "each property that does",
      declared: { app: "live", stream: "*" },
      actual: { app: "vod", stream: "a" },
      expected: [
        ["app", "live", "vod"],
        ["stream", "*", "a"],
      ],
    },
    {
      what: "no other spelling of the domain",
      declared: {},
      actual: { publishDomain: "Push.EXAMPLE.com" },
      expected: [],
    },
    {
      what: "another domain",
      declared: {},
      actual: { publishDomain: "push2.example.com" },
      expected: [["publishDomain", "push.example.com", "push2.example.com"]],
    },
    {
      what: "the type",
      declared: {},
      actual: { type: "CONTINUOUS_RECORD" },
      expected: [["type", "COMMAND_RECORD", "CONTINUOUS_RECORD"]],
    },
    {
      what: "a part of the address in OBS",
      declared: {},
      actual: { storage: { ...CONTENT.storage, path: "live/" } },
      expected: [["storage.path", "", "live/"]],
    },
    {
      what: "a part of a format",
      declared: { hls },
      actual: { hls: { ...hls, cycle: 60 } },
      expected: [["hls.cycle", 3600, 60]],
    },
    {
      what: "a part that the service does not have",
      declared: { hls },
      actual: { hls: { cycle: 3600, mergeDuration: 60 } },
      expected: [["hls.prefix", "a", undefined]],
    },
    {
      what: "nothing that a program leaves to the service",
      declared: { hls: { cycle: 3600 } },
      actual: { hls: { ...hls, tsPrefix: "b", sliceDuration: 5 } },
      expected: [],
    },
    { what: "a format that was removed", declared: { hls, flv }, actual: { hls }, expected: [["flv", flv, undefined]] },
    { what: "a format that was added", declared: { hls }, actual: { hls, flv }, expected: [["flv", undefined, flv]] },
    {
      what: "one format instead of another",
      declared: { hls },
      actual: { hls: undefined, flv },
      expected: [
        ["hls", hls, undefined],
        ["flv", undefined, flv],
      ],
    },
  ])("$what", ({ declared, actual, expected }) => {
    const found = differences(RULE, { ...CONTENT, ...declared }, { ...CONTENT, ...actual });
    expect(found.map(({ property, declared, actual }) => [property, declared, actual])).toEqual(expected);
  });

  test("is nothing besides what a rule says", () => {
    const state = { ...INPUTS, timeout: 7, createdAt: "2026-01-02T03:04:05Z" };
    expect(differences(RULE, state, { ...CONTENT, id: "the-id", since: 5 } as RuleContent)).toEqual([]);
  });
});

describe("a rule as it was seen", () => {
  const seen = (declared: RuleContent, actual: RuleContent) => asSeen(declared, differences(RULE, declared, actual));

  test("keeps what the service does not know, and what it was made from as it was", () => {
    const state = { ...INPUTS, timeout: 7 };
    const before = structuredClone(state);
    const found: EntityDifference[] = [{ property: "hls.cycle", declared: 3600, actual: 60 }];
    expect(asSeen(state, found)).toEqual({ ...before, hls: { cycle: 60 } });
    expect(state).toEqual(before);
  });

  test("does not differ any more, and has nothing that is undefined", () => {
    fc.assert(
      fc.property(anyContent, anyContent, (declared, actual) => {
        const result = seen(declared, actual);
        expect(differences(RULE, result, actual)).toEqual([]);
        expect(result).toStrictEqual(JSON.parse(JSON.stringify(result)));
      }),
    );
  });

  test("has no more than both have, and what is left to the service stays so", () => {
    fc.assert(
      fc.property(anyContent, anyContent, (declared, actual) => {
        for (const format of ["hls", "flv", "mp4"] as const) {
          const [before, after] = [declared[format], seen(declared, actual)[format]];
          expect(after !== undefined).toBe(actual[format] !== undefined);
          if (before && after) expect(Object.keys(before)).toEqual(expect.arrayContaining(Object.keys(after)));
        }
      }),
    );
  });

  test("is the declared one where nothing differs", () => {
    fc.assert(fc.property(anyContent, (content) => void expect(seen(content, content)).toEqual(content)));
  });
});

test("errors name each difference in a line of its own, the service's value first", () => {
  const found = differences(
    RULE,
    { ...CONTENT, hls },
    { ...CONTENT, hls: { cycle: 60, mergeDuration: 60 }, mp4: { cycle: 0 } },
  );
  expect(described(found)).toBe(`  - hls.cycle is 60, declared is 3600
  - hls.prefix is not there, declared is "a"
  - mp4 is {"cycle":0}, declared is not there`);
});
