import * as v from "valibot";
import type { Answer } from "../http/answer";
import type { Budget } from "../http/budget";
import { ask, type Connection, type Outcome } from "../http/client";
import { readAll, total } from "./listing";
import { type RecordRule, type RuleContent, ruleFromJson, ruleToJson } from "./rule-json";

const PATH = "/record/rules";
const ONE = `${PATH}/{id}`;

const page = v.pipe(
  v.object({ total, record_config: v.nullish(v.array(ruleFromJson), []) }),
  v.transform(({ total, record_config }) => ({ total, items: record_config })),
);

/**
 * The recording rules of a domain (https://support.huaweicloud.com/api-live/ListRecordRules.html; permission
 * `live:record:listRules`).
 */
export function recordRules(connection: Connection, publishDomain: string, budget: Budget): Promise<RecordRule[]> {
  const query = [["publish_domain", publishDomain]] as const;
  return readAll(connection, { path: PATH, query, page, key: (rule) => rule.id }, budget);
}

/** https://support.huaweicloud.com/api-live/CreateRecordRule.html; permission `live:record:createRule`. */
export function postRule(connection: Connection, content: RuleContent, budget: Budget): Promise<Outcome> {
  const request = { method: "POST", path: PATH, query: [], body: ruleToJson(content) } as const;
  return ask(connection, request, `POST ${PATH} for ${ruleName(content)}`, budget);
}

/** https://support.huaweicloud.com/api-live/ShowRecordRule.html; permission `live:record:getRule`. */
export function getRule(connection: Connection, id: string, budget: Budget): Promise<Outcome> {
  return ask(connection, { method: "GET", path: `${PATH}/${id}`, api: ONE, query: [] }, `GET ${PATH}/${id}`, budget);
}

/** https://support.huaweicloud.com/api-live/UpdateRecordRule.html; permission `live:record:updateRule`. */
export function putRule(connection: Connection, id: string, content: RuleContent, budget: Budget): Promise<Outcome> {
  const request = { method: "PUT", path: `${PATH}/${id}`, api: ONE, query: [], body: ruleToJson(content) } as const;
  return ask(connection, request, `PUT ${PATH}/${id}`, budget);
}

/** https://support.huaweicloud.com/api-live/DeleteRecordRule.html; permission `live:record:deleteRule`. */
export function deleteRule(connection: Connection, id: string, budget: Budget): Promise<Outcome> {
  return ask(
    connection,
    { method: "DELETE", path: `${PATH}/${id}`, api: ONE, query: [] },
    `DELETE ${PATH}/${id}`,
    budget,
  );
}

/** The rule that an answer describes; undefined where it describes none. */
export function ruleIn({ body }: Pick<Answer, "body">): RecordRule | undefined {
  const rule = v.safeParse(ruleFromJson, body);
  return rule.success ? rule.output : undefined;
}

/** `publishDomain/app/stream`, as users see a rule in errors. */
export function ruleName({ publishDomain, app, stream }: RuleContent): string {
  return `${publishDomain}/${app}/${stream}`;
}

/**
 * The rule that decides for a stream: the application is matched exactly first, then the stream; only a whole `*` is a
 * wildcard.
 */
export function ruleFor(rules: readonly RecordRule[], app: string, stream: string): RecordRule | undefined {
  const wanted = [
    [app, stream],
    [app, "*"],
    ["*", stream],
    ["*", "*"],
  ];
  for (const [a, s] of wanted) {
    const hit = rules.find((rule) => rule.app === a && rule.stream === s);
    if (hit) return hit;
  }
  return undefined;
}
