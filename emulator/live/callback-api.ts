import * as v from "valibot";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { alreadyExists, notFound } from "../protocol/refusals";
import { wholeSeconds } from "../protocol/times";
import { isSameHost, type StreamName } from "../stream-name";
import type { RecordEventType } from "./events";
import { bodyOf, Domain, matches, Pattern, paging, receiverUrl } from "./request";

/** Who is told of recordings. */
export interface Callback {
  readonly id: string;
  readonly publishDomain: string;
  /** `*`: all. */
  readonly app: string;
  readonly url: string;
  readonly events: readonly RecordEventType[];
  readonly signType: "HMACSHA256" | "MD5";
  readonly key: string | undefined;
  /** ms */
  readonly createdAt: number;
  /** ms */
  readonly updatedAt: number;
}

/** The calls about callbacks of recordings: https://support.huaweicloud.com/iLive-live/live_01_0035.html */
export class CallbackApi {
  private readonly now: () => number;
  private callbacks: readonly Callback[] = [];
  private count = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  list({ query }: Call): Answer {
    const { offset, limit } = paging(query);
    const found = this.callbacks.filter((callback) => matches(query, { ...callback, stream: "*" }));
    const page = found.slice(offset * limit, (offset + 1) * limit);
    return { status: 200, body: { total: found.length, callback_config: page.map(shown) } };
  }

  create(call: Call): Answer {
    const fields = fieldsOf(call);
    this.checkUnique(fields);
    this.count += 1;
    const now = this.now();
    const callback = { ...fields, id: this.count.toString(16).padStart(32, "0"), createdAt: now, updatedAt: now };
    this.callbacks = [...this.callbacks, callback];
    return { status: 201, body: shown(callback) };
  }

  show({ id }: Call): Answer {
    return { status: 200, body: shown(this.find(id)) };
  }

  update(call: Call): Answer {
    const before = this.find(call.id);
    const fields = fieldsOf(call);
    this.checkUnique(fields, call.id);
    const callback = { ...before, ...fields, updatedAt: this.now() };
    this.callbacks = this.callbacks.map((other) => (other === before ? callback : other));
    return { status: 200, body: shown(callback) };
  }

  delete({ id }: Call): Answer {
    const callback = this.find(id);
    this.callbacks = this.callbacks.filter((other) => other !== callback);
    return { status: 204 };
  }

  /** Who is told of the recordings of a stream: that of its app, else that of all apps. */
  of({ publishDomain, app }: StreamName): Callback | undefined {
    const known = this.callbacks.filter((callback) => isSameHost(callback.publishDomain, publishDomain));
    return known.find((callback) => callback.app === app) ?? known.find((callback) => callback.app === "*");
  }

  reset(): void {
    this.callbacks = [];
  }

  private find(id: string): Callback {
    const callback = this.callbacks.find((candidate) => candidate.id === id);
    if (!callback) throw notFound();
    return callback;
  }

  private checkUnique({ publishDomain, app }: Pick<Callback, "publishDomain" | "app">, id?: string): void {
    const taken = this.callbacks.some(
      (other) => isSameHost(other.publishDomain, publishDomain) && other.app === app && other.id !== id,
    );
    if (taken) throw alreadyExists();
  }
}

/** The key is in no answer. */
const shown = ({ id, publishDomain, app, url, events, signType, createdAt, updatedAt }: Callback) => ({
  id,
  publish_domain: publishDomain,
  app,
  notify_callback_url: url,
  notify_event_subscription: events,
  sign_type: signType,
  create_time: wholeSeconds(createdAt),
  update_time: wholeSeconds(updatedAt),
});

function fieldsOf(call: Call): Omit<Callback, "id" | "createdAt" | "updatedAt"> {
  const body = bodyOf(call, Body);
  return {
    publishDomain: body.publish_domain,
    app: body.app,
    url: body.notify_callback_url,
    events: body.notify_event_subscription,
    signType: body.sign_type,
    key: body.key,
  };
}

const subscribable = [
  "RECORD_START",
  "RECORD_NEW_FILE_START",
  "RECORD_FILE_COMPLETE",
  "RECORD_OVER",
  "RECORD_FAILED",
] as const;

const Body = v.object(
  {
    publish_domain: Domain,
    app: Pattern,
    notify_callback_url: receiverUrl,
    notify_event_subscription: v.optional(
      v.pipe(
        v.array(v.picklist(subscribable, `must be ${subscribable.join(", ")}`), "must be a list"),
        v.nonEmpty("must not be empty"),
      ),
      ["RECORD_FILE_COMPLETE"],
    ),
    sign_type: v.optional(v.picklist(["HMACSHA256", "MD5"], "must be HMACSHA256 or MD5"), "HMACSHA256"),
    key: v.optional(
      v.pipe(v.string("must be a string"), v.regex(/^[A-Za-z0-9]{32,}$/, "must be 32 or more letters and digits")),
    ),
  },
  (issue) => (issue.path ? "is required" : "must be a JSON object"),
);
