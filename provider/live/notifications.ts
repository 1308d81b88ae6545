import * as v from "valibot";
import type { Answer } from "../http/answer";
import type { Budget } from "../http/budget";
import { ask, type Connection, type Outcome } from "../http/client";

/** Who is told of pushes to a domain (https://support.huaweicloud.com/api-live/UpdatePublishTemplate.html). */
export interface NotificationContent {
  readonly publishDomain: string;
  /** Where the messages go. */
  readonly url: string;
  /** Signs the messages. The page lists it among the fields of an answer, and its example has none. */
  readonly key?: string | undefined;
  /** Where the receiver is: `mainland_china` or `outside_mainland_china`. */
  readonly area?: string | undefined;
}

const PATH = "/notifications/publish";

const text = v.nullish(v.string(), "");
const notificationFromJson = v.object({ url: text, auth_sign_key: text, call_back_area: text });

const of = (publishDomain: string) => [["domain", publishDomain]] as const;

/** https://support.huaweicloud.com/api-live/ListPublishTemplate.html; permission `live:domain:getStreamNotifications`. */
export function getNotification(connection: Connection, publishDomain: string, budget: Budget): Promise<Outcome> {
  const request = { method: "GET", path: PATH, query: of(publishDomain) } as const;
  return ask(connection, request, `GET ${PATH} of ${publishDomain}`, budget);
}

/**
 * Makes it, or takes the place of the one that is there (https://support.huaweicloud.com/api-live/UpdatePublishTemplate.html;
 * permission `live:domain:updateStreamNotification`). What is not declared is sent empty, as Terraform does, so that it goes.
 */
export function putNotification(
  connection: Connection,
  publishDomain: string,
  { url, key = "", area = "" }: NotificationContent,
  budget: Budget,
): Promise<Outcome> {
  const body = { url, auth_sign_key: key, call_back_area: area };
  const request = { method: "PUT", path: PATH, query: of(publishDomain), body, secret: "auth_sign_key" } as const;
  return ask(connection, request, `PUT ${PATH} of ${publishDomain}`, budget);
}

/** https://support.huaweicloud.com/api-live/DeletePublishTemplate.html; permission `live:domain:deleteStreamNotification`. */
export function deleteNotification(connection: Connection, publishDomain: string, budget: Budget): Promise<Outcome> {
  const request = { method: "DELETE", path: PATH, query: of(publishDomain) } as const;
  return ask(connection, request, `DELETE ${PATH} of ${publishDomain}`, budget);
}

/** What an answer says of a domain's notification: with an empty URL there is none. Undefined where it says nothing of one. */
export function notificationIn({ body }: Pick<Answer, "body">, publishDomain: string): NotificationContent | undefined {
  const said = v.safeParse(notificationFromJson, body ?? {});
  if (!said.success) return undefined;
  const { url, auth_sign_key: key, call_back_area: area } = said.output;
  return { publishDomain, url, ...(key !== "" && { key }), ...(area !== "" && { area }) };
}
