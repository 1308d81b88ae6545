import { expect, test } from "vitest";
import { emulate } from "../fixture";

test("the page is at the root, with a strict policy, and no request of the API", async () => {
  const { emulator } = await emulate();
  const answer = await fetch(emulator.url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await answer.text()).toContain("<title>Recordings</title>");
  expect(emulator.requests()).toEqual([]);
});

test.each(["POST", "PUT", "DELETE"])("%s of the root is a call that there is not", async (method) => {
  const { emulator } = await emulate();
  expect((await fetch(emulator.url, { method })).status).toBe(404);
  expect(emulator.requests()).toHaveLength(1);
});

test("an emulator with an open page ends at once", async () => {
  const { emulator } = await emulate();
  const { body } = await fetch(`${emulator.url}/events`);
  const reader = body?.getReader();
  await reader?.read();
  await emulator.close();
  await expect(reader?.read().then(({ done }) => done)).resolves.toBe(true);
});
