import { describe, expect, test } from "vitest";
import { createEntity } from "../../../../provider/lifecycle/entity/create";
import { entityKey } from "../../../../provider/lifecycle/entity/entity";
import { RULE, type RuleInputs } from "../../../../provider/lifecycle/rule/rule";
import { ruleToJson } from "../../../../provider/live/rule-json";
import { accepted, answered, lost, refused, type Step } from "../../http/scripted-service";
import { openContext, PLACE } from "../fixture";
import { ID, INPUTS } from "../rule/fixture";

const CREATED = "2026-01-02T03:04:05Z";
const OTHER = { ...INPUTS, storage: { ...INPUTS.storage, bucket: "archive" } };

const json = (content: RuleInputs) => ({ id: ID, ...ruleToJson(content), create_time: CREATED, update_time: CREATED });
const made = answered(200, json(INPUTS), { "x-request-id": "made" });
const exists = refused(400, "LIVE.103011018", { "x-request-id": "exists" });
const changed = answered(200, json(INPUTS), { "x-request-id": "changed" });
const listed = (...contents: RuleInputs[]) =>
  answered(200, { total: contents.length, record_config: contents.map(json) });

const [POST, LIST, PUT] = ["POST /record/rules", "GET /record/rules", `PUT /record/rules/${ID}`];

function creating(steps: readonly Step[], change: Partial<RuleInputs> = {}) {
  const opened = openContext({ steps });
  return { ...opened, go: () => createEntity(RULE, opened.context, { ...INPUTS, timeout: 1, ...change }) };
}

describe("a rule", () => {
  test("that the service makes is in the answer", async () => {
    const { go, sent } = creating([made]);
    expect(await go()).toEqual({
      id: ID,
      outs: { ...INPUTS, timeout: 1, createdAt: CREATED, requestId: "made" },
    });
    expect(sent()).toEqual([POST]);
  });

  test("that the answer does not describe is looked for in the list", async () => {
    const { go, sent } = creating([accepted, listed(INPUTS)]);
    expect(await go()).toMatchObject({ id: ID, outs: { requestId: "id-of-200" } });
    expect(sent()).toEqual([POST, LIST]);
  });

  test("that the service refuses is an error with its words", async () => {
    const { go } = creating([refused(400, "LIVE.100011001")]);
    await expect(go()).rejects.toMatchObject({ code: "RULE_REFUSED", mayHaveRun: false });
  });
});

describe("a rule that exists", () => {
  test("and says what is declared is adopted, and that is said", async () => {
    const { go, sent, said } = creating([exists, listed(INPUTS)]);
    expect(await go()).toMatchObject({ id: ID, outs: { requestId: "exists" } });
    expect(sent()).toEqual([POST, LIST]);
    expect(said).toEqual([expect.stringContaining("already matches the declaration: adopted")]);
  });

  test("after a POST without an answer is one's own, and nothing is said of it", async () => {
    const { go, said } = creating([lost(), exists, listed(INPUTS)], { timeout: 20 });
    await go();
    expect(said.join()).not.toContain("adopted");
  });

  test("and says something else is in the way: the error has each difference", async () => {
    const { go, sent } = creating([exists, listed(OTHER)]);
    await expect(go()).rejects.toMatchObject({ code: "RULE_EXISTS", message: expect.stringContaining("archive") });
    expect(sent()).toEqual([POST, LIST]);
  });

  test("and says something else is changed with adopt: true", async () => {
    const { go, sent, said } = creating([exists, listed(OTHER), changed], { adopt: true });
    expect(await go()).toMatchObject({ id: ID, outs: { requestId: "changed" } });
    expect(sent()).toEqual([POST, LIST, PUT]);
    expect(said).toEqual([expect.stringContaining("adopted, and changed to what is declared")]);
  });

  test("and cannot be changed is an error of the change", async () => {
    const { go } = creating([exists, listed(OTHER), refused(400, "LIVE.100011001")], { adopt: true });
    await expect(go()).rejects.toMatchObject({ code: "RULE_REFUSED", message: expect.stringMatching(/^PUT of /) });
  });

  test("and belongs to another resource of the program is an error: keep one", async () => {
    const { go, context } = creating([exists, listed(INPUTS)]);
    context.owners.note(entityKey(RULE, PLACE, ID), "of another", { wants: true });
    await expect(go()).rejects.toMatchObject({ code: "RULE_DECLARED_TWICE" });
  });

  test.each<{ why: string; list: Step; says: RegExp }>([
    { why: "may not be listed", list: refused(403, "LIVE.100011003"), says: /the rules could not be listed: HTTP 403/ },
    { why: "is not in the list", list: listed(), says: /it is not in the list of rules/ },
  ])("and $why cannot be adopted: its id is needed", async ({ list, says }) => {
    const { go } = creating([exists, list]);
    await expect(go()).rejects.toMatchObject({ code: "RULE_EXISTS", message: expect.stringMatching(says) });
  });
});

describe("a POST without an answer, also after repeats,", () => {
  const { requestId: _, ...unsettled } = { ...INPUTS, timeout: 1, createdAt: CREATED, requestId: "none" };

  test("is kept in the state where the list has the rule: a destroy deletes it, and an update settles it", async () => {
    const { go, sent, context } = creating([lost(), lost(), listed(INPUTS)]);
    await expect(go()).rejects.toMatchObject({
      code: "NO_ANSWER",
      id: ID,
      properties: unsettled,
      message: expect.stringMatching(/It may have been executed\.\nIt exists as \w+, and the state has it now/),
    });
    expect(sent().at(-1)).toBe(LIST);
    expect(context.owners.wantedByAnother(entityKey(RULE, PLACE, ID), "another")).toBe(true);
  });

  test.each<{ where: string; list: Step; owner?: string }>([
    { where: "has none", list: listed() },
    { where: "has one that says something else", list: listed(OTHER) },
    { where: "has one that is another resource's", list: listed(INPUTS), owner: "of another" },
    { where: "cannot be had", list: refused(403, "LIVE.100011003") },
  ])("is left to the next create where the list $where", async ({ list, owner }) => {
    const { go, context } = creating([lost(), lost(), list]);
    if (owner !== undefined) context.owners.note(entityKey(RULE, PLACE, ID), owner, { wants: true });
    const error = await go().catch((error) => error);
    expect(error).not.toHaveProperty("id");
    expect(error.message).toMatch(/\nThe next `pulumi up` of the same program adopts it\. A `destroy` before that/);
  });
});

test("a change of an adopted rule without an answer is kept in the state, too", async () => {
  const { go } = creating([exists, listed(OTHER), lost()], { adopt: true });
  await expect(go()).rejects.toMatchObject({ id: ID, message: expect.stringMatching(/^PUT of .* sends it again\.$/s) });
});
