import { describe, expect, test } from "vitest";
import { judgePush, judgeRecord } from "../../../keeper/notifications/message";
import { signPush, signRecord, signTime } from "../../../keeper/notifications/signature";

const KEY = "0123456789abcdef0123456789abcdef";
const NOW = 1_800_000_000_000;
const SECONDS = NOW / 1_000;

const push = {
  domain: "push.example.com",
  app: "live",
  stream: "a",
  event: "PUBLISH",
  publish_timestamp: "1799999990",
};
const record = {
  publish_domain: "push.example.com",
  app: "live",
  stream: "a",
  event_type: "RECORD_OVER",
  task_id: "7",
};

const signedPush = (at: number, change: object = {}) => {
  const auth_sign = signPush({ ...push, auth_timestamp: at }, KEY);
  return JSON.stringify({ ...push, auth_timestamp: at, auth_sign, ...change });
};
const signedRecord = (at: number, change: object = {}) => {
  const auth_sign = signRecord({ ...record, auth_timestamp: at }, KEY);
  return JSON.stringify({ ...record, auth_timestamp: at, auth_sign, ...change });
};

describe("with a key", () => {
  test("a signed message about a push says which push began, and proves it", () => {
    expect(judgePush(signedPush(SECONDS), KEY, NOW)).toEqual({
      message: {
        stream: "push.example.com/live/a",
        event: "PUBLISH",
        pushedSince: 1_799_999_990_000,
        isProven: true,
        identity: "PUBLISH push.example.com/live/a 1799999990",
      },
    });
  });

  test("a signed message about a recording proves what it says", () => {
    expect(judgeRecord(signedRecord(SECONDS), KEY, NOW)).toMatchObject({
      message: { stream: "push.example.com/live/a", event: "RECORD_OVER", isProven: true },
    });
  });

  test("a signature over the time alone is taken as a hint, since anybody may have changed the rest", () => {
    const body = JSON.stringify({ ...record, auth_timestamp: SECONDS, auth_sign: signTime(SECONDS, KEY) });
    expect(judgeRecord(body, KEY, NOW)).toMatchObject({ message: { isProven: false } });
  });

  const REFUSED = [
    { what: "another stream than was signed", body: signedPush(SECONDS, { stream: "b" }) },
    { what: "no signature", body: JSON.stringify(push) },
    { what: "a signature of another key", body: signedPush(SECONDS, { auth_sign: "0".repeat(64) }) },
    { what: "a time of eleven minutes ago", body: signedPush(SECONDS - 660) },
    { what: "a time of more than a day ahead", body: signedPush(SECONDS + 90_000) },
  ];
  for (const { what, body } of REFUSED) {
    test(`a message with ${what} is refused with 401`, () => {
      expect(judgePush(body, KEY, NOW)).toMatchObject({ refused: { status: 401 } });
    });
  }

  test("the time may be that of the message or that of its end, which the pages both say", () => {
    expect(judgePush(signedPush(SECONDS - 590), KEY, NOW)).toHaveProperty("message");
    expect(judgePush(signedPush(SECONDS + 86_000), KEY, NOW)).toHaveProperty("message");
  });
});

describe("without a key", () => {
  test("a message is a hint and proves nothing", () => {
    expect(judgePush(JSON.stringify(push), undefined, NOW)).toMatchObject({ message: { isProven: false } });
    expect(judgeRecord(signedRecord(SECONDS), undefined, NOW)).toMatchObject({ message: { isProven: false } });
  });
});

describe("a body that is not a message", () => {
  const BODIES = ["", "[]", "null", "{", '{"event":"PUBLISH"}', '{"event":1}', JSON.stringify({ ...push, event: "X" })];
  for (const body of BODIES) {
    test(`${body || "an empty one"} is refused with 400`, () => {
      expect(judgePush(body, KEY, NOW)).toMatchObject({ refused: { status: 400 } });
      expect(judgeRecord(body, KEY, NOW)).toMatchObject({ refused: { status: 400 } });
    });
  }
});

test("the file of RECORD_FILE_COMPLETE comes with its address and length", () => {
  const complete = {
    ...record,
    event_type: "RECORD_FILE_COMPLETE",
    obs_object: "live/a/1.m3u8",
    download_url: "https://recordings.example.com/1.m3u8",
    record_duration: 3_600,
  };
  expect(judgeRecord(JSON.stringify(complete), undefined, NOW)).toMatchObject({
    message: { file: { name: "live/a/1.m3u8", url: "https://recordings.example.com/1.m3u8", duration: 3_600 } },
  });
});
