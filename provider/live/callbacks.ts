import * as v from "valibot";
import type { Answer } from "../http/answer";
import type { Budget } from "../http/budget";
import { ask, type Connection, type Outcome } from "../http/client";
import { serviceTime } from "../http/service-time";
import { readAll, total } from "./listing";

/** What a recording callback says (https://support.huaweicloud.com/api-live/CreateRecordCallbackConfig.html). */
export interface CallbackContent {
  readonly publishDomain: string;
  /** A name, or `*` for all. */
  readonly app: string;
  /** Where the messages go. */
  readonly url: string;
  /** `RECORD_FILE_COMPLETE` and others. */
  readonly events: readonly string[];
  /** `HMACSHA256` or `MD5`. */
  readonly signType: string;
  /** Signs the messages. In no answer. */
  readonly key?: string | undefined;
}

/** A recording callback of the service. */
export interface RecordCallback extends CallbackContent {
  readonly id: string;
  /** In milliseconds since the epoch; 0 where the service does not say. */
  readonly createdAt: number;
}

const PATH = "/record/callbacks";
const ONE = `${PATH}/{id}`;

const text = v.nullish(v.string(), "");
const callbackFromJson = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.nonEmpty()),
    publish_domain: text,
    app: text,
    notify_callback_url: text,
    notify_event_subscription: v.nullish(v.array(v.string()), ["RECORD_FILE_COMPLETE"]),
    sign_type: v.nullish(v.string(), "HMACSHA256"),
    create_time: text,
  }),
  v.transform(
    (callback): RecordCallback => ({
      id: callback.id,
      publishDomain: callback.publish_domain,
      app: callback.app,
      url: callback.notify_callback_url,
      events: callback.notify_event_subscription,
      signType: callback.sign_type,
      createdAt: Math.max(0, serviceTime(callback.create_time) || 0),
    }),
  ),
);

/** The body that makes or changes a callback. `JSON.stringify` leaves out what is undefined. */
function callbackToJson({ publishDomain, app, url, events, signType, key }: CallbackContent): object {
  return {
    publish_domain: publishDomain,
    app,
    notify_callback_url: url,
    notify_event_subscription: events,
    sign_type: signType,
    key,
  };
}

const page = v.pipe(
  v.object({ total, callback_config: v.nullish(v.array(callbackFromJson), []) }),
  v.transform(({ total, callback_config }) => ({ total, items: callback_config })),
);

/** https://support.huaweicloud.com/api-live/ListRecordCallbackConfigs.html; permission `live:record:listCallbacks`. */
export function recordCallbacks(
  connection: Connection,
  publishDomain: string,
  budget: Budget,
): Promise<RecordCallback[]> {
  const query = [["publish_domain", publishDomain]] as const;
  return readAll(connection, { path: PATH, query, page, key: (callback) => callback.id }, budget);
}

/** https://support.huaweicloud.com/api-live/CreateRecordCallbackConfig.html; permission `live:record:createCallback`. */
export function postCallback(connection: Connection, content: CallbackContent, budget: Budget): Promise<Outcome> {
  const request = { method: "POST", path: PATH, query: [], body: callbackToJson(content), secret: "key" } as const;
  return ask(connection, request, `POST ${PATH} for ${callbackName(content)}`, budget);
}

/** https://support.huaweicloud.com/api-live/ShowRecordCallbackConfig.html; permission `live:record:getCallback`. */
export function getCallback(connection: Connection, id: string, budget: Budget): Promise<Outcome> {
  return ask(connection, { method: "GET", path: `${PATH}/${id}`, api: ONE, query: [] }, `GET ${PATH}/${id}`, budget);
}

/** https://support.huaweicloud.com/api-live/UpdateRecordCallbackConfig.html; permission `live:record:updateCallback`. */
export function putCallback(
  connection: Connection,
  id: string,
  content: CallbackContent,
  budget: Budget,
): Promise<Outcome> {
  const body = callbackToJson(content);
  const request = { method: "PUT", path: `${PATH}/${id}`, api: ONE, query: [], body, secret: "key" } as const;
  return ask(connection, request, `PUT ${PATH}/${id}`, budget);
}

/** https://support.huaweicloud.com/api-live/DeleteRecordCallbackConfig.html; permission `live:record:deleteCallback`. */
export function deleteCallback(connection: Connection, id: string, budget: Budget): Promise<Outcome> {
  const request = { method: "DELETE", path: `${PATH}/${id}`, api: ONE, query: [] } as const;
  return ask(connection, request, `DELETE ${PATH}/${id}`, budget);
}

/** The callback that an answer describes; undefined where it describes none. */
export function callbackIn({ body }: Pick<Answer, "body">): RecordCallback | undefined {
  const callback = v.safeParse(callbackFromJson, body);
  return callback.success ? callback.output : undefined;
}

/** `publishDomain/app`, as users see a callback in errors. */
export function callbackName({ publishDomain, app }: CallbackContent): string {
  return `${publishDomain}/${app}`;
}
