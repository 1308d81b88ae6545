import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneSpelling, sameHost } from "../../../provider/live/host";

describe("one spelling", () => {
  test.each([
    { written: "push.example.com", one: "push.example.com" },
    { written: "PUSH.Example.com", one: "push.example.com" },
    { written: "push.example.com.", one: "push.example.com" },
    { written: "推流.example.中国", one: "xn--jzup7s.example.xn--fiqs8s" },
    { written: "XN--JZUP7S.example.XN--FIQS8S", one: "xn--jzup7s.example.xn--fiqs8s" },
    { written: "BÜHNE.example.com", one: "xn--bhne-0ra.example.com" },
    { written: "bu\u0308hne.example.com", one: "xn--bhne-0ra.example.com" },
    { written: "ｐｕｓｈ.example.com", one: "push.example.com" },
    { written: "under_score.example.com", one: "under_score.example.com" },
    // Not an address, and no valid Punycode: left alone but for the case.
    { written: "7", one: "7" },
    { written: "Stage.0X1", one: "stage.0x1" },
    { written: "XN--A.com", one: "xn--a.com" },
    // No host at all: nothing of it gets lost, so that it is the same as no host.
    { written: "Push.example.com/live", one: "push.example.com/live" },
    { written: "push.example.com:1935", one: "push.example.com:1935" },
    { written: "a%41.com", one: "a%41.com" },
    { written: "", one: "" },
  ])("of $written is $one", ({ written, one }) => {
    expect(oneSpelling(written)).toBe(one);
    expect(oneSpelling(one)).toBe(one);
    expect(sameHost(written, one)).toBe(true);
  });

  const label = fc.stringMatching(/^[a-z]([a-z0-9_-]{0,10}[a-z0-9])?$/);
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
  const anyCase = (text: string) =>
    fc
      .infiniteStream(fc.boolean())
      .map((upper) => [...text].map((c) => (upper.next().value ? c.toUpperCase() : c)).join(""));

  test("is the same in whatever case", () => {
    fc.assert(
      fc.property(
        host.chain((name) => fc.tuple(fc.constant(name), anyCase(name))),
        ([name, written]) => {
          expect(oneSpelling(written)).toBe(oneSpelling(name));
        },
      ),
    );
  });

  test("is the same in Unicode and in Punycode", () => {
    const script = fc.constantFrom("直播", "推流", "bühne", "трансляция", "بث", "छवि");
    fc.assert(
      fc.property(host, script, (name, word) => {
        const one = oneSpelling(`${word}.${name}`);
        expect(one).toMatch(/^xn--/);
        expect(oneSpelling(domainToUnicode(one))).toBe(one);
      }),
    );
  });

  test("of another host is another one", () => {
    fc.assert(
      fc.property(host, host, (one, other) => {
        fc.pre(one !== other && !/xn--/.test(one + other));
        expect(sameHost(one, other)).toBe(false);
      }),
    );
  });

  test("of any text does not fail, and has itself as its spelling", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(oneSpelling(oneSpelling(text))).toBe(oneSpelling(text));
      }),
      { numRuns: 500 },
    );
  });
});
