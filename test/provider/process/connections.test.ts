import { expect, test } from "vitest";
import type { Place } from "../../../provider/lifecycle/place";
import { Connections } from "../../../provider/process/connections";
import { FakeClock } from "../fake-clock";
import { CONFIG, PLACE, settingsOf } from "../lifecycle/fixture";

const KEYS = { accessKey: "AK", secretKey: "SK" };

function open(config: Readonly<Record<string, unknown>> = { ...CONFIG, ...KEYS }) {
  return new Connections(settingsOf(config), { clock: new FakeClock(), say: () => {}, debug: () => {} });
}

test("a place has one connection, however often it is asked for", () => {
  const live = open();
  expect(live.connect(PLACE)).toBe(live.connect({ ...PLACE }));
});

test.each<{ what: string; other: Partial<Place>; sharesTransport: boolean }>([
  { what: "project", other: { projectId: "f".repeat(32) }, sharesTransport: true },
  { what: "region", other: { region: "cn-north-1" }, sharesTransport: true },
  { what: "endpoint", other: { endpoint: "https://elsewhere.test" }, sharesTransport: false },
])("another $what has a connection of its own, with the same limit and gate", ({ other, sharesTransport }) => {
  const live = open();
  const [one, two] = [live.connect(PLACE), live.connect({ ...PLACE, ...other })];
  expect(two).not.toBe(one);
  expect(two.pacer).toBe(one.pacer);
  expect(two.gate).toBe(one.gate);
  expect(two.transport === one.transport).toBe(sharesTransport);
});

test("two processes share nothing", () => {
  const [one, two] = [open().connect(PLACE), open().connect(PLACE)];
  expect(two.pacer).not.toBe(one.pacer);
  expect(two.gate).not.toBe(one.gate);
});

test("a setting that is wrong fails each command that needs it, and none before", () => {
  const live = open({ ...CONFIG, accessKey: "AK" });
  for (let i = 0; i < 2; i++) expect(() => live.connect(PLACE)).toThrow("secretKey");
});
