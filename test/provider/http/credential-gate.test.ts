import { describe, expect, test } from "vitest";
import { CredentialGate } from "../../../provider/http/credential-gate";
import { ServiceError } from "../../../provider/http/errors";
import { FakeClock } from "../fake-clock";

const refusal = (status: number, serviceCode = "LIVE.100011002") =>
  new ServiceError({ status, serviceCode, serviceMessage: "", requestId: "r-1", at: 0 });

/** One request, as the client sends it. */
function through<T>(gate: CredentialGate, request: () => Promise<T>, api = "project/record/control"): Promise<T> {
  return gate.pass(() => gate.guard(api, request));
}

/** Fifty requests at once, each a second long; says how many there were, and how many at once at the most. */
async function fifty(gate: CredentialGate, answer: (nth: number) => Error | undefined) {
  const clock = new FakeClock();
  let [sent, now, most] = [0, 0, 0];
  const request = async () => {
    const nth = ++sent;
    most = Math.max(most, ++now);
    await clock.sleep(1000);
    now -= 1;
    const error = answer(nth);
    if (error) throw error;
    return nth;
  };
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => through(gate, request)));
  const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  return { sent, most, reasons, seconds: clock.passed };
}

describe("before the credential has had an answer", () => {
  test("of fifty requests with a wrong key one is sent, and all fail with its answer", async () => {
    const wrong = refusal(401);
    const { sent, reasons } = await fifty(new CredentialGate(), () => wrong);
    expect(sent).toBe(1);
    expect(reasons).toEqual(Array.from({ length: 50 }, () => wrong));
  });

  test("one request goes first, and once it is accepted the others go at once", async () => {
    const { sent, reasons, seconds } = await fifty(new CredentialGate(), () => undefined);
    expect({ sent, failed: reasons.length, seconds }).toEqual({ sent: 50, failed: 0, seconds: 2 });
  });

  test.each([400, 404, 429, 500])("an answer with HTTP %d accepts the credential", async (status) => {
    const { most, seconds } = await fifty(new CredentialGate(), (nth) => (nth === 1 ? refusal(status) : undefined));
    expect(most).toBeGreaterThan(1);
    expect(seconds).toBe(2);
  });

  test("no answer says nothing about it: requests keep going one at a time", async () => {
    const { sent, most } = await fifty(new CredentialGate(), () => new Error("connection refused"));
    expect({ sent, most }).toEqual({ sent: 50, most: 1 });
  });

  test("the first 401 after failures without an answer still stops all others", async () => {
    const { sent } = await fifty(new CredentialGate(), (nth) => (nth < 4 ? new Error("reset") : refusal(401)));
    expect(sent).toBe(4);
  });
});

describe("after it was accepted", () => {
  test("a 401 stops every later request", async () => {
    const gate = new CredentialGate();
    const wrong = refusal(401);
    await through(gate, async () => "fine");
    await expect(through(gate, () => Promise.reject(wrong))).rejects.toBe(wrong);
    let sent = 0;
    await expect(through(gate, async () => ++sent)).rejects.toBe(wrong);
    expect(sent).toBe(0);
  });

  test.each([400, 403, 404, 500])("HTTP %d stops no other request", async (status) => {
    const gate = new CredentialGate();
    await expect(through(gate, () => Promise.reject(refusal(status)))).rejects.toThrow();
    expect(await through(gate, async () => "fine")).toBe("fine");
  });

  // Both come with 401 although the signature was fine.
  test.each(["LIVE.100011003", "LIVE.100011015"])("a 401 %s stops the requests of its own kind only", async (code) => {
    const gate = new CredentialGate();
    const denied = refusal(401, code);
    await expect(through(gate, () => Promise.reject(denied), "project/record/rules")).rejects.toBe(denied);
    expect(await through(gate, async () => "fine", "project/record/control")).toBe("fine");
    let sent = 0;
    await expect(through(gate, async () => ++sent, "project/record/rules")).rejects.toBe(denied);
    expect(sent).toBe(0);
  });
});
