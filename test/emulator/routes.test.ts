import { request } from "node:http";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { KnownOperation } from "../../emulator";
import { operations, routes } from "../../emulator/routes";
import { emulate } from "./fixture";

/** An answer as it is on the wire, which `fetch` does not show. */
function rawHeaders(port: number, method: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; names: string[] }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, names: Object.keys(answer.headers) });
    });
    sent.on("error", reject);
    sent.end(method === "POST" || method === "PUT" ? "{}" : undefined);
  });
}

describe("the table of routes", () => {
  test("has every operation that is published, and no other", () => {
    expectTypeOf<Exclude<(typeof routes)[number]["operation"], "control">>().toEqualTypeOf<KnownOperation>();
    expect(new Set([...operations, "control"])).toEqual(new Set(routes.map(({ operation }) => operation)));
  });

  test("has no route twice", () => {
    expect(new Set(routes.map(({ route }) => route)).size).toBe(routes.length);
  });

  test.each(routes)("$route is reached by its path, and logged as $operation", async ({ route, operation }) => {
    const { emulator } = await emulate();
    const [method = "", path = ""] = route.replace("{id}", "some-id").split(" ");
    const url = path.startsWith("/") ? path : `/v1/${emulator.projectId}/${path}`;
    await rawHeaders(emulator.port, method, url, {});
    expect(emulator.requests()).toMatchObject([{ method, operation }]);
  });
});

describe("every answer has what official clients need of one", () => {
  const credentials = [
    { who: "a token", headers: { "x-auth-token": "emulator-token", "content-type": "application/json" } },
    { who: "nobody", headers: {} },
  ];
  const calls = [...routes.map(({ route }) => route), "GET nothing"];

  test.each(credentials)("a type, a length and an id, for each call of $who", async ({ headers }) => {
    const { emulator } = await emulate();
    for (const call of calls) {
      const [method = "", path = ""] = call.replace("{id}", "some-id").split(" ");
      const url = path.startsWith("/") ? path : `/v1/${emulator.projectId}/${path}`;
      const { status, names } = await rawHeaders(emulator.port, method, url, headers as Record<string, string>);
      const length = status === 204 ? [] : ["content-length"];
      expect(names, `${call}: ${status}`).toEqual(
        expect.arrayContaining(["content-type", "date", "x-request-id", ...length]),
      );
      expect(names, `${call}: ${status}`).not.toContain("transfer-encoding");
    }
  });

  test("a type also where the body is empty: START, STOP, DELETE of a rule, and a fault without a body", async () => {
    const { client, emulator } = await emulate();
    const rule = {
      publish_domain: "a.com",
      app: "x",
      stream: "*",
      default_record_config: {
        record_format: ["HLS"],
        obs_addr: { bucket: "b", location: "l", object: "" },
        hls_config: { record_cycle: 0 },
      },
    };
    const { id } = JSON.parse((await client.send("POST", "record/rules", "", JSON.stringify(rule))).text);
    const answers = [
      await client.start("push.example.com/live/keynote"),
      await client.stop("push.example.com/live/keynote"),
      await client.send("DELETE", `record/rules/${id}`),
    ];
    emulator.addFault({ kind: "status", status: 200 });
    answers.push(await client.stop("push.example.com/live/keynote"));
    expect(answers.map(({ status, text, headers }) => ({ status, text, type: headers.get("content-type") }))).toEqual(
      [200, 200, 204, 200].map((status) => ({ status, text: "", type: "application/json" })),
    );
  });
});
