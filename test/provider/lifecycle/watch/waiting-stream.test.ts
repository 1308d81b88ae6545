import { describe, expect, test } from "vitest";
import type { View } from "../../../../provider/lifecycle/watch/reason";
import { WaitingStream } from "../../../../provider/lifecycle/watch/waiting-stream";
import { BEGIN } from "../../fake-clock";
import { PLACE, push, rule, STREAM } from "../fixture";

const at = (seconds: number) => BEGIN + seconds * 1000;
const HOUR = 3_600;

function waiting(view: View, { from = 0, seconds = HOUR, stream = "keynote" } = {}): WaitingStream {
  const one = new WaitingStream(PLACE, { ...STREAM, stream }, at(from), at(from + seconds));
  one.sees(view);
  return one;
}

const turns = (all: readonly WaitingStream[], seconds: number) =>
  WaitingStream.takeTurns(all, at(seconds)).map(({ stream }) => stream.stream);

describe("a push in the list", () => {
  test.each<{ what: string; view: View; taken: boolean }>([
    { what: "that a rule covers is taken", view: { pushes: [push(at(0))], rules: [rule()] }, taken: true },
    {
      what: "is taken where the rules may not be seen",
      view: { pushes: [push(at(0))], rules: undefined },
      taken: true,
    },
    {
      what: "of another stream is not taken",
      view: { pushes: [push(at(0), { stream: "stage" })], rules: [rule()] },
      taken: false,
    },
    {
      what: "older than its rule is not taken",
      view: { pushes: [push(at(0))], rules: [rule({ since: at(1) })] },
      taken: false,
    },
    { what: "without a rule is not taken", view: { pushes: [push(at(0))], rules: [] }, taken: false },
    { what: "that may not be seen is not taken", view: { pushes: undefined, rules: [rule()] }, taken: false },
  ])("$what", ({ view, taken }) => expect(waiting(view).takePush()).toBe(taken));

  test("is taken once, and the next push again", () => {
    const one = waiting({ pushes: [push(at(0))], rules: [rule()] });
    const taken = [one.takePush(), one.takePush()];
    one.sees({ pushes: [push(at(20))] });
    expect([...taken, one.takePush()]).toEqual([true, false, true]);
  });

  test("does not make the rules forgotten that were seen before", () => {
    const one = waiting({ pushes: [], rules: [] });
    one.sees({ pushes: [push(at(0))] });
    expect(one.reason.code).toBe("NO_COMMAND_RULE");
  });
});

describe("a turn without the list", () => {
  test.each<{ what: string; seconds: number; due: string[] }>([
    { what: "does not come before 10 s", seconds: 9, due: [] },
    { what: "comes after 10 s", seconds: 10, due: ["keynote"] },
  ])("$what", ({ seconds, due }) => expect(turns([waiting({ pushes: [] })], seconds)).toEqual(due));

  test("comes every 30 s after that", () => {
    const all = [waiting({ pushes: [] })];
    expect([10, 39, 40, 69, 70].map((seconds) => turns(all, seconds).length)).toEqual([1, 0, 1, 0, 1]);
  });

  test("comes at once where the list may not be read", () => {
    expect(turns([waiting({ pushes: undefined })], 0)).toEqual(["keynote"]);
  });

  test("comes for two at a time, those that wait longest first", () => {
    const all = ["late", "first", "second"].map((stream, i) =>
      waiting({ pushes: [] }, { stream, from: [2, 0, 1][i] as number }),
    );
    expect([turns(all, 60), turns(all, 60), turns(all, 60)]).toEqual([["first", "second"], ["late"], []]);
  });
});
