import { expect, test } from "vitest";
import { isSameSignature, signPush, signRecord, signTime } from "../../../keeper/notifications/signature";

const KEY = "0123456789abcdef0123456789abcdef";
const PUSH = { event: "PUBLISH", domain: "push.example.com", app: "live", stream: "example_stream" };
const RECORD = { publish_domain: "push.example.com", app: "live", stream: "mystream" };

// Huawei publishes no vectors; these were computed with another program from the documented formulas.
test("a message about a push is signed over event, domain, app, stream and time", () => {
  expect(signPush({ ...PUSH, auth_timestamp: 1587954140 }, KEY)).toBe(
    "fa5addca9ea94589d2a7f936a82e2ef3af10bf7ffc665e278c05214537e2ed41",
  );
});

test("a message about a recording is signed over time, event, domain, app, stream and the addresses that it has", () => {
  expect(signRecord({ ...RECORD, auth_timestamp: 1587954140, event_type: "RECORD_OVER" }, KEY)).toBe(
    "88fc10be94501378eb45a6bec2e1e327396978154cc0e6146d5958628c210c5b",
  );
  const complete = {
    ...RECORD,
    auth_timestamp: 1589967600,
    event_type: "RECORD_FILE_COMPLETE",
    download_url: "https://obs.example.com/a.m3u8",
  };
  expect(signRecord(complete, KEY)).toBe("8ebb2948cd3fec8dd4bbb5c9a3a872f8163c2c4969ec92ccf1a433635627965d");
});

test("the MD5 kind is over key and time alone", () => {
  expect(signTime(1587954140, KEY)).toBe("52e7853cd07d99fa1603ad84ab2ba303");
});

test("a signature compares without regard to the case of its digits, and nothing else is the same", () => {
  expect(isSameSignature("AB12", "ab12")).toBe(true);
  expect(isSameSignature("ab12", "ab13")).toBe(false);
  expect(isSameSignature("ab12", "ab12 ")).toBe(false);
  expect(isSameSignature("", "ab12")).toBe(false);
});
