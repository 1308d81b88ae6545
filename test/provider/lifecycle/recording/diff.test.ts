import { describe, expect, test } from "vitest";
import type { Inputs, RecordingStatus, State } from "../../../../provider/lifecycle/recording";
import { resourceMark } from "../../../../provider/lifecycle/recording";
import { diff } from "../../../../provider/lifecycle/recording/diff";
import { CONFIG, INPUTS, KEY, openContext, STATE } from "../fixture";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const { projectId: _, ...withoutProject } = INPUTS;

describe("what replaces the resource", () => {
  test.each<{ what: string; olds: Partial<State>; news: Inputs; replaces: string[] }>([
    { what: "nothing where nothing differs", olds: {}, news: INPUTS, replaces: [] },
    {
      what: "another domain",
      olds: {},
      news: { ...INPUTS, publishDomain: "push2.example.com" },
      replaces: ["publishDomain"],
    },
    { what: "another application", olds: {}, news: { ...INPUTS, app: "vod" }, replaces: ["app"] },
    { what: "another stream", olds: {}, news: { ...INPUTS, stream: "stage" }, replaces: ["stream"] },
    { what: "another region", olds: {}, news: { ...INPUTS, region: "cn-north-1" }, replaces: ["region"] },
    { what: "another project", olds: {}, news: { ...INPUTS, projectId: "another" }, replaces: ["projectId"] },
    { what: "a stream that is not known yet", olds: {}, news: { ...INPUTS, stream: UNKNOWN }, replaces: ["stream"] },
    {
      what: "all that differ",
      olds: {},
      news: { ...INPUTS, app: "vod", stream: "stage", region: "cn-north-1" },
      replaces: ["app", "stream", "region"],
    },
    { what: "no project that is not configured any more", olds: {}, news: withoutProject, replaces: [] },
    { what: "no change of recording", olds: {}, news: { ...INPUTS, recording: false }, replaces: [] },
    {
      what: "no change of timeout, adopt and waitForStream",
      olds: {},
      news: { ...INPUTS, timeout: 7, adopt: false, waitForStream: 9 },
      replaces: [],
    },
  ])("$what", ({ olds, news, replaces }) => {
    expect(diff(openContext().context, { ...STATE, ...olds }, news).replaces).toEqual(replaces);
  });

  test.each(["PUSH.example.com", "push.example.com.", "push.Example.com"])(
    "no other spelling of the domain: %s",
    (written) => {
      const olds = { ...STATE, publishDomain: written };
      expect(diff(openContext().context, olds, INPUTS)).toEqual({ replaces: [] });
      const { context } = openContext();
      diff(context, olds, INPUTS);
      expect(context.owners.wantedByAnother(KEY, "another")).toBe(true);
    },
  );

  test("a project that was looked up and differs from the one that is set now", () => {
    const { context } = openContext({ config: { ...CONFIG, projectId: "another" } });
    // The engine sees no difference among the inputs, so it has to be told that there is one.
    expect(diff(context, STATE, withoutProject)).toEqual({ changes: true, replaces: ["projectId"] });
  });

  test("no project that was looked up and is set now", () => {
    expect(diff(openContext().context, STATE, withoutProject)).toEqual({ replaces: [] });
  });

  test("no region that an older state does not have", () => {
    const { region: _, ...old } = STATE;
    expect(diff(openContext().context, old as State, INPUTS).replaces).toEqual([]);
  });
});

describe("whether anything changes is left to the engine, except that what may run is declared stopped", () => {
  const statuses: RecordingStatus[] = ["recording", "stopped", "interrupted", "offline", "unknown"];
  const changing = ["interrupted false", "unknown false"];
  test.each(statuses.flatMap((status) => [true, false].map((recording) => [status, recording] as const)))(
    "status %s, declared %s",
    (status, recording) => {
      const { changes } = diff(openContext().context, { ...STATE, status, recording: false }, { ...INPUTS, recording });
      expect(changes).toBe(changing.includes(`${status} ${recording}`) ? true : undefined);
    },
  );
});

describe("what it remembers for the deletes that may come", () => {
  test.each<{ what: string; olds: Partial<State>; news: Partial<Inputs>; wanted: boolean }>([
    { what: "a resource that records its stream wants it", olds: {}, news: {}, wanted: true },
    {
      what: "one whose recording ended still wants it",
      olds: { status: "interrupted", recording: false },
      news: {},
      wanted: true,
    },
    { what: "one that is about to be stopped does not", olds: {}, news: { recording: false }, wanted: false },
    { what: "one that goes to another stream does not", olds: {}, news: { stream: "stage" }, wanted: false },
    {
      what: "one that is stopped does not",
      olds: { status: "stopped", recording: false },
      news: { recording: false },
      wanted: false,
    },
  ])("$what", ({ olds, news, wanted }) => {
    const { context } = openContext();
    diff(context, { ...STATE, ...olds }, { ...INPUTS, ...news });
    expect(context.owners.wantedByAnother(KEY, "another")).toBe(wanted);
    expect(context.owners.wantedByAnother(KEY, resourceMark(STATE))).toBe(false);
  });

  test.each([true, false])("whether it is recorded stays as a read has seen it (%s)", (records) => {
    const { context } = openContext();
    context.owners.note(KEY, resourceMark(STATE), { wants: true, records });
    diff(context, STATE, INPUTS);
    expect(context.owners.recordedByAnother(KEY, "another")).toBe(records);
  });

  // The old one of a failed replacement is in the state as it was before its STOP.
  test("a state alone does not show that a stream is recorded", () => {
    const { context } = openContext();
    diff(context, STATE, INPUTS);
    expect(context.owners.recordedByAnother(KEY, "another")).toBe(false);
  });
});
