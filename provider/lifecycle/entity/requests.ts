import type { Budget } from "../../http/budget";
import type { ChangeRequest } from "../change-request";
import { type Entity, type EntityContent, entityName } from "./entity";

/** Of what a create has written: it is in no state. */
const WRITTEN_BY_CREATE =
  "The next `pulumi up` of the same program adopts it; a `destroy` before that leaves it behind.";

export function postRequest<C extends EntityContent>(entity: Entity<C>, content: C, budget: Budget): ChangeRequest {
  const { permission, send } = entity.calls.post;
  return {
    what: `POST of the ${entity.words.noun} ${entity.name(content)}`,
    permission,
    ifMayHaveRun: WRITTEN_BY_CREATE,
    budget,
    send: (connection) => send(connection, content, budget),
  };
}

/** Changes an entity that a create has found. */
export function adoptRequest<C extends EntityContent>(
  entity: Entity<C>,
  id: string,
  content: C,
  budget: Budget,
): ChangeRequest {
  const what = `PUT of the ${entity.words.noun} ${entity.name(content)}`;
  return { ...putRequest(entity, id, content, budget), what, ifMayHaveRun: WRITTEN_BY_CREATE };
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
    ifMayHaveRun: "The next `pulumi up` settles it.",
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

/** It changes nothing, but an import needs its answer. */
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
