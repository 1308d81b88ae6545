import { describe, expect, test } from "vitest";
import { NoAnswerError } from "../../../provider/http/client";
import { LifecycleError } from "../../../provider/lifecycle/errors";
import { placeIn, placeOf, streamKey } from "../../../provider/lifecycle/place";
import { failureOf } from "../../failure-of";
import { CONFIG, openContext, PLACE, PROJECT, settingsOf } from "./fixture";

const { projectId: _, ...WITHOUT_PROJECT } = CONFIG;

describe("the project of a place", () => {
  /** The regions of which the project was looked up. */
  function looking(config: Readonly<Record<string, unknown>>) {
    const { context } = openContext({ config });
    const lookups: string[] = [];
    const timeouts: number[] = [];
    const project = async (region: string, timeout: number) => {
      lookups.push(region);
      timeouts.push(timeout);
      return "found";
    };
    return { context: { ...context, live: { ...context.live, project } }, lookups, timeouts };
  }

  test.each<{
    what: string;
    config: Readonly<Record<string, unknown>>;
    inputs: { region?: string; projectId?: string };
    projectId: string;
    regions: string[];
  }>([
    {
      what: "is that of the inputs",
      config: CONFIG,
      inputs: { projectId: "declared" },
      projectId: "declared",
      regions: [],
    },
    {
      what: "is that of the inputs, configured or not",
      config: WITHOUT_PROJECT,
      inputs: { projectId: "declared" },
      projectId: "declared",
      regions: [],
    },
    { what: "is the configured one", config: CONFIG, inputs: {}, projectId: PROJECT, regions: [] },
    {
      what: "is looked up only where none is configured",
      config: WITHOUT_PROJECT,
      inputs: {},
      projectId: "found",
      regions: ["cn-north-4"],
    },
    {
      what: "is looked up in the region of the inputs",
      config: WITHOUT_PROJECT,
      inputs: { region: "cn-north-1" },
      projectId: "found",
      regions: ["cn-north-1"],
    },
  ])("$what", async ({ config, inputs, projectId, regions }) => {
    const { context, lookups } = looking(config);
    const region = inputs.region ?? PLACE.region;
    expect(await placeOf(context, inputs)).toEqual({ ...PLACE, region, projectId });
    expect(lookups).toEqual(regions);
  });

  test.each<{ what: string; inputs: object; limit: number | undefined; seconds: number }>([
    { what: "of the command", inputs: { timeout: 5 }, limit: undefined, seconds: 5 },
    { what: "that is the default", inputs: {}, limit: undefined, seconds: 120 },
    { what: "that the user allows the call", inputs: { timeout: 60 }, limit: 7, seconds: 7 },
  ])("is looked up within the timeout $what", async ({ inputs, limit, seconds }) => {
    const { context, timeouts } = looking(WITHOUT_PROJECT);
    await placeOf({ ...context, limit }, inputs);
    expect(timeouts).toEqual([seconds]);
  });

  test("that cannot be looked up for want of a host is the error that a command would get", async () => {
    const { context } = looking(WITHOUT_PROJECT);
    const away = new NoAnswerError(false, 2, new Error("no address for iam.test"));
    const live = { ...context.live, project: () => Promise.reject(away) };
    const error = await failureOf(placeOf({ ...context, live }, { timeout: 5 }), LifecycleError);
    expect(error.code).toBe("NO_ANSWER");
    expect(error.message).toBe(
      "looking up the project of cn-north-4 got no answer in 2 tries within the timeout of 5 s: no address for iam.test\nNothing was executed. Run the same command again once the service can be reached.",
    );
  });

  test("that cannot be looked up is an error", async () => {
    const { context } = looking(WITHOUT_PROJECT);
    const live = { ...context.live, project: () => Promise.reject(new Error("two projects")) };
    await expect(placeOf({ ...context, live }, {})).rejects.toThrow("two projects");
  });
});

test("a state names its region and project; the endpoint is that of today", () => {
  const settings = settingsOf({ ...CONFIG, "endpoints.live": "https://today.test" });
  const kept = { region: "cn-north-1", projectId: "kept" };
  expect(placeIn(settings, kept)).toEqual({ ...kept, endpoint: "https://today.test" });
  expect(placeIn(settings, { projectId: "kept" })).toMatchObject({ region: PLACE.region });
});

test("two spellings of a domain are one stream, two spellings of a stream are two", () => {
  const key = (publishDomain: string, stream: string) => streamKey(PLACE, { publishDomain, app: "live", stream });
  expect(key("Push.Example.COM", "a")).toBe(key("push.example.com", "a"));
  expect(key("中国.com", "a")).toBe(key("xn--fiqs8s.com", "a"));
  expect(key("push.example.com", "A")).not.toBe(key("push.example.com", "a"));
});
