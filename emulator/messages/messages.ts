import { createHash, createHmac } from "node:crypto";
import type { Callback } from "../live/callback-api";
import type { PushEvent, RecordEvent } from "../live/events";
import type { Notification } from "../live/notification-api";
import { addressOf } from "../live/recorded-files";
import { wholeSeconds } from "../protocol/times";

// What a message says, and how it is signed.

/** `now`: ms. https://support.huaweicloud.com/iLive-live/live_01_0043.html */
export function pushMessage({ event, name, pushedSince }: PushEvent, { key }: Notification, now: number) {
  const { publishDomain: domain, app, stream } = name;
  const auth_timestamp = seconds(now);
  return {
    domain,
    app,
    stream,
    user_args: "",
    client_ip: "127.0.0.1",
    node_ip: "127.0.0.1",
    // The same for both events of a push.
    publish_timestamp: String(seconds(pushedSince)),
    event,
    ...(key !== "" && { auth_timestamp, auth_sign: hmac(key, [event, domain, app, stream, auth_timestamp]) }),
  };
}

/** `now`: ms. https://support.huaweicloud.com/iLive-live/live_01_0035.html */
export function recordMessage({ event, record, file }: RecordEvent, callback: Callback, project: string, now: number) {
  const { publishDomain: publish_domain, app, stream } = record;
  const auth_timestamp = seconds(now);
  const ended = event === "RECORD_FILE_COMPLETE" && file?.endedAt ? { ...file, endedAt: file.endedAt } : undefined;
  const address = ended && addressOf(record, ended);
  const length = ended && Math.round((ended.endedAt - ended.startedAt) / 1000);
  const { key, signType } = callback;
  const signed = [auth_timestamp, event, publish_domain, app, stream, address?.url ?? "", ""];
  return {
    project_id: project,
    task_id: record.id,
    job_id: hash(`${record.id} ${file?.format ?? ""} ${file?.startedAt ?? ""}`),
    event_type: event,
    publish_domain,
    app,
    stream,
    record_format: file?.format ?? record.config.record_format[0] ?? "HLS",
    ...(ended &&
      address && {
        download_url: address.url,
        asset_id: hash(address.object),
        play_url: "",
        // 2 Mbit/s
        file_size: (length ?? 0) * 250_000,
        record_duration: length,
        start_time: wholeSeconds(ended.startedAt),
        end_time: wholeSeconds(ended.endedAt),
        width: 1920,
        height: 1080,
        obs_location: address.location,
        obs_bucket: address.bucket,
        obs_object: address.object,
      }),
    ...(event === "RECORD_FAILED" && { error_message: record.error }),
    ...(key !== undefined && {
      auth_timestamp,
      auth_sign: signType === "MD5" ? hash(`${key}${auth_timestamp}`) : hmac(key, signed),
    }),
  };
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
const hmac = (key: string, parts: readonly (string | number)[]): string =>
  createHmac("sha256", key).update(parts.join("")).digest("hex");
const hash = (text: string): string => createHash("md5").update(text).digest("hex");
