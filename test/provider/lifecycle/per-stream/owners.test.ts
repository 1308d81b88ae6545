import { describe, expect, test } from "vitest";
import { OwnBlackboard } from "../../../../provider/lifecycle/per-stream/blackboard";
import { StopTimes } from "../../../../provider/lifecycle/per-stream/cooldown";
import { Owners } from "../../../../provider/lifecycle/per-stream/owners";
import { FakeClock } from "../../fake-clock";

const recording = { wants: true, records: true };
const interrupted = { wants: true, records: false };
const giving = { wants: false, records: true };

type Step = (owners: Owners, stops: StopTimes) => void;
const note =
  (resource: string, standing: typeof recording, stream = "s"): Step =>
  (owners) =>
    owners.note(stream, resource, standing);
const forget =
  (resource: string): Step =>
  (owners) =>
    owners.forget("s", resource);
const stopped: Step = (_, stops) => stops.note("s");

describe("for the resource 'mine', the stream", () => {
  test.each<[string, Step[], { wanted: boolean; recorded: boolean }]>([
    ["is nobody else's at first", [], { wanted: false, recorded: false }],
    ["is nobody else's when it is its own", [note("mine", recording)], { wanted: false, recorded: false }],
    [
      "is another's that records it",
      [note("mine", recording), note("other", recording)],
      { wanted: true, recorded: true },
    ],
    ["is wanted by another whose recording ended", [note("other", interrupted)], { wanted: true, recorded: false }],
    ["is recorded by another that gives it up", [note("other", giving)], { wanted: false, recorded: true }],
    ["is what was noted last", [note("other", recording), note("other", giving)], { wanted: false, recorded: true }],
    [
      "is free again when the other is gone",
      [note("other", recording), forget("other")],
      { wanted: false, recorded: false },
    ],
    [
      "is not free while a third has it",
      [note("other", recording), note("third", recording), forget("other")],
      { wanted: true, recorded: true },
    ],
    [
      "is not recorded after a STOP, but still wanted",
      [note("other", recording), stopped],
      { wanted: true, recorded: false },
    ],
    [
      "has nothing to do with other streams",
      [note("other", recording, "another stream")],
      { wanted: false, recorded: false },
    ],
    ["is another's whose request id is not known", [note("", recording)], { wanted: true, recorded: true }],
    ["is free when one that was never noted is forgotten", [forget("other")], { wanted: false, recorded: false }],
    ["is not recorded after a STOP that nobody noted a recording for", [stopped], { wanted: false, recorded: false }],
  ])("%s", (_, steps, { wanted, recorded }) => {
    const board = new OwnBlackboard();
    const owners = new Owners(board);
    const stops = new StopTimes(board, new FakeClock());
    for (const step of steps) step(owners, stops);
    expect(owners.wantedByAnother("s", "mine")).toBe(wanted);
    expect(owners.recordedByAnother("s", "mine")).toBe(recorded);
  });
});

test("of several resources for one stream only the last to go finds it free", () => {
  const owners = new Owners(new OwnBlackboard());
  const names = ["a", "b", "c"];
  for (const name of names) owners.note("s", name, recording);
  const free = names.map((name) => {
    const another = owners.wantedByAnother("s", name);
    owners.forget("s", name);
    return !another;
  });
  expect(free).toEqual([false, false, true]);
});

test("a START for a resource puts its new command in place of the old one", () => {
  const owners = new Owners(new OwnBlackboard());
  owners.note("s", "old command", recording);
  owners.forget("s", "old command");
  owners.note("s", "new command", recording);
  expect(owners.wantedByAnother("s", "new command")).toBe(false);
});
