import { afterEach, expect, test } from "vitest";
import { StackBoard } from "../../../keeper/status/board";
import { StatusServer } from "../../../keeper/status/server";
import { KeeperBoard } from "../../../keeper/status/status";

const open: StatusServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

async function serve(): Promise<string> {
  const facts = { version: "1.2.3", startedAt: 0, interval: 5, notifications: "off" } as const;
  const server = new StatusServer(new KeeperBoard(facts, [new StackBoard("dev")]), () => 0);
  open.push(server);
  return `http://127.0.0.1:${await server.listen({ host: "127.0.0.1", port: 0 })}`;
}

test("it shows that it lives, its status as JSON, and metrics", async () => {
  const url = await serve();
  expect(await (await fetch(`${url}/healthz`)).text()).toBe("ok\n");
  const status = await fetch(`${url}/status.json`);
  expect(status.headers.get("content-type")).toBe("application/json");
  expect(await status.json()).toMatchObject({ version: "1.2.3", stacks: [{ stack: "dev" }] });
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await metrics.text()).toContain('huaweicloud_live_keeper_unrecorded_seconds_total{stack="dev"} 0\n');
});

test("it shows the page, and tells it what there is to see", async () => {
  const url = await serve();
  const page = await fetch(url);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const { body, headers } = await fetch(`${url}/events`);
  expect(headers.get("content-type")).toBe("text/event-stream");
  const first = new TextDecoder().decode((await body?.getReader().read())?.value);
  expect(first).toMatch(/^retry: 1000\nevent: picture\ndata: \{"source":"keeper","name":"dev",/);
});

const REFUSED = [
  { what: "a path that there is not", path: "/stop", init: {}, status: 404 },
  { what: "anything but GET", path: "/status.json", init: { method: "POST" }, status: 403 },
  {
    what: "a page of another site",
    path: "/status.json",
    init: { headers: { "sec-fetch-site": "cross-site" } },
    status: 403,
  },
];
for (const { what, path, init, status } of REFUSED) {
  test(`it refuses ${what} with ${status}`, async () => {
    expect((await fetch(`${await serve()}${path}`, init)).status).toBe(status);
  });
}

test("no answer is kept by a browser, or read as something else", async () => {
  const { headers } = await fetch(`${await serve()}/status.json`);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});
