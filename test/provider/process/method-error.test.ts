import { expect, test } from "vitest";
import { LifecycleError, UnsettledError } from "../../../provider/lifecycle/errors";
import { type MethodError, told } from "../../../provider/process/method-error";
import { ToldOnce } from "../../../provider/process/told-once";
import { SettingsError } from "../../../provider/settings/errors";
import { failureOf } from "../../failure-of";

const failing = (error: unknown, once = new ToldOnce()) =>
  failureOf<MethodError>(told(once, () => Promise.reject(error)));

test.each([
  { error: new LifecycleError("STOP_REFUSED", "no"), shown: "STOP_REFUSED: no" },
  { error: new SettingsError("SETTING_MISSING", "region", "no region"), shown: "SETTING_MISSING: no region" },
])("a known error leaves a method with its code first: $shown", async ({ error, shown }) => {
  const failure = await failing(error);
  expect(failure).toMatchObject({ shown, code: error.code, kept: undefined, cause: error });
});

test("an error that nobody has foreseen is UNEXPECTED and says where it comes from", async () => {
  expect((await failing(new TypeError("odd"))).shown).toMatch(/^UNEXPECTED: TypeError: odd\n\s+at /);
  expect((await failing("thrown text")).shown).toBe("UNEXPECTED: thrown text");
});

test("a command that may have been executed says what is to be kept of its resource", async () => {
  const properties = { stream: "a" };
  const error = new UnsettledError("d/live/a", properties, new LifecycleError("NO_ANSWER", "lost"));
  expect((await failing(error)).kept).toEqual({ id: "d/live/a", properties });
});

test("calls that fail with one error get one each, so that what is kept stays apart", async () => {
  const shared = new LifecycleError("NO_ANSWER", "lost");
  const [one, two] = await Promise.all([failing(shared), failing(shared)]);
  expect(one).not.toBe(two);
});

test("what an earlier error has said is left out, but for the first line, and not of what is kept in the state", async () => {
  const once = new ToldOnce();
  const refused = new LifecycleError("STOP_REFUSED", "no\nadvice");
  expect((await failing(refused, once)).shown).toBe("STOP_REFUSED: no\nadvice");
  expect((await failing(refused, once)).shown).toBe("STOP_REFUSED: no (the rest is in an earlier error of this run)");
  expect((await failing(new UnsettledError("id", {}, refused), once)).shown).toBe("STOP_REFUSED: no\nadvice");
});
