import { describe, expect, test } from "vitest";
import { diffEntity } from "../../../../provider/lifecycle/entity/diff";
import { entityKey, entityMark } from "../../../../provider/lifecycle/entity/entity";
import { readEntity } from "../../../../provider/lifecycle/entity/read";
import { RULE, type RuleInputs, type RuleState } from "../../../../provider/lifecycle/rule/rule";
import { CONFIG, openContext, PLACE } from "../fixture";
import { ID, INPUTS, STATE } from "../rule/fixture";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const KEY = entityKey(RULE, PLACE, ID);
const { projectId: _, ...withoutProject } = INPUTS;

describe("what makes another rule of it", () => {
  test.each<{ what: string; news: RuleInputs; replaces: string[]; deleteBeforeReplace: boolean }>([
    { what: "nothing where nothing differs", news: INPUTS, replaces: [], deleteBeforeReplace: true },
    {
      what: "another domain, beside which the old rule may stay for a while",
      news: { ...INPUTS, publishDomain: "push2.example.com" },
      replaces: ["publishDomain"],
      deleteBeforeReplace: false,
    },
    {
      what: "another type, once the old rule has made room",
      news: { ...INPUTS, type: "CONTINUOUS_RECORD" },
      replaces: ["type"],
      deleteBeforeReplace: true,
    },
    {
      what: "another region",
      news: { ...INPUTS, region: "cn-north-1" },
      replaces: ["region"],
      deleteBeforeReplace: false,
    },
    {
      what: "another project",
      news: { ...INPUTS, projectId: "another" },
      replaces: ["projectId"],
      deleteBeforeReplace: false,
    },
    {
      what: "another type somewhere else",
      news: { ...INPUTS, type: "CONTINUOUS_RECORD", region: "cn-north-1" },
      replaces: ["type", "region"],
      deleteBeforeReplace: false,
    },
    {
      what: "a domain that is not known yet",
      news: { ...INPUTS, publishDomain: UNKNOWN },
      replaces: ["publishDomain"],
      deleteBeforeReplace: false,
    },
    {
      what: "a type that is not known yet",
      news: { ...INPUTS, type: UNKNOWN },
      replaces: ["type"],
      deleteBeforeReplace: true,
    },
    {
      what: "no project that is not configured any more",
      news: withoutProject,
      replaces: [],
      deleteBeforeReplace: true,
    },
    {
      what: "no other spelling of the domain",
      news: { ...INPUTS, publishDomain: "PUSH.example.com" },
      replaces: [],
      deleteBeforeReplace: true,
    },
    {
      what: "no other application or stream",
      news: { ...INPUTS, app: "vod", stream: "keynote" },
      replaces: [],
      deleteBeforeReplace: false,
    },
    {
      what: "another type for other streams, beside which the old rule may stay",
      news: { ...INPUTS, app: "vod", type: "CONTINUOUS_RECORD" },
      replaces: ["type"],
      deleteBeforeReplace: false,
    },
    {
      what: "no other bucket",
      news: { ...INPUTS, storage: { ...INPUTS.storage, bucket: "archive", path: "x" } },
      replaces: [],
      deleteBeforeReplace: true,
    },
    {
      what: "no other formats",
      news: { ...INPUTS, hls: { cycle: 60, mergeDuration: -1 }, mp4: { cycle: 0 } },
      replaces: [],
      deleteBeforeReplace: true,
    },
    {
      what: "no change of adopt and timeout",
      news: { ...INPUTS, adopt: true, timeout: 7 },
      replaces: [],
      deleteBeforeReplace: true,
    },
  ])("$what", ({ news, replaces, deleteBeforeReplace }) => {
    expect(diffEntity(RULE, openContext().context, ID, STATE, news)).toEqual({ replaces, deleteBeforeReplace });
  });
});

test("a project that was looked up, and another one that is set now, replace a rule", () => {
  const { context } = openContext({ config: { ...CONFIG, projectId: "another" } });
  const expected = { changes: true, replaces: ["projectId"], deleteBeforeReplace: false };
  expect(diffEntity(RULE, context, ID, STATE, withoutProject)).toEqual(expected);
});

describe("a rule that another resource has, too,", () => {
  test.each<{ what: string; change: Partial<RuleInputs>; replaces: string[] }>([
    { what: "is not changed to another application: a new one is made", change: { app: "vod" }, replaces: ["app"] },
    { what: "is not changed to another stream", change: { stream: "keynote" }, replaces: ["stream"] },
    { what: "is changed otherwise", change: { timeout: 7 }, replaces: [] },
  ])("$what", ({ change, replaces }) => {
    const { context } = openContext();
    context.owners.note(KEY, "of another", { wants: true });
    const expected = { replaces, deleteBeforeReplace: replaces.length === 0 };
    expect(diffEntity(RULE, context, ID, STATE, { ...INPUTS, ...change })).toEqual(expected);
    expect(context.owners.wantedByAnother(KEY, "of another")).toBe(replaces.length === 0);
  });

  test("as a refresh has seen, is not changed to other streams either", async () => {
    const { context } = openContext();
    await readEntity(RULE, context, ID, { ...STATE, requestId: "of a rename that was interrupted" });
    await readEntity(RULE, context, ID, STATE);
    expect(diffEntity(RULE, context, ID, STATE, { ...INPUTS, app: "vod" }).replaces).toEqual(["app"]);
  });
});

describe("what it remembers for the creates and deletes that may come", () => {
  test.each<{ what: string; news: Partial<RuleInputs>; wanted: boolean }>([
    { what: "a rule that stays is wanted", news: {}, wanted: true },
    { what: "one that is changed is wanted", news: { app: "vod" }, wanted: true },
    { what: "one that is replaced is not", news: { type: "CONTINUOUS_RECORD" }, wanted: false },
    { what: "one that goes elsewhere is not", news: { publishDomain: "push2.example.com" }, wanted: false },
  ])("$what", ({ news, wanted }) => {
    const { context } = openContext();
    diffEntity(RULE, context, ID, STATE, { ...INPUTS, ...news });
    expect(context.owners.wantedByAnother(KEY, "another")).toBe(wanted);
    expect(context.owners.wantedByAnother(KEY, entityMark(STATE))).toBe(false);
    expect(context.owners.wantedByAnother(entityKey(RULE, PLACE, "another-id"), "another")).toBe(false);
  });

  test("a state without a request id has a mark, too", () => {
    const { requestId: _, ...unsettled } = STATE;
    const { context } = openContext();
    diffEntity(RULE, context, ID, unsettled as RuleState, INPUTS);
    expect(context.owners.wantedByAnother(KEY, "another")).toBe(true);
    expect(context.owners.wantedByAnother(KEY, entityMark(unsettled as RuleState))).toBe(false);
  });
});
