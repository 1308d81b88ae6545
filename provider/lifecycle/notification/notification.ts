import * as v from "valibot";
import { isAbsent, isRequestIllegal } from "../../http/codes";
import { ServiceError } from "../../http/errors";
import { oneSpelling } from "../../live/host";
import {
  deleteNotification,
  getNotification,
  type NotificationContent,
  notificationIn,
  putNotification,
} from "../../live/notifications";
import type { Entity, EntityInputs, EntityState, Found } from "../entity/entity";
import { publishDomain } from "../inputs/names";
import { checkNotification, STREAM_NOTIFICATION } from "./check";

export type NotificationInputs = EntityInputs<NotificationContent>;
export type NotificationState = EntityState<NotificationContent>;

/** Who is told of pushes: one for each domain, which is its id. */
export const NOTIFICATION: Entity<NotificationContent> = {
  declarable: STREAM_NOTIFICATION,
  check: checkNotification,
  codes: {
    exists: "NOTIFICATION_EXISTS",
    declaredTwice: "NOTIFICATION_DECLARED_TWICE",
    refused: "NOTIFICATION_REFUSED",
  },
  words: {
    noun: "stream notification",
    short: "notification",
    scope: "domain",
    elsewhere: "another domain",
    ifForgotten: "It stays in Live then, and its receiver goes on to be told.",
  },
  content: ["publishDomain", "url", "key", "area"],
  identity: ["publishDomain"],
  unique: ["publishDomain"],
  leftToService: ["key", "area"],
  unshown: ["key"],
  isWhole: ({ url }) => url !== "",
  name: ({ publishDomain }) => oneSpelling(publishDomain),
  calls: {
    make: { id: ({ publishDomain }) => oneSpelling(publishDomain) },
    get: { permission: "live:domain:getStreamNotifications", send: getNotification },
    put: { permission: "live:domain:updateStreamNotification", send: putNotification },
    delete: { permission: "live:domain:deleteStreamNotification", send: deleteNotification },
    found,
    isGone: (answer) => {
      // A domain that does not exist is a 400 of the code for all refusals, as Terraform's provider reads it.
      if (answer instanceof ServiceError) return isAbsent(answer) || isRequestIllegal(answer);
      return found(answer, "")?.url === "";
    },
  },
  idProblem: (id) =>
    v.is(publishDomain, id)
      ? undefined
      : "the id of a StreamNotification is its publish domain, such as push.example.com. This one cannot be.",
  declaration: ({ publishDomain, url, area }) => ({ publishDomain, url, area }),
};

function found(answer: Parameters<typeof notificationIn>[0], id = ""): Found<NotificationContent> | undefined {
  const notification = notificationIn(answer, id);
  return notification && { ...notification, id, createdAt: 0 };
}
