import type { Budget } from "../../http/budget";
import type { ChangeRequest } from "../change-request";
import { type ByPost, type Entity, type EntityContent, entityName } from "./entity";

export function postRequest<C extends EntityContent>(
  entity: Entity<C>,
  { permission, send }: ByPost<C>["post"],
  content: C,
  budget: Budget,
): ChangeRequest {
  return {
    what: `POST of the ${entity.words.noun} ${entity.name(content)}`,
    permission,
    // Depends on whether the list shows it then: see create.ts.
    ifMayHaveRun: "",
    budget,
    send: (connection) => send(connection, content, budget),
  };
}

export function putRequest<C extends EntityContent>(
  entity: Entity<C>,
  id: string,
  content: C,
  budget: Budget,
): ChangeRequest {
  const { permission, send } = entity.calls.put;
  return {
    what: `PUT of the ${entityName(entity, content, id)}`,
    permission,
    ifMayHaveRun: "The next `pulumi up` sends it again.",
    budget,
    send: (connection) => send(connection, id, content, budget),
  };
}

export function deleteRequest<C extends EntityContent>(
  entity: Entity<C>,
  id: string,
  content: C,
  budget: Budget,
): ChangeRequest {
  const { permission, send } = entity.calls.delete;
  return {
    what: `DELETE of the ${entityName(entity, content, id)}`,
    permission,
    ifMayHaveRun: "Run the same command again.",
    budget,
    send: (connection) => send(connection, id, budget),
  };
}

/** It changes nothing, but an import needs its answer, and a create that may not take the place of another one. */
export function getRequest<C extends EntityContent>(entity: Entity<C>, id: string, budget: Budget): ChangeRequest {
  const { permission, send } = entity.calls.get;
  return {
    what: `GET of the ${entity.words.noun} ${id}`,
    permission,
    ifMayHaveRun: "",
    budget,
    send: (connection) => send(connection, id, budget),
  };
}
