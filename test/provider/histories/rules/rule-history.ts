import * as fc from "fast-check";
import type { Fault } from "../../../../emulator";
import type { Halt } from "../engine-model";

/** A change of the program. Numbers stand for one of the rules, names or applications that there are at that time. */
export type RuleEdit =
  | { readonly edit: "add"; readonly app: number }
  | { readonly edit: "remove" | "type" | "cycle" | "provider"; readonly rule: number }
  | { readonly edit: "streams"; readonly rule: number; readonly app: number }
  | { readonly edit: "rename"; readonly rule: number; readonly name: number; readonly provider: boolean };

export interface RuleChapter {
  readonly edits: readonly RuleEdit[];
  readonly command: "up" | "refresh" | "destroy";
  /** Before the command. */
  readonly refresh: boolean;
  /** `--replace` of this one. */
  readonly replace: number | undefined;
  readonly faults: readonly Fault[];
  readonly halt: Halt | undefined;
}

export interface RuleHistory {
  /** For the lengths of ways and pauses. */
  readonly seed: number;
  readonly chapters: readonly RuleChapter[];
}

const some = fc.nat({ max: 11 });

const edit: fc.Arbitrary<RuleEdit> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("add" as const), app: some }) },
  {
    weight: 3,
    arbitrary: fc.record({
      edit: fc.constantFrom("remove" as const, "type" as const, "cycle" as const, "provider" as const),
      rule: some,
    }),
  },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("streams" as const), rule: some, app: some }) },
  {
    weight: 3,
    arbitrary: fc.record({ edit: fc.constant("rename" as const), rule: some, name: some, provider: fc.boolean() }),
  },
);

const operations = ["rule-create", "rule-update", "rule-delete", "rule-show", "rules"] as const;

/** The request is lost on its way, or its answer is; `times: 0` is for the rest of the operation. */
const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom("status" as const, "reset" as const),
  status: fc.constantFrom(504, 503, 403),
  operation: fc.constantFrom(...operations, undefined),
  executed: fc.boolean(),
  times: fc.constantFrom(0, 1, 2),
  skip: fc.nat({ max: 3 }),
});

const chapter: fc.Arbitrary<RuleChapter> = fc.record({
  edits: fc.array(edit, { maxLength: 3 }),
  command: fc.constantFrom("up", "up", "up", "up", "refresh", "destroy"),
  refresh: fc.boolean(),
  replace: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: some }),
  faults: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fault, { maxLength: 2 }) },
  ),
  halt: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        how: fc.constantFrom(...(["cancel", "kill", "kill and forget", "kill plugin"] as const)),
        legs: fc.nat({ max: 9 }),
      }),
    },
  ),
});

export const ruleHistory: fc.Arbitrary<RuleHistory> = fc.record({
  seed: fc.nat(),
  chapters: fc.array(chapter, { minLength: 2, maxLength: 7, size: "max" }),
});
