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
  test.each<[string, RuleInputs, string[], boolean]>([
    ["nothing where nothing differs", INPUTS, [], true],
    [
      "another domain, beside which the old rule may stay for a while",
      { ...INPUTS, publishDomain: "push2.example.com" },
      ["publishDomain"],
      false,
    ],
    ["another type, once the old rule has made room", { ...INPUTS, type: "CONTINUOUS_RECORD" }, ["type"], true],
    ["another region", { ...INPUTS, region: "cn-north-1" }, ["region"], false],
    ["another project", { ...INPUTS, projectId: "another" }, ["projectId"], false],
    [
      "another type somewhere else",
      { ...INPUTS, type: "CONTINUOUS_RECORD", region: "cn-north-1" },
      ["type", "region"],
      false,
    ],
    ["a domain that is not known yet", { ...INPUTS, publishDomain: UNKNOWN }, ["publishDomain"], false],
    ["a type that is not known yet", { ...INPUTS, type: UNKNOWN }, ["type"], true],
    ["no project that is not configured any more", withoutProject, [], true],
    ["no other spelling of the domain", { ...INPUTS, publishDomain: "PUSH.example.com" }, [], true],
    ["no other application or stream", { ...INPUTS, app: "vod", stream: "keynote" }, [], false],
    [
      "another type for other streams, beside which the old rule may stay",
      { ...INPUTS, app: "vod", type: "CONTINUOUS_RECORD" },
      ["type"],
      false,
    ],
    ["no other bucket", { ...INPUTS, storage: { ...INPUTS.storage, bucket: "archive", path: "x" } }, [], true],
    ["no other formats", { ...INPUTS, hls: { cycle: 60, mergeDuration: -1 }, mp4: { cycle: 0 } }, [], true],
    ["no change of adopt and timeout", { ...INPUTS, adopt: true, timeout: 7 }, [], true],
  ])("%s", (_, news, replaces, deleteBeforeReplace) => {
    expect(diffEntity(RULE, openContext().context, ID, STATE, news)).toEqual({ replaces, deleteBeforeReplace });
  });
});

test("a project that was looked up, and another one that is set now, replace a rule", () => {
  const { context } = openContext({ config: { ...CONFIG, projectId: "another" } });
  const expected = { changes: true, replaces: ["projectId"], deleteBeforeReplace: false };
  expect(diffEntity(RULE, context, ID, STATE, withoutProject)).toEqual(expected);
});

describe("a rule that another resource has, too,", () => {
  test.each<[string, Partial<RuleInputs>, string[]]>([
    ["is not changed to another application: a new one is made", { app: "vod" }, ["app"]],
    ["is not changed to another stream", { stream: "keynote" }, ["stream"]],
    ["is changed otherwise", { timeout: 7 }, []],
  ])("%s", (_, change, replaces) => {
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
  test.each<[string, Partial<RuleInputs>, boolean]>([
    ["a rule that stays is wanted", {}, true],
    ["one that is changed is wanted", { app: "vod" }, true],
    ["one that is replaced is not", { type: "CONTINUOUS_RECORD" }, false],
    ["one that goes elsewhere is not", { publishDomain: "push2.example.com" }, false],
  ])("%s", (_, news, wanted) => {
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
