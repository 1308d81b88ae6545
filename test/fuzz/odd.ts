import * as fc from "fast-check";

/** Names that objects have without being given them. */
const inherited = fc.constantFrom("__proto__", "constructor", "toString", "valueOf", "hasOwnProperty");

/** Values that are likely to be minded. */
const odd = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "NaN",
  "Infinity",
  "1e999",
  "\u0000",
  "\uD800",
  "*",
  "a/b",
  [],
  {},
  [[]],
  { toString: 1 },
  JSON.parse('{"__proto__": {"a": 1}}'),
);

/** Anything that JSON can say. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: odd },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 2, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** An object like this one, in which anything may be missing, anything else, or too much. */
export function like(shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const known = fc.record(
    Object.fromEntries(
      Object.entries(shape).map(([name, value]) => [
        name,
        fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: json }),
      ]),
    ),
    { requiredKeys: [] },
  );
  const more = fc.dictionary(fc.oneof(inherited, fc.string({ maxLength: 5 })), json, { maxKeys: 2 });
  return fc.oneof(
    { weight: 10, arbitrary: known },
    { weight: 2, arbitrary: fc.tuple(known, more).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: json },
  );
}

export const listOf = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 4 });

/** A text that something is written in, possibly cut off or with something in the middle. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const cut = fc.tuple(text, fc.nat(), fc.string({ unit: "binary", maxLength: 5 }), fc.boolean());
  return fc.oneof(
    { weight: 3, arbitrary: text },
    {
      weight: 1,
      arbitrary: cut.map(([whole, n, more, ends]) => {
        const at = n % (whole.length + 1);
        return whole.slice(0, at) + more + (ends ? "" : whole.slice(at));
      }),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 50 }) },
  );
}

/** As far down as fits into the largest answer. */
export const DEEP = "[".repeat(100_000) + "]".repeat(100_000);

/** A time as services write it, or nearly. */
export const time: fc.Arbitrary<string> = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom("", "0001-01-01T00:00:00Z", "2026-01-02T03:04:05", "9999-99-99T99:99:99Z", "now"),
);
