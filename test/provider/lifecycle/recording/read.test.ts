import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../../provider/http/errors";
import type { RecordingStatus, State } from "../../../../provider/lifecycle/recording";
import { resourceMark } from "../../../../provider/lifecycle/recording";
import { read } from "../../../../provider/lifecycle/recording/read";
import type { Push } from "../../../../provider/live/online-streams";
import { SettingsError } from "../../../../provider/settings/errors";
import { BEGIN } from "../../fake-clock";
import { CONFIG, INPUTS, KEY, openContext, push, STATE } from "../fixture";

/** `startedAt` of the state. */
const STARTED = BEGIN;
const refused = new ServiceError({
  status: 403,
  serviceCode: "APIGW.0302",
  serviceMessage: "",
  requestId: "r-1",
  at: 0,
});

const LISTS = {
  "pushed since before the START": [push(STARTED - 60_000)],
  "pushed since the second of the START": [push(STARTED)],
  "pushed since 2 s after it, which two clocks may differ by": [push(STARTED + 2_000)],
  "pushed since 3 s after it": [push(STARTED + 3_000)],
  "pushed anew": [push(STARTED + 600_000)],
  "pushed since nobody knows when": [push(Number.NaN)],
  "others pushed": [push(STARTED, { stream: "stage" }), push(STARTED, { app: "vod" })],
  "nothing pushed": [],
  "no permission": refused,
  // A connection needs a credential.
  "an unreadable file": new SettingsError(
    "SETTING_INVALID",
    "profile",
    "/nonexistent/config.json cannot be read (EACCES)",
  ),
} satisfies Record<string, Push[] | Error>;

type List = keyof typeof LISTS;

function reading(list: List, state: Partial<State>, config = CONFIG as Readonly<Record<string, unknown>>) {
  const world = openContext({
    config,
    pushes: async () => {
      const found: Push[] | Error = LISTS[list];
      if (found instanceof Error) throw found;
      return found;
    },
  });
  return { ...world, seen: read(world.context, "the-id", { ...STATE, ...state }) };
}

const runs = { recording: true };
const ended = { recording: false };

describe("status and declaration after a refresh", () => {
  test.each<{
    status: RecordingStatus;
    recording: boolean;
    list: List;
    statusAfter: RecordingStatus;
    recordingAfter: boolean;
  }>([
    {
      status: "recording",
      recording: true,
      list: "pushed since before the START",
      statusAfter: "recording",
      recordingAfter: true,
    },
    {
      status: "recording",
      recording: true,
      list: "pushed since the second of the START",
      statusAfter: "recording",
      recordingAfter: true,
    },
    {
      status: "recording",
      recording: true,
      list: "pushed since 2 s after it, which two clocks may differ by",
      statusAfter: "recording",
      recordingAfter: true,
    },
    {
      status: "recording",
      recording: true,
      list: "pushed since 3 s after it",
      statusAfter: "interrupted",
      recordingAfter: false,
    },
    { status: "recording", recording: true, list: "pushed anew", statusAfter: "interrupted", recordingAfter: false },
    {
      status: "recording",
      recording: true,
      list: "pushed since nobody knows when",
      statusAfter: "recording",
      recordingAfter: true,
    },
    { status: "recording", recording: true, list: "others pushed", statusAfter: "offline", recordingAfter: true },
    { status: "recording", recording: true, list: "nothing pushed", statusAfter: "offline", recordingAfter: true },
    { status: "recording", recording: true, list: "no permission", statusAfter: "recording", recordingAfter: true },
    {
      status: "offline",
      recording: true,
      list: "pushed since before the START",
      statusAfter: "recording",
      recordingAfter: true,
    },
    { status: "offline", recording: true, list: "pushed anew", statusAfter: "interrupted", recordingAfter: false },
    { status: "offline", recording: true, list: "nothing pushed", statusAfter: "offline", recordingAfter: true },
    { status: "offline", recording: true, list: "no permission", statusAfter: "offline", recordingAfter: true },
    {
      status: "unknown",
      recording: true,
      list: "pushed since before the START",
      statusAfter: "unknown",
      recordingAfter: false,
    },
    { status: "unknown", recording: true, list: "pushed anew", statusAfter: "unknown", recordingAfter: false },
    { status: "unknown", recording: true, list: "nothing pushed", statusAfter: "unknown", recordingAfter: false },
    { status: "unknown", recording: true, list: "no permission", statusAfter: "unknown", recordingAfter: false },
    {
      status: "unknown",
      recording: false,
      list: "pushed since before the START",
      statusAfter: "unknown",
      recordingAfter: false,
    },
    {
      status: "interrupted",
      recording: false,
      list: "pushed since before the START",
      statusAfter: "interrupted",
      recordingAfter: false,
    },
    { status: "interrupted", recording: false, list: "pushed anew", statusAfter: "interrupted", recordingAfter: false },
    {
      status: "interrupted",
      recording: false,
      list: "nothing pushed",
      statusAfter: "interrupted",
      recordingAfter: false,
    },
    {
      status: "stopped",
      recording: false,
      list: "pushed since before the START",
      statusAfter: "stopped",
      recordingAfter: false,
    },
    { status: "stopped", recording: false, list: "pushed anew", statusAfter: "stopped", recordingAfter: false },
    { status: "stopped", recording: false, list: "nothing pushed", statusAfter: "stopped", recordingAfter: false },
    { status: "stopped", recording: false, list: "no permission", statusAfter: "stopped", recordingAfter: false },
  ])(
    "$status ($recording), $list: $statusAfter ($recordingAfter)",
    async ({ status, recording, list, statusAfter, recordingAfter }) => {
      const state = { ...STATE, status, recording };
      const { id, props, inputs } = await reading(list, state).seen;
      expect(id).toBe("the-id");
      expect(props).toEqual({ ...state, status: statusAfter, recording: recordingAfter });
      // The engine keeps the inputs it has where none are given.
      const drifted = recording && !recordingAfter;
      if (drifted) expect(inputs).toEqual({ ...INPUTS, recording: false });
      else expect(inputs?.recording ?? recording).toBe(recording);
    },
  );

  test("without a time of START a push says nothing", async () => {
    const { startedAt: _, ...state } = STATE;
    const { context } = openContext({ pushes: async () => LISTS["pushed anew"] });
    expect((await read(context, "the-id", state)).props).toEqual(state);
  });
});

describe("the inputs after a drift", () => {
  test("are as check writes them: no project id where none is configured", async () => {
    const { projectId: _, ...config } = CONFIG;
    const { projectId: __, ...inputs } = INPUTS;
    expect((await reading("pushed anew", {}, config).seen).inputs).toEqual({ ...inputs, ...ended });
  });

  test("have adopt, waitForStream and timeout where they were set", async () => {
    const set = { adopt: false, waitForStream: 60, timeout: 30 };
    expect((await reading("pushed anew", set).seen).inputs).toEqual({ ...INPUTS, ...set, ...ended });
  });

  test("have nothing that is undefined, which the engine refuses", async () => {
    const { props, inputs } = await reading("pushed anew", {}).seen;
    expect(Object.values({ ...props, ...inputs })).not.toContain(undefined);
  });
});

describe("a look that fails", () => {
  test("is one warning for the domain, with what the service said", async () => {
    const { seen, saidOnce } = reading("no permission", runs);
    await seen;
    expect(saidOnce).toEqual([
      expect.stringMatching(/^push\.example\.com: warning: .*403 APIGW\.0302.*X-request-id r-1/),
    ]);
  });

  test("is not made for what is declared stopped, or unknown", async () => {
    for (const state of [
      { status: "stopped", ...ended },
      { status: "unknown", ...runs },
    ] as const) {
      const { seen, looks } = reading("no permission", state);
      await seen;
      expect(looks).toEqual([]);
    }
  });

  test("for a setting that is wrong today is a warning too: a refresh merely observes", async () => {
    const { context, saidOnce } = openContext({
      config: { ...CONFIG, "endpoints.live": "http://elsewhere.example.com" },
    });
    expect((await read(context, "the-id", STATE)).props).toEqual(STATE);
    expect(saidOnce.join()).toContain("http://elsewhere.example.com");
  });
});

describe("what it remembers for the deletes that may come", () => {
  test.each<{ list: List; state?: Partial<State>; wanted: boolean }>([
    { list: "pushed since before the START", wanted: true },
    { list: "nothing pushed", wanted: true },
    { list: "pushed anew", wanted: true },
    { list: "no permission", wanted: true },
    { list: "nothing pushed", state: { status: "unknown" }, wanted: true },
    { list: "nothing pushed", state: { status: "stopped", recording: false }, wanted: false },
  ])("with $list and $state the stream is wanted: $wanted", async ({ list, state = {}, wanted }) => {
    const { context, seen } = reading(list, state);
    await seen;
    expect(context.owners.wantedByAnother(KEY, "another")).toBe(wanted);
    expect(context.owners.wantedByAnother(KEY, resourceMark(STATE))).toBe(false);
  });

  test.each(Object.keys(LISTS) as List[])("is no recording, which a list (%s) cannot prove", async (list) => {
    for (const status of ["recording", "offline", "unknown"] as const) {
      const { context, seen } = reading(list, { status });
      await seen;
      expect(context.owners.recordedByAnother(KEY, "another")).toBe(false);
    }
  });
});

describe("a file of settings that cannot be read", () => {
  const FILE = "/nonexistent/config.json";
  const list = "an unreadable file";
  const unreadable = {
    region: CONFIG.region,
    "endpoints.live": CONFIG["endpoints.live"],
    profile: "studio",
    sharedConfigFile: FILE,
  };

  test.each<RecordingStatus>(["recording", "offline", "interrupted", "stopped", "unknown"])(
    "does not make the refresh fail where the status is %s",
    async (status) => {
      const { seen } = reading(list, { status }, unreadable);
      expect((await seen).props.status).toBe(status);
    },
  );

  test("is said once, where there was something to look at: the recording is left as it was", async () => {
    const { seen, saidOnce } = reading(list, {}, unreadable);
    expect(await seen).toEqual({ id: "the-id", props: STATE });
    expect(saidOnce).toEqual([expect.stringMatching(/as they were: .*config\.json/)]);
  });

  test("is not said where there was nothing to look at: the doubt stays in the plan", async () => {
    const { seen, saidOnce } = reading(list, { status: "unknown" }, unreadable);
    expect((await seen).inputs).toMatchObject({ recording: false });
    expect(saidOnce).toEqual([]);
  });
});
