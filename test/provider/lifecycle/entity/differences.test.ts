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
  test.each<[string, Partial<RuleContent>, Partial<RuleContent>, [string, unknown, unknown][]]>([
    ["nothing where all is the same", {}, {}, []],
    [
      "each property that does",
      { app: "live", stream: "*" },
      { app: "vod", stream: "a" },
      [
        ["app", "live", "vod"],
        ["stream", "*", "a"],
      ],
    ],
    ["no other spelling of the domain", {}, { publishDomain: "Push.EXAMPLE.com" }, []],
    [
      "another domain",
      {},
      { publishDomain: "push2.example.com" },
      [["publishDomain", "push.example.com", "push2.example.com"]],
    ],
    ["the type", {}, { type: "CONTINUOUS_RECORD" }, [["type", "COMMAND_RECORD", "CONTINUOUS_RECORD"]]],
    [
      "a part of the address in OBS",
      {},
      { storage: { ...CONTENT.storage, path: "live/" } },
      [["storage.path", "", "live/"]],
    ],
    ["a part of a format", { hls }, { hls: { ...hls, cycle: 60 } }, [["hls.cycle", 3600, 60]]],
    [
      "a part that the service does not have",
      { hls },
      { hls: { cycle: 3600, mergeDuration: 60 } },
      [["hls.prefix", "a", undefined]],
    ],
    [
      "nothing that a program leaves to the service",
      { hls: { cycle: 3600 } },
      { hls: { ...hls, tsPrefix: "b", sliceDuration: 5 } },
      [],
    ],
    ["a format that was removed", { hls, flv }, { hls }, [["flv", flv, undefined]]],
    ["a format that was added", { hls }, { hls, flv }, [["flv", undefined, flv]]],
    [
      "one format instead of another",
      { hls },
      { hls: undefined, flv },
      [
        ["hls", hls, undefined],
        ["flv", undefined, flv],
      ],
    ],
  ])("%s", (_, declared, actual, expected) => {
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
