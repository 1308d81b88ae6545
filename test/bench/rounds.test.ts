import { expect, test } from "vitest";
import { alternate } from "../../bench/rounds";

test("every round has each variant once, and another one goes first", async () => {
  const order: string[] = [];
  const taken = await alternate(3, ["a", "b", "c"], async (variant, round) => {
    order.push(variant);
    return `${variant}${round}`;
  });
  expect(order.join("")).toBe("abcbcacab");
  expect(taken).toEqual({ a: ["a0", "a1", "a2"], b: ["b0", "b1", "b2"], c: ["c0", "c1", "c2"] });
});
