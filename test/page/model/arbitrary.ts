import fc from "fast-check";
import type { Span, StreamFacts } from "../../../page/facts";

/** The latest time in them; what is open goes on after it. */
export const END = 10_000;

const span: fc.Arbitrary<Span> = fc
  .tuple(fc.nat(END), fc.oneof(fc.nat(END), fc.constant(null)))
  .map(([one, other]) => (other === null ? [one, null] : [Math.min(one, other), Math.max(one, other)]));

/** In any order, with overlaps and empty ones, as a source may tell them. */
export const spans = fc.array(span, { maxLength: 8 });

export const facts: fc.Arbitrary<StreamFacts> = fc.record({
  id: fc.constant("push.example.com/live/a"),
  pushes: spans,
  recordings: spans,
  declared: spans,
  marks: fc.array(fc.record({ at: fc.nat(END), kind: fc.constant("start" as const), text: fc.constant("START") })),
});

/** Whether any of them holds then, told in the plainest way. */
export const holds = (all: readonly Span[], at: number): boolean =>
  all.some(([from, to]) => from <= at && at < (to ?? Number.POSITIVE_INFINITY));
