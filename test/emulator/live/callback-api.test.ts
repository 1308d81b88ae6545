import { describe, expect, test } from "vitest";
import { emulate } from "../fixture";

const key = "0123456789abcdef0123456789abcdef";
const callback = {
  publish_domain: "push.example.com",
  app: "live",
  notify_callback_url: "https://example.com/told",
  notify_event_subscription: ["RECORD_OVER", "RECORD_FAILED"],
  sign_type: "MD5",
  key,
};
const shown = {
  id: "1".padStart(32, "0"),
  publish_domain: "push.example.com",
  app: "live",
  notify_callback_url: "https://example.com/told",
  notify_event_subscription: ["RECORD_OVER", "RECORD_FAILED"],
  sign_type: "MD5",
  create_time: "2026-01-02T03:04:05Z",
  update_time: "2026-01-02T03:04:05Z",
};

async function callbacks() {
  const fixture = await emulate();
  const send = async (method: string, path = "", body?: object, query = "") => {
    const answer = await fixture.client.send(method, `record/callbacks${path}`, query, body && JSON.stringify(body));
    return { status: answer.status, body: answer.text === "" ? undefined : JSON.parse(answer.text) };
  };
  return { ...fixture, send };
}

describe("a callback of recordings", () => {
  test("is made, shown, listed, changed and deleted, and its key is in no answer", async () => {
    const { send, pass } = await callbacks();
    expect(await send("POST", "", callback)).toEqual({ status: 201, body: shown });
    expect(await send("GET", `/${shown.id}`)).toEqual({ status: 200, body: shown });
    const list = await send("GET", "", undefined, "publish_domain=push.example.com");
    expect(list).toEqual({ status: 200, body: { total: 1, callback_config: [shown] } });
    pass(60);
    const changed = { ...callback, app: "*" };
    const later = { ...shown, app: "*", update_time: "2026-01-02T03:05:05Z" };
    expect(await send("PUT", `/${shown.id}`, changed)).toEqual({ status: 200, body: later });
    expect(await send("DELETE", `/${shown.id}`)).toEqual({ status: 204, body: undefined });
    expect(await send("GET", `/${shown.id}`)).toMatchObject({ status: 404, body: { error_code: "LIVE.100011001" } });
  });

  test("has defaults: finished files, HMACSHA256", async () => {
    const { send } = await callbacks();
    const { publish_domain, app, notify_callback_url } = callback;
    expect(await send("POST", "", { publish_domain, app, notify_callback_url })).toMatchObject({
      status: 201,
      body: { notify_event_subscription: ["RECORD_FILE_COMPLETE"], sign_type: "HMACSHA256" },
    });
  });

  test("is one for each domain and app, in whatever spelling", async () => {
    const { send } = await callbacks();
    await send("POST", "", callback);
    const again = { ...callback, publish_domain: "PUSH.example.com" };
    expect(await send("POST", "", again)).toMatchObject({ status: 400, body: { error_code: "LIVE.103011018" } });
    expect(await send("POST", "", { ...callback, app: "*" })).toMatchObject({ status: 201 });
  });

  test.each([
    { what: "no domain", change: { publish_domain: undefined }, field: "publish_domain" },
    { what: "a piece of an address", change: { app: "live?a=b" }, field: "app" },
    { what: "no URL", change: { notify_callback_url: undefined }, field: "notify_callback_url" },
    { what: "a URL with parameters", change: { notify_callback_url: "http://a.com/?b" }, field: "notify_callback_url" },
    { what: "another scheme", change: { notify_callback_url: "ftp://a.com/" }, field: "notify_callback_url" },
    { what: "no event", change: { notify_event_subscription: [] }, field: "notify_event_subscription" },
    { what: "another event", change: { notify_event_subscription: ["OTHER"] }, field: "notify_event_subscription.0" },
    { what: "another signature", change: { sign_type: "SHA1" }, field: "sign_type" },
    { what: "a short key", change: { key: "short" }, field: "key" },
    { what: "a key with other characters", change: { key: `${key}!` }, field: "key" },
  ])("with $what is refused, and the field named", async ({ change, field }) => {
    const { send } = await callbacks();
    const { status, body } = await send("POST", "", { ...callback, ...change });
    expect([status, body.error_code]).toEqual([400, "LIVE.100011001"]);
    expect(body.error_detail).toMatch(new RegExp(`^${field}: `));
  });
});
