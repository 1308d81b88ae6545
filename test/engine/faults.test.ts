import { createServer } from "node:net";
import { expect } from "vitest";
import { commands, commandsOf, DOMAIN, recorded, succeeded } from "./project";
import { inBothShells } from "./scenario";

// Rows 1 to 4, 6 and 7 of docs/reliability.md.

inBothShells(
  "a refused connection is retried within the timeout, then named, and nothing is in the state",
  async ({ project }) => {
    await project.declare({ a: { timeout: 2 } });
    const failed = await project.up();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("connection to 127.0.0.1:1 refused");
    expect(failed.output).toMatch(
      /NO_ANSWER: START of push\.example\.com\/live\/a got no answer in \d+ tries within the timeout of 2 s/,
    );
    expect(failed.output).toContain("Nothing was executed");
    expect(await project.recording("a")).toBeUndefined();
  },
  { env: { HUAWEICLOUD_LIVE_ENDPOINT: "http://127.0.0.1:1" } },
);

for (const [fault, endpoint, says] of [
  ["DNS failure", "https://nowhere.invalid", "no address for nowhere.invalid"],
  ["TLS failure", "https://127.0.0.1:", "TLS with 127.0.0.1"],
  ["reset before the request", "http://127.0.0.1:", "connection to 127.0.0.1"],
] as const) {
  inBothShells(`a ${fault} is retried, then named, and nothing is in the state`, async ({ project }) => {
    // Something that is no Live API: it greets in plain text where TLS is expected, or closes at once.
    const server = createServer((socket) => {
      if (fault === "TLS failure") socket.end("220 mail.example.com\r\n");
      else socket.resetAndDestroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    project.env.HUAWEICLOUD_LIVE_ENDPOINT = endpoint.endsWith(":") ? `${endpoint}${port}` : endpoint;
    await project.declare({ a: { timeout: 2 } });
    const failed = await project.up();
    server.close();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain(says);
    expect(failed.output).toContain("Nothing was executed");
    expect(await project.recording("a")).toBeUndefined();
  });
}

inBothShells(
  "a START whose answer is lost is repeated, and the recording is one's own",
  async ({ emulator, project }) => {
    for (const [stream, fault] of [
      ["reset", { kind: "reset" }],
      ["gateway", { kind: "status", status: 504, body: "<html>upstream timed out</html>" }],
      ["short", { kind: "garbage-length" }],
    ] as const) {
      emulator.addFault({ operation: "START", stream: `${DOMAIN}/live/${stream}`, executed: true, ...fault });
    }
    // adopt: false shows that the recording is not mistaken for somebody else's.
    await project.declare({ reset: { adopt: false }, gateway: { adopt: false }, short: { adopt: false } });
    const up = await project.up();
    expect(up).toMatchObject({ code: 0, output: expect.not.stringContaining("adopted") });
    expect(recorded(emulator)).toEqual(["gateway", "reset", "short"]);
    expect(emulator.recordings()).toHaveLength(3);
  },
);

inBothShells(
  "a START that is lost while the cooldown of somebody's STOP still runs is not adopted",
  async ({ emulator, project }) => {
    await project.declare({ a: {} });
    succeeded(await project.up());
    succeeded(await project.destroy());
    emulator.addFault({ operation: "START", kind: "reset", executed: false });
    expect(await project.up()).toMatchObject({ code: 0, output: expect.not.stringContaining("adopted") });
    expect(recorded(emulator)).toEqual(["a"]);
  },
);

for (const [then, steps] of [
  ["the next up", ["up"]],
  ["a refresh and then an up", ["refresh", "up"]],
] as const) {
  inBothShells(
    `a START without any answer stays in the state with its reasons; ${then} settles it`,
    async ({ emulator, project }) => {
      emulator.addFault({ operation: "START", kind: "reset", executed: true });
      emulator.addFault({ kind: "reset", times: 0 });
      await project.declare({ a: { timeout: 2 } });
      const failed = await project.up();
      expect(failed.code).not.toBe(0);
      const kept = await project.recording("a");
      expect(kept?.outputs).toMatchObject({ status: "unknown", stream: "a" });
      expect(kept?.initErrors?.[0]).toContain("NO_ANSWER");
      expect(recorded(emulator)).toEqual(["a"]);

      emulator.clearFaults();
      await project.declare({ a: {} });
      for (const step of steps) succeeded(await project[step]());
      expect((await project.recording("a"))?.outputs).toMatchObject({ status: "recording", recording: true });
      expect(recorded(emulator)).toEqual(["a"]);
      succeeded(await project.destroy());
      expect(recorded(emulator)).toEqual([]);
    },
  );
}

inBothShells("destroy sends STOP for a START that never had an answer", async ({ emulator, project }) => {
  emulator.addFault({ operation: "START", kind: "reset", executed: true, times: 1 });
  emulator.addFault({ operation: "START", kind: "reset", times: 0 });
  await project.declare({ a: { timeout: 2 } });
  expect((await project.up()).code).not.toBe(0);
  succeeded(await project.destroy());
  expect(commands(emulator).at(-1)).toBe("STOP a 200");
  expect(recorded(emulator)).toEqual([]);
});

inBothShells(
  "a STOP whose answer is lost is repeated; one without any answer, and one that the gateway answers, leave the resource in the state",
  async ({ emulator, project }) => {
    await project.declare({ lost: {}, unanswered: { timeout: 2 }, gateway: {} });
    succeeded(await project.up());
    const stop = (stream: string) => ({ operation: "STOP", stream: `${DOMAIN}/live/${stream}` }) as const;
    emulator.addFault({ ...stop("lost"), kind: "reset", executed: true });
    emulator.addFault({ ...stop("unanswered"), kind: "status", status: 503, times: 0 });
    // The gateway's 404 is not a STOP that succeeded.
    const body = { error_code: "APIGW.0101", error_msg: "The API does not exist", request_id: "r" };
    emulator.addFault({ ...stop("gateway"), kind: "status", status: 404, body, times: 0 });
    const failed = await project.destroy("--continue-on-error");
    expect(failed.code).not.toBe(0);
    expect(commandsOf(emulator, "lost")).toEqual(["START lost 200", "STOP lost 0", "STOP lost 404"]);
    expect(await project.recording("lost")).toBeUndefined();
    expect(failed.output).toContain("NO_ANSWER: STOP of push.example.com/live/unanswered");
    expect(failed.output).toContain("WRONG_ENDPOINT");
    for (const name of ["unanswered", "gateway"]) expect(await project.recording(name)).toBeDefined();
    emulator.clearFaults();
    succeeded(await project.destroy());
    expect(recorded(emulator)).toEqual([]);
  },
);

inBothShells(
  "with a third of all answers a 5xx at random, 60 recordings all succeed, each with one recording",
  async ({ emulator, project }) => {
    for (const [status, executed] of [
      [500, false],
      [502, true],
      [503, false],
      [504, true],
    ] as const) {
      emulator.addFault({ kind: "status", status, executed, probability: 0.1, seed: status, times: 0 });
    }
    await project.declare(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`s${i}`, {}])));
    succeeded(await project.up());
    expect(recorded(emulator)).toHaveLength(60);
    expect(emulator.recordings()).toHaveLength(60);
    expect(emulator.requests().filter(({ status }) => status >= 500).length).toBeGreaterThan(10);
  },
);

inBothShells(
  "an answer that is no answer ends within the timeout, with its status and its first line",
  async ({ emulator, project }) => {
    const html = "<html><title>Bad gateway at proxy.example.com</title>\n<p>secret details</p></html>";
    emulator.addFault({ stream: `${DOMAIN}/live/html`, kind: "status", status: 502, body: html, times: 0 });
    emulator.addFault({ stream: `${DOMAIN}/live/portal`, kind: "status", status: 200, body: html, times: 0 });
    emulator.addFault({
      stream: `${DOMAIN}/live/large`,
      kind: "status",
      status: 500,
      body: "x".repeat(2_000_000),
      times: 0,
    });
    emulator.addFault({ stream: `${DOMAIN}/live/drip`, kind: "drip", times: 0 });
    emulator.addFault({ stream: `${DOMAIN}/live/hang`, kind: "hang", times: 0 });
    const names = ["html", "portal", "large", "drip", "hang"];
    await project.declare(Object.fromEntries(names.map((name) => [name, { timeout: 3 }])));
    const began = Date.now();
    const failed = await project.up();
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain('HTTP 502 "<html><title>Bad gateway at proxy.example.com</title>"');
    expect(failed.output).toContain("HTTP 200 did not come from the service; it begins: <html><title>Bad gateway");
    expect(failed.output).toContain("HTTP 500 is too long");
    expect(failed.output).toContain("never ended");
    expect(failed.output).toMatch(/no answer within \d s/);
    expect(failed.output).not.toContain("secret details");
    // All of them may have been executed, so all of them are kept.
    for (const name of names) expect((await project.recording(name))?.outputs).toMatchObject({ status: "unknown" });
  },
);
