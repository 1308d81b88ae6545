import { describe, expect, test } from "vitest";
import { fixedAccount } from "../../../provider/account/fetched";
import { CredentialGate } from "../../../provider/http/credential-gate";
import { ServiceError, UnreachableError } from "../../../provider/http/errors";
import { FakeClock } from "../fake-clock";

const refusal = (status: number, serviceCode = "LIVE.100011002") =>
  new ServiceError({ status, serviceCode, serviceMessage: "", requestId: "r-1", at: 0 });

const endpoint = "https://live.test";

/** Of a credential that is set. */
const opened = () => new CredentialGate(fixedAccount({ token: "the-token" }, "HW_AUTH_TOKEN"), new FakeClock());

/** One request, as the client sends it. */
function through<T>(gate: CredentialGate, request: () => Promise<T>, api = "project/record/control"): Promise<T> {
  return gate.pass({ endpoint, api }, request);
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
    const { sent, reasons } = await fifty(opened(), () => wrong);
    expect(sent).toBe(1);
    expect(reasons).toEqual(Array.from({ length: 50 }, () => wrong));
  });

  test("one request goes first, and once it is accepted the others go at once", async () => {
    const { sent, reasons, seconds } = await fifty(opened(), () => undefined);
    expect({ sent, failed: reasons.length, seconds }).toEqual({ sent: 50, failed: 0, seconds: 2 });
  });

  test.each([400, 404, 429, 500])("an answer with HTTP %d accepts the credential", async (status) => {
    const { most, seconds } = await fifty(opened(), (nth) => (nth === 1 ? refusal(status) : undefined));
    expect(most).toBeGreaterThan(1);
    expect(seconds).toBe(2);
  });

  test("no answer says nothing about it: requests keep going one at a time", async () => {
    const { sent, most } = await fifty(opened(), () => new Error("reset"));
    expect({ sent, most }).toEqual({ sent: 50, most: 1 });
  });

  test("a service that is not reached is not reached by all that wait for it: they fail together", async () => {
    const away = new UnreachableError("connection refused", false);
    const { sent, reasons, seconds } = await fifty(opened(), () => away);
    expect({ sent, seconds }).toEqual({ sent: 1, seconds: 1 });
    expect(reasons).toEqual(Array.from({ length: 50 }, () => away));
  });

  test("a service that is not reached says nothing of another one", async () => {
    const clock = new FakeClock();
    const gate = opened();
    const unreached = gate.pass({ endpoint: "https://other.test", api: "" }, async () => {
      await clock.sleep(1000);
      throw new UnreachableError("connection refused", false);
    });
    const reached = through(gate, async () => "fine");
    await expect(unreached).rejects.toThrow("connection refused");
    expect(await reached).toBe("fine");
  });

  test("a request that left and has no answer fails alone", async () => {
    const { sent, most } = await fifty(opened(), () => new UnreachableError("no answer within 15 s", true));
    expect({ sent, most }).toEqual({ sent: 50, most: 1 });
  });

  test("the first 401 after failures without an answer still stops all others", async () => {
    const { sent } = await fifty(opened(), (nth) => (nth < 4 ? new Error("reset") : refusal(401)));
    expect(sent).toBe(4);
  });
});

describe("after it was accepted", () => {
  test("a 401 stops every later request", async () => {
    const gate = opened();
    const wrong = refusal(401);
    await through(gate, async () => "fine");
    await expect(through(gate, () => Promise.reject(wrong))).rejects.toBe(wrong);
    let sent = 0;
    await expect(through(gate, async () => ++sent)).rejects.toBe(wrong);
    expect(sent).toBe(0);
  });

  test.each([400, 403, 404, 500])("HTTP %d stops no other request", async (status) => {
    const gate = opened();
    await expect(through(gate, () => Promise.reject(refusal(status)))).rejects.toThrow();
    expect(await through(gate, async () => "fine")).toBe("fine");
  });

  // Both come with 401 although the signature was fine.
  test.each(["LIVE.100011003", "LIVE.100011015"])("a 401 %s stops the requests of its own kind only", async (code) => {
    const gate = opened();
    const denied = refusal(401, code);
    await expect(through(gate, () => Promise.reject(denied), "project/record/rules")).rejects.toBe(denied);
    expect(await through(gate, async () => "fine", "project/record/control")).toBe("fine");
    let sent = 0;
    await expect(through(gate, async () => ++sent, "project/record/rules")).rejects.toBe(denied);
    expect(sent).toBe(0);
  });
});
