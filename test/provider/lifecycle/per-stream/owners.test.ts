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
  test.each<{ what: string; steps: Step[]; known: { wanted: boolean; recorded: boolean } }>([
    { what: "is nobody else's at first", steps: [], known: { wanted: false, recorded: false } },
    {
      what: "is nobody else's when it is its own",
      steps: [note("mine", recording)],
      known: { wanted: false, recorded: false },
    },
    {
      what: "is another's that records it",
      steps: [note("mine", recording), note("other", recording)],
      known: { wanted: true, recorded: true },
    },
    {
      what: "is wanted by another whose recording ended",
      steps: [note("other", interrupted)],
      known: { wanted: true, recorded: false },
    },
    {
      what: "is recorded by another that gives it up",
      steps: [note("other", giving)],
      known: { wanted: false, recorded: true },
    },
    {
      what: "is what was noted last",
      steps: [note("other", recording), note("other", giving)],
      known: { wanted: false, recorded: true },
    },
    {
      what: "is free again when the other is gone",
      steps: [note("other", recording), forget("other")],
      known: { wanted: false, recorded: false },
    },
    {
      what: "is not free while a third has it",
      steps: [note("other", recording), note("third", recording), forget("other")],
      known: { wanted: true, recorded: true },
    },
    {
      what: "is not recorded after a STOP, but still wanted",
      steps: [note("other", recording), stopped],
      known: { wanted: true, recorded: false },
    },
    {
      what: "has nothing to do with other streams",
      steps: [note("other", recording, "another stream")],
      known: { wanted: false, recorded: false },
    },
    {
      what: "is another's whose request id is not known",
      steps: [note("", recording)],
      known: { wanted: true, recorded: true },
    },
    {
      what: "is free when one that was never noted is forgotten",
      steps: [forget("other")],
      known: { wanted: false, recorded: false },
    },
    {
      what: "is not recorded after a STOP that nobody noted a recording for",
      steps: [stopped],
      known: { wanted: false, recorded: false },
    },
  ])("$what", ({ steps, known: { wanted, recorded } }) => {
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
