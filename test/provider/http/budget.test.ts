import { expect, test } from "vitest";
import { Budget } from "../../../provider/http/budget";
import { FakeClock } from "../fake-clock";

test("time is spent as it passes, and can be overspent", async () => {
  const clock = new FakeClock();
  const budget = new Budget(120, clock);
  expect([budget.seconds, budget.left]).toEqual([120, 120_000]);
  await clock.sleep(50_000);
  expect(budget.left).toBe(70_000);
  await clock.sleep(80_000);
  expect(budget.left).toBe(-10_000);
});

test("granted time comes on top", () => {
  const budget = new Budget(1, new FakeClock());
  budget.grant(500);
  expect(budget.left).toBe(1500);
});

test("waiting on purpose spends nothing", async () => {
  const clock = new FakeClock();
  const budget = new Budget(120, clock);
  expect(await budget.free(clock.sleep(600_000).then(() => "done"))).toBe("done");
  expect(budget.left).toBe(120_000);
});

test("waiting on purpose spends nothing when it fails either", async () => {
  const clock = new FakeClock();
  const budget = new Budget(120, clock);
  const failing = clock.sleep(600_000).then(() => Promise.reject(new Error("no push")));
  await expect(budget.free(failing)).rejects.toThrow("no push");
  expect(budget.left).toBe(120_000);
});
