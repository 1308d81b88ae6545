import type { Budget } from "../../http/budget";
import type { RuleContent } from "../../live/rule-json";
import { deleteRule, getRule, postRule, putRule, ruleName } from "../../live/rules";
import type { ChangeRequest } from "../change-request";

/** Of what a create has written: it is in no state. */
const WRITTEN_BY_CREATE =
  "The next `pulumi up` of the same program adopts it; a `destroy` before that leaves it behind.";

export function postRequest(content: RuleContent, budget: Budget): ChangeRequest {
  return {
    what: `POST of the recording rule ${ruleName(content)}`,
    permission: "live:record:createRule",
    ifMayHaveRun: WRITTEN_BY_CREATE,
    budget,
    send: (connection) => postRule(connection, content, budget),
  };
}

/** Changes a rule that a create has found. */
export function adoptRequest(id: string, content: RuleContent, budget: Budget): ChangeRequest {
  const what = `PUT of the recording rule ${ruleName(content)}`;
  return { ...putRequest(id, content, budget), what, ifMayHaveRun: WRITTEN_BY_CREATE };
}

export function putRequest(id: string, content: RuleContent, budget: Budget): ChangeRequest {
  return {
    what: `PUT of the recording rule ${ruleName(content)} (${id})`,
    permission: "live:record:updateRule",
    ifMayHaveRun: "The next `pulumi up` settles it.",
    budget,
    send: (connection) => putRule(connection, id, content, budget),
  };
}

export function deleteRequest(id: string, content: RuleContent, budget: Budget): ChangeRequest {
  return {
    what: `DELETE of the recording rule ${ruleName(content)} (${id})`,
    permission: "live:record:deleteRule",
    ifMayHaveRun: "Run the same command again.",
    budget,
    send: (connection) => deleteRule(connection, id, budget),
  };
}

/** It changes nothing, but an import needs its answer. */
export function getRequest(id: string, budget: Budget): ChangeRequest {
  return {
    what: `GET of the recording rule ${id}`,
    permission: "live:record:getRule",
    ifMayHaveRun: "",
    budget,
    send: (connection) => getRule(connection, id, budget),
  };
}
