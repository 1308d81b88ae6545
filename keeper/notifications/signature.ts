import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * The signatures of the service's messages. Huawei publishes the formulas and no vector:
 * https://support.huaweicloud.com/iLive-live/live_01_0043.html for pushes,
 * https://support.huaweicloud.com/iLive-live/live_01_0035.html for recordings.
 */

/** Fields of a message about a push, as they are signed. */
export interface SignedPush {
  readonly event: string;
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
  readonly auth_timestamp: number | string;
}

/** Fields of a message about a recording, as they are signed. An absent field counts as empty, which is inferred. */
export interface SignedRecord {
  readonly auth_timestamp: number | string;
  readonly event_type: string;
  readonly publish_domain: string;
  readonly app: string;
  readonly stream: string;
  readonly download_url?: string | undefined;
  readonly play_url?: string | undefined;
}

export function signPush(push: SignedPush, key: string): string {
  return hmac(`${push.event}${push.domain}${push.app}${push.stream}${push.auth_timestamp}`, key);
}

export function signRecord(record: SignedRecord, key: string): string {
  const { auth_timestamp, event_type, publish_domain, app, stream, download_url = "", play_url = "" } = record;
  return hmac(`${auth_timestamp}${event_type}${publish_domain}${app}${stream}${download_url}${play_url}`, key);
}

/** The other documented kind, which covers the time only: it says who sent the message, not what it says. */
export function signTime(timestamp: number | string, key: string): string {
  return createHash("md5").update(`${key}${timestamp}`).digest("hex");
}

/** In constant time, so that a signature cannot be found out byte by byte. */
export function isSameSignature(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text.toLowerCase()).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function hmac(text: string, key: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}
