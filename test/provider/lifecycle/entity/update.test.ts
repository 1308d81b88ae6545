import { describe, expect, test } from "vitest";
import { removeEntity } from "../../../../provider/lifecycle/entity/delete";
import { diffEntity } from "../../../../provider/lifecycle/entity/diff";
import { entityKey, entityMark } from "../../../../provider/lifecycle/entity/entity";
import { updateEntity } from "../../../../provider/lifecycle/entity/update";
import { RULE, type RuleInputs, type RuleState } from "../../../../provider/lifecycle/rule/rule";
import { ruleToJson } from "../../../../provider/live/rule-json";
import { accepted, answered, lost, refused, type Step } from "../../http/scripted-service";
import { openContext, PLACE } from "../fixture";
import { ID, INPUTS, STATE } from "../rule/fixture";

const OTHER_ID = "of-the-other-rule";
const OTHER_KEY = entityKey(RULE, PLACE, OTHER_ID);
const MOVED: RuleInputs = { ...INPUTS, app: "vod", adopt: true, timeout: 1 };

const exists = refused(400, "LIVE.103011018");
const listed = (...contents: RuleInputs[]) =>
  answered(200, {
    total: contents.length,
    record_config: contents.map((content) => ({ id: OTHER_ID, ...ruleToJson(content) })),
  });
const changed = answered(200, undefined, { "x-request-id": "changed" });
const deleted = answered(204);

const [PUT, LIST, DELETE] = [`PUT /record/rules/${ID}`, "GET /record/rules", `DELETE /record/rules/${OTHER_ID}`];

function updating(steps: readonly Step[], change: Partial<RuleInputs> = {}) {
  const opened = openContext({ steps });
  const news = { ...MOVED, ...change };
  return { ...opened, go: () => updateEntity(RULE, opened.context, ID, STATE, news) };
}

describe("a change to streams that another rule has", () => {
  test("deletes that rule first where it says what is declared, and says so", async () => {
    const { go, sent, said } = updating([exists, listed(MOVED), deleted, changed]);
    const { outs } = await go();
    expect(outs).toEqual({ ...MOVED, createdAt: STATE.createdAt, requestId: "changed" });
    expect(sent()).toEqual([PUT, LIST, DELETE, PUT]);
    expect(said).toEqual([expect.stringContaining("matched the declaration")]);
  });

  test("keeps what that rule has said besides", async () => {
    const bodies: string[] = [];
    const more = { ...MOVED, hls: { cycle: 3600, prefix: "of/the/other" } };
    const noted: Step = ({ body }) => {
      bodies.push(String(body));
      return changed;
    };
    await updating([exists, listed(more), deleted, noted]).go();
    expect(JSON.parse(bodies.join())).toMatchObject({
      app: "vod",
      default_record_config: { hls_config: { record_prefix: "of/the/other" } },
    });
  });

  test.each<{ that: string; list: Step; change?: Partial<RuleInputs>; code: string; says: RegExp; sends: string[] }>([
    {
      that: "says something else",
      list: listed({ ...MOVED, type: "CONTINUOUS_RECORD" }),
      code: "RULE_EXISTS",
      says: /differs from the declaration:\n {2}- type is "CONTINUOUS_RECORD".*\nRun `pulumi up --replace`/,
      sends: [PUT, LIST],
    },
    {
      that: "may not be adopted",
      list: listed(MOVED),
      change: { adopt: false },
      code: "RULE_REFUSED",
      says: /there is another rule for the same streams.*`pulumi up --replace`.*`adopt: true`/,
      sends: [PUT],
    },
    {
      that: "may not be listed",
      list: refused(403, "LIVE.100011003"),
      code: "RULE_EXISTS",
      says: /the rules could not be listed: HTTP 403/,
      sends: [PUT, LIST],
    },
  ])("leaves a rule that $that where it is", async ({ list, change, code, says, sends }) => {
    const { go, sent } = updating([exists, list, deleted, changed], change);
    await expect(go()).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
    expect(sent()).toEqual(sends);
  });

  test("leaves a rule where it is that another resource of the program wants", async () => {
    const { go, sent, context } = updating([exists, listed(MOVED), deleted, changed]);
    context.owners.note(OTHER_KEY, "of another", { wants: true });
    await expect(go()).rejects.toMatchObject({ code: "RULE_DECLARED_TWICE" });
    expect(sent()).toEqual([PUT, LIST]);
  });

  test("is sent again where that rule has other streams by then", async () => {
    const { go, sent } = updating([exists, listed(), changed]);
    await expect(go()).resolves.toMatchObject({ outs: { requestId: "changed" } });
    expect(sent()).toEqual([PUT, LIST, PUT]);
  });

  test("that dies after the DELETE, or gets no answer to it, is a plain PUT in the next run", async () => {
    const dying = updating([exists, listed(MOVED), lost()]);
    await expect(dying.go()).rejects.toMatchObject({ code: "NO_ANSWER", mayHaveRun: true });
    const next = updating([changed]);
    await next.go();
    expect(next.sent()).toEqual([PUT]);
  });

  test("goes on where that rule is gone by then", async () => {
    const { go, sent } = updating([exists, listed(MOVED), refused(404, "LIVE.100011001"), changed]);
    await go();
    expect(sent()).toEqual([PUT, LIST, DELETE, PUT]);
  });

  test("whose DELETE is refused leaves the other rule to its resource", async () => {
    const { go, context } = updating([exists, listed(MOVED), refused(400, "LIVE.100011001")]);
    await expect(go()).rejects.toMatchObject({ code: "RULE_REFUSED", message: expect.stringMatching(/^DELETE of /) });
    expect(context.owners.wantedByAnother(OTHER_KEY, "of another")).toBe(false);
  });
});

describe("the resource that had the other rule in its state", () => {
  const ITS = { ...STATE, app: "vod", requestId: "its" };

  test("is replaced by its own change to other streams, and deletes nothing then", async () => {
    const { go, sent, context } = updating([exists, listed(MOVED), deleted, changed]);
    await go();
    const difference = diffEntity(RULE, context, OTHER_ID, ITS, { ...INPUTS, app: "third" });
    expect(difference).toEqual({ replaces: ["app"], deleteBeforeReplace: false });
    await removeEntity(RULE, context, OTHER_ID, ITS);
    expect(sent()).toEqual([PUT, LIST, DELETE, PUT]);
  });
});

describe("an answer that is lost", () => {
  test("keeps what is declared, without a request id", async () => {
    const { go } = updating([lost()]);
    const { requestId: _, ...unsettled }: RuleState = { ...STATE, ...MOVED };
    await expect(go()).rejects.toMatchObject({ id: ID, properties: unsettled });
  });

  test("comes after the repeat of the change, which is the one that counts", async () => {
    const { go, context } = updating([lost(), accepted], { timeout: 60 });
    await go();
    expect(context.owners.wantedByAnother(entityKey(RULE, PLACE, ID), entityMark(STATE))).toBe(true);
  });
});
