import { describe, expect, test } from "vitest";
import { Faults } from "../../emulator/faults";
import { emulate, stream } from "./fixture";

const strikes = (faults: Faults, count: number, operation = "START", name = stream): boolean[] =>
  Array.from({ length: count }, () => faults.strike(operation, name) !== undefined);

describe("a fault strikes", () => {
  test.each([
    { what: "once by default", change: {}, expected: [true, false, false, false] },
    { what: "so many times", change: { times: 2 }, expected: [true, true, false, false] },
    { what: "without end", change: { times: 0 }, expected: [true, true, true, true] },
    { what: "after those it skips", change: { skip: 2 }, expected: [false, false, true, false] },
    { what: "never with probability 0", change: { times: 0, probability: 0 }, expected: [false, false, false, false] },
    { what: "at its operation", change: { operation: "START" as const }, expected: [true, false, false, false] },
    {
      what: "not at another operation",
      change: { operation: "STOP" as const, times: 0 },
      expected: [false, false, false, false],
    },
    { what: "at its stream", change: { stream }, expected: [true, false, false, false] },
    { what: "not at another stream", change: { stream: "a/b/c", times: 0 }, expected: [false, false, false, false] },
  ])("$what", ({ change, expected }) => {
    const faults = new Faults();
    faults.add({ kind: "reset", ...change });
    expect(strikes(faults, 4)).toEqual(expected);
  });

  test("by chance as often as it should, and the same way for the same seed", () => {
    const sequence = (seed: number) => {
      const faults = new Faults();
      faults.add({ kind: "reset", times: 0, probability: 0.3, seed });
      return strikes(faults, 1000);
    };
    expect(sequence(7)).toEqual(sequence(7));
    expect(sequence(7)).not.toEqual(sequence(8));
    const count = sequence(7).filter(Boolean).length;
    expect(count).toBeGreaterThan(250);
    expect(count).toBeLessThan(350);
  });

  test("in the order in which the faults were added, one per request", () => {
    const faults = new Faults();
    faults.add({ kind: "hang" });
    faults.add({ kind: "reset" });
    expect([1, 2, 3].map(() => faults.strike("START", stream)?.kind)).toEqual(["hang", "reset", undefined]);
  });

  test("not any more once cleared", () => {
    const faults = new Faults();
    faults.add({ kind: "reset", times: 0 });
    faults.clear();
    expect(strikes(faults, 1)).toEqual([false]);
  });
});

describe("status", () => {
  test.each([false, true])("replaces the answer; executed %s", async (executed) => {
    const { client, emulator } = await emulate();
    const body = { error_code: "LIVE.100011007", error_msg: "too many" };
    emulator.addFault({ kind: "status", status: 503, body, headers: { "Retry-After": "2" }, executed });
    const answer = await client.start(stream);
    expect(answer).toMatchObject({ status: 503, text: JSON.stringify(body) });
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(emulator.recordings()).toHaveLength(executed ? 1 : 0);
    expect(emulator.requests()).toMatchObject([
      { operation: "START", stream, status: 503, errorCode: "LIVE.100011007", fault: "status", executed },
    ]);
  });

  test("sends pages of proxies as they are", async () => {
    const { client, emulator } = await emulate();
    const page = `<html>${"x".repeat(2_000_000)}</html>`;
    emulator.addFault({ kind: "status", status: 502, body: page, headers: { "Content-Type": "text/html" } });
    const answer = await client.start(stream);
    expect(answer.status).toBe(502);
    expect(answer.text === page).toBe(true);
    expect(answer.headers.get("content-type")).toBe("text/html");
  });

  test("is 500 without a body by default", async () => {
    const { client, emulator } = await emulate();
    emulator.addFault({ kind: "status" });
    expect(await client.start(stream)).toMatchObject({ status: 500, text: "" });
  });

  test("does not count as executed what the service refused", async () => {
    const { client, emulator } = await emulate();
    emulator.addFault({ kind: "status", executed: true });
    await client.stop(stream);
    expect(emulator.requests()).toMatchObject([{ status: 500, executed: false }]);
  });
});

describe("reset", () => {
  test.each([false, true])("cuts the connection; executed %s", async (executed) => {
    const { client, emulator } = await emulate();
    emulator.addFault({ kind: "reset", executed });
    const error = await client.start(stream).catch((error: Error) => error);
    expect(error).toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(emulator.recordings()).toHaveLength(executed ? 1 : 0);
    expect(emulator.requests()).toMatchObject([{ status: 0, fault: "reset", executed }]);
  });

  test("takes the whole service away until the faults are cleared", async () => {
    const { client, emulator } = await emulate();
    emulator.addFault({ kind: "reset", times: 0 });
    await expect(client.start(stream)).rejects.toThrow();
    await expect(client.streams("publish_domain=push.example.com")).rejects.toThrow();
    emulator.clearFaults();
    expect(await client.start(stream)).toMatchObject({ status: 200 });
  });
});

const open = (url: string, signal?: AbortSignal) => fetch(`${url}/v1/x/realtime/streams`, { signal: signal ?? null });

test("hang never answers", async () => {
  const { emulator } = await emulate();
  emulator.addFault({ kind: "hang" });
  await expect(open(emulator.url, AbortSignal.timeout(200))).rejects.toMatchObject({ name: "TimeoutError" });
  expect(emulator.requests()).toMatchObject([{ status: 0, fault: "hang" }]);
});

test("drip sends the head, and then a byte at a time", async () => {
  const { emulator } = await emulate();
  emulator.addFault({ kind: "drip" });
  const answer = await open(emulator.url, AbortSignal.timeout(1500));
  expect(answer.status).toBe(200);
  expect(emulator.requests()).toMatchObject([{ status: 200, fault: "drip" }]);
  const received: number[] = [];
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) received.push((chunk as Uint8Array).length);
  })();
  await expect(reading).rejects.toMatchObject({ name: "TimeoutError" });
  expect(received).toEqual([1, 1]);
});

test("garbage-length announces more than it sends", async () => {
  const { emulator } = await emulate();
  emulator.addFault({ kind: "garbage-length", body: { a: 1 } });
  const answer = await open(emulator.url);
  expect(answer.headers.get("content-length")).toBe("107");
  await expect(answer.text()).rejects.toThrow();
});

describe("delay", () => {
  test.each([false, true])("answers late; executed at once %s", async (executed) => {
    const { client, emulator } = await emulate();
    emulator.addFault({ kind: "delay", delay: 0.3, executed });
    const sentAt = performance.now();
    const answer = client.start(stream);
    while (emulator.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(emulator.recordings()).toHaveLength(executed ? 1 : 0);
    expect(await answer).toMatchObject({ status: 200 });
    expect(performance.now() - sentAt).toBeGreaterThan(290);
    expect(emulator.recordings()).toHaveLength(1);
  });

  test("lets the request arrive also after the client has gone", async () => {
    const { emulator, client } = await emulate();
    emulator.addFault({ kind: "delay", delay: 0.2 });
    const gone = new AbortController();
    const answer = client.start(stream, { signal: gone.signal });
    while (emulator.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gone.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(() => emulator.recordings()).toHaveLength(1);
    expect(emulator.requests()).toMatchObject([{ status: 0, executed: true }]);
  });
});

test("closing the emulator ends connections that wait", async () => {
  const { emulator } = await emulate();
  emulator.addFault({ kind: "hang" });
  const answer = open(emulator.url);
  while (emulator.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([emulator.close(), expect(answer).rejects.toThrow()]);
  await emulator.close();
  await expect(open(emulator.url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
