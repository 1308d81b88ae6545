import { describe, expect, test } from "vitest";
import type { Callback } from "../../../emulator/live/callback-api";
import type { PushEvent, RecordEvent } from "../../../emulator/live/events";
import type { StreamRecord } from "../../../emulator/live/live-stream";
import { pushMessage, recordMessage } from "../../../emulator/messages/messages";

// No vector is published. These were computed with another program from the formulas of the pages.
const key = "0123456789abcdef0123456789abcdef";
const now = 1_587_954_140_000;

const name = { publishDomain: "push.example.com", app: "live", stream: "mystream" };
const record: StreamRecord = {
  ...name,
  id: "task",
  startedAt: now - 60_000,
  recordType: "COMMAND_RECORD",
  config: { record_format: ["HLS"] },
  stoppedAt: now,
  endedBy: "interruption",
};
const callback: Callback = {
  id: "1",
  publishDomain: name.publishDomain,
  app: "*",
  url: "http://127.0.0.1/",
  events: ["RECORD_OVER"],
  signType: "HMACSHA256",
  key,
  createdAt: 0,
  updatedAt: 0,
};

describe("a notification of a push", () => {
  const event: PushEvent = {
    event: "PUBLISH",
    name: { ...name, stream: "example_stream" },
    pushedSince: 1_587_954_138_123,
  };
  const notification = { url: "http://127.0.0.1/", key, area: "" };

  test("is signed over event, domain, app, stream and time, and names the push by when it began", () => {
    expect(pushMessage(event, notification, now)).toEqual({
      domain: "push.example.com",
      app: "live",
      stream: "example_stream",
      user_args: "",
      client_ip: "127.0.0.1",
      node_ip: "127.0.0.1",
      publish_timestamp: "1587954138",
      event: "PUBLISH",
      auth_timestamp: 1_587_954_140,
      auth_sign: "fa5addca9ea94589d2a7f936a82e2ef3af10bf7ffc665e278c05214537e2ed41",
    });
  });

  test("has neither signature nor time without a key", () => {
    const message = pushMessage(event, { ...notification, key: "" }, now);
    expect(message).not.toHaveProperty("auth_sign");
    expect(message).not.toHaveProperty("auth_timestamp");
  });
});

describe("a callback of a recording", () => {
  const over: RecordEvent = { event: "RECORD_OVER", record };

  test("is signed with HMACSHA256 over what it says, absent addresses as nothing", () => {
    expect(recordMessage(over, callback, "project", now)).toMatchObject({
      project_id: "project",
      task_id: "task",
      event_type: "RECORD_OVER",
      auth_timestamp: 1_587_954_140,
      auth_sign: "88fc10be94501378eb45a6bec2e1e327396978154cc0e6146d5958628c210c5b",
    });
  });

  test("is signed with MD5 over key and time only", () => {
    expect(recordMessage(over, { ...callback, signType: "MD5" }, "project", now)).toMatchObject({
      auth_sign: "52e7853cd07d99fa1603ad84ab2ba303",
    });
  });

  test("of a finished file says where it lies, and that is signed, too", () => {
    const file = { format: "HLS", startedAt: record.startedAt, endedAt: now } as const;
    const event: RecordEvent = { event: "RECORD_FILE_COMPLETE", record, file };
    const message = recordMessage(event, callback, "project", now);
    expect(message).toMatchObject({
      record_format: "HLS",
      obs_bucket: "emulator",
      obs_location: "cn-north-4",
      obs_object: expect.stringMatching(
        /^Record\/push\.example\.com\/live\/COMMAND_RECORD\/HLS\/mystream_\d{14}\/.*\.m3u8$/,
      ),
      record_duration: 60,
      start_time: "2020-04-27T02:21:20Z",
      end_time: "2020-04-27T02:22:20Z",
    });
    const unsigned = recordMessage({ event: "RECORD_FILE_COMPLETE", record }, callback, "project", now);
    expect(message.auth_sign).not.toBe(unsigned.auth_sign);
  });

  test("of a failure says why", () => {
    const event: RecordEvent = { event: "RECORD_FAILED", record: { ...record, error: "OBS upload failed" } };
    expect(recordMessage(event, callback, "project", now)).toMatchObject({ error_message: "OBS upload failed" });
  });
});
