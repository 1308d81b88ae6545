import { inspect } from "node:util";
import { afterAll, describe, expect, test, vi } from "vitest";
import { failureOf } from "../failure-of";
import { CAUSES, TELLTALES } from "./causes";
import { openInProcess } from "./in-process";
import { secretIn } from "./secrets";
import { Stage } from "./stage";

const printed: string[] = [];
for (const stream of ["log", "error", "warn", "info", "debug"] as const) {
  vi.spyOn(console, stream).mockImplementation((...parts) => void printed.push(inspect(parts)));
}

describe("an error holds no secret, whatever of it is looked at, with its causes", () => {
  test.concurrent.each([...CAUSES, ...TELLTALES])("$code, when $when", async ({ code, happen }) => {
    await using stage = new Stage(openInProcess);
    const error = await failureOf(happen(stage));
    expect(error.message).toMatch(new RegExp(`^${code}: `));
    for (let part: unknown = error; part instanceof Error; part = part.cause) {
      expect(secretIn(`${part.stack} ${JSON.stringify(part)} ${inspect(part, { depth: 20, showHidden: true })}`)).toBe(
        undefined,
      );
    }
  });
});

// After all of them: the lines of the debug log, which the stage has switched on, are not told apart.
afterAll(() => {
  expect(printed.filter((line) => line.includes("debug: POST")).length).toBeGreaterThan(20);
  expect(printed.filter((line) => secretIn(line))).toEqual([]);
});
