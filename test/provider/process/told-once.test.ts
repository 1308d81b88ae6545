import { describe, expect, test } from "vitest";
import { ToldOnce } from "../../../provider/process/told-once";

const shorten = (...texts: string[]) => {
  const told = new ToldOnce();
  return texts.map((text) => told.shorten(text)).at(-1);
};

describe("what many resources have in common", () => {
  test("is told in full the first time", () => {
    expect(shorten("A: no key. Set one of:\n  - here\n  - there")).toBe("A: no key. Set one of:\n  - here\n  - there");
  });

  test("is left out after that, and the first line says so", () => {
    const text = "A: no key. Set one of:\n  - here\n  - there";
    expect(shorten(text, text)).toBe("A: no key. Set one of (the rest is in an earlier error of this run)");
  });

  test("is left out line by line: what is new is told", () => {
    expect(shorten("A: of a\nsaid: 1\nadvice", "A: of b\nsaid: 2\nadvice")).toBe(
      "A: of b (the rest is in an earlier error of this run)\nsaid: 2",
    );
  });

  test("is never the first line, which names the resource or the fault", () => {
    expect(shorten("A: of one line", "A: of one line")).toBe("A: of one line");
  });

  test("adds one line for each of 30 resources with one fault", () => {
    const told = new ToldOnce();
    const fault = ["UNEXPECTED: TypeError: x", ...Array.from({ length: 10 }, (_, i) => `    at f${i} (file.js)`)];
    const lines = Array.from({ length: 30 }, () => told.shorten(fault.join("\n"))).flatMap((text) => text.split("\n"));
    expect(lines.length).toBe(fault.length + 29);
  });
});
