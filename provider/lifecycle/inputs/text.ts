import * as v from "valibot";
import { REASONS } from "./reasons";

/** `what` it is, as errors call it. */
export const text = (what: string) => v.string(({ input }) => `${REASONS.notText(what)}${remedy(input)}`);

export const atMost = (longest: number) =>
  v.maxLength<string, number, (issue: v.MaxLengthIssue<string, number>) => string>(longest, ({ received }) =>
    REASONS.tooLong(received, `${longest}`),
  );

/** For what YAML takes for something else where there are no quotes: 0012 for the number 10, `~` for nothing. */
export function remedy(input: unknown): string {
  if (typeof input === "number") return ". It arrived as a number, which may have lost digits: put quotes around it";
  if (typeof input === "boolean") return ". It arrived as a boolean: put quotes around it";
  return input === null ? ". It arrived as null: put quotes around it, or leave it out" : "";
}
