import * as v from "valibot";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { invalidParameter } from "../protocol/refusals";
import { canonicalHost, domainForm } from "../stream-name";
import { bodyOf, receiverUrl } from "./request";

/** Who is told of pushes to a domain. */
export interface Notification {
  /** Empty: nobody. */
  readonly url: string;
  readonly key: string;
  readonly area: string;
}

/** The calls about notifications of pushes: https://support.huaweicloud.com/iLive-live/live_01_0043.html */
export class NotificationApi {
  private readonly notifications = new Map<string, Notification>();

  show({ query }: Call): Answer {
    const { url, key, area } = this.of(domainIn(query)) ?? none;
    return { status: 200, body: { url, auth_sign_key: key, call_back_area: area } };
  }

  update(call: Call): Answer {
    const domain = domainIn(call.query);
    const { url, auth_sign_key, call_back_area } = bodyOf(call, Body);
    const isNew = !this.of(domain);
    this.notifications.set(canonicalHost(domain), { url, key: auth_sign_key, area: call_back_area });
    return { status: isNew ? 201 : 200 };
  }

  delete({ query }: Call): Answer {
    this.notifications.delete(canonicalHost(domainIn(query)));
    return { status: 204 };
  }

  of(publishDomain: string): Notification | undefined {
    const notification = this.notifications.get(canonicalHost(publishDomain));
    return notification?.url ? notification : undefined;
  }

  reset(): void {
    this.notifications.clear();
  }
}

const none: Notification = { url: "", key: "", area: "" };

function domainIn(query: URLSearchParams): string {
  const domain = query.get("domain");
  if (!domain) throw invalidParameter("domain: is required");
  if (!domainForm.test(domain)) throw invalidParameter("domain: must be a domain, with nothing around it");
  return domain;
}

const Key = v.pipe(
  v.string("must be a string"),
  v.check((key) => key === "" || (key.length >= 32 && key.length <= 128), "must be from 32 to 128 characters"),
);
const Area = v.picklist(
  ["mainland_china", "outside_mainland_china", ""],
  "must be mainland_china or outside_mainland_china",
);
const Body = v.object(
  {
    url: v.union([v.literal(""), receiverUrl], "must be an http or https URL without parameters"),
    auth_sign_key: v.optional(Key, ""),
    call_back_area: v.optional(Area, ""),
  },
  (issue) => (issue.path ? "is required" : "must be a JSON object"),
);
