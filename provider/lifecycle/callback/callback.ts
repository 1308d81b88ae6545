import { isAbsent } from "../../http/codes";
import {
  type CallbackContent,
  callbackIn,
  callbackName,
  deleteCallback,
  getCallback,
  postCallback,
  putCallback,
  recordCallbacks,
} from "../../live/callbacks";
import type { Entity, EntityInputs, EntityState } from "../entity/entity";
import { serviceId } from "../inputs/service-id";
import { checkCallback, RECORD_CALLBACK } from "./check";

export type CallbackInputs = EntityInputs<CallbackContent>;
export type CallbackState = EntityState<CallbackContent>;

/** Who is told of recordings. The service never shows the key, so that nobody knows whether it is the declared one. */
export const CALLBACK: Entity<CallbackContent> = {
  declarable: RECORD_CALLBACK,
  check: checkCallback,
  codes: {
    exists: "CALLBACK_EXISTS",
    declaredTwice: "CALLBACK_DECLARED_TWICE",
    refused: "CALLBACK_REFUSED",
    gone: "CALLBACK_GONE",
  },
  words: {
    noun: "recording callback",
    short: "callback",
    scope: "application",
    elsewhere: "another application",
    ifForgotten: "It stays in Live then, and its receiver goes on to be told.",
  },
  content: ["publishDomain", "app", "url", "events", "signType", "key"],
  identity: ["publishDomain"],
  unique: ["publishDomain", "app"],
  leftToService: ["key"],
  unshown: ["key"],
  isWhole: ({ publishDomain, url }) => publishDomain !== "" && url !== "",
  name: callbackName,
  calls: {
    make: {
      post: { permission: "live:record:createCallback", send: postCallback },
      list: { permission: "live:record:listCallbacks", send: recordCallbacks },
    },
    get: { permission: "live:record:getCallback", send: getCallback },
    put: { permission: "live:record:updateCallback", send: putCallback },
    delete: { permission: "live:record:deleteCallback", send: deleteCallback },
    found: callbackIn,
    isGone: isAbsent,
  },
  idProblem: serviceId("RecordCallback", "callbacks", "ListRecordCallbackConfigs"),
  declaration: ({ publishDomain, app, url, events, signType }) => ({ publishDomain, app, url, events, signType }),
};
