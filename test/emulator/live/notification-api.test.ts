import { expect, test } from "vitest";
import { emulate } from "../fixture";

const key = "0123456789abcdef0123456789abcdef";
const none = { url: "", auth_sign_key: "", call_back_area: "" };

async function notifications() {
  const { client } = await emulate();
  return async (method: string, body?: object, query = "domain=push.example.com") => {
    const answer = await client.send(method, "notifications/publish", query, body && JSON.stringify(body));
    return { status: answer.status, body: answer.text === "" ? undefined : JSON.parse(answer.text) };
  };
}

test("the notification of a domain is made, changed, shown and deleted; without one its URL is empty", async () => {
  const send = await notifications();
  expect(await send("GET")).toEqual({ status: 200, body: none });
  const told = { url: "https://example.com/told", auth_sign_key: key, call_back_area: "mainland_china" };
  expect(await send("PUT", told)).toEqual({ status: 201, body: undefined });
  expect(await send("GET", undefined, "domain=PUSH.example.com")).toEqual({ status: 200, body: told });
  expect(await send("PUT", { url: "https://example.com/2" })).toEqual({ status: 200, body: undefined });
  expect(await send("GET")).toEqual({ status: 200, body: { ...none, url: "https://example.com/2" } });
  expect(await send("DELETE")).toEqual({ status: 204, body: undefined });
  expect(await send("GET")).toEqual({ status: 200, body: none });
  expect(await send("DELETE")).toEqual({ status: 204, body: undefined });
});

test.each([
  { what: "no domain", query: "", body: { url: "" }, field: "domain" },
  { what: "a push address", query: "domain=rtmp%3A%2F%2Fa.com", body: { url: "" }, field: "domain" },
  { what: "no URL", query: "domain=a.com", body: {}, field: "url" },
  { what: "a URL with parameters", query: "domain=a.com", body: { url: "http://a.com/?b" }, field: "url" },
  { what: "a short key", query: "domain=a.com", body: { url: "", auth_sign_key: "short" }, field: "auth_sign_key" },
  { what: "another area", query: "domain=a.com", body: { url: "", call_back_area: "moon" }, field: "call_back_area" },
])("a notification with $what is refused, and the field named", async ({ query, body, field }) => {
  const send = await notifications();
  const answer = await send("PUT", body, query);
  expect([answer.status, answer.body.error_code]).toEqual([400, "LIVE.100011001"]);
  expect(answer.body.error_detail).toMatch(new RegExp(`^${field}: `));
});
