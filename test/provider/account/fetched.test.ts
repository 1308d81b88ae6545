import { describe, expect, test } from "vitest";
import { FetchedAccount, fixedAccount, type Lease } from "../../../provider/account/fetched";
import { UnreachableError } from "../../../provider/http/errors";
import { SettingsError } from "../../../provider/settings/errors";
import { FakeClock } from "../fake-clock";

const MINUTE = 60_000;
const unreachable = new UnreachableError("IAM is away", false);
const refusal = new SettingsError("CREDENTIAL_REFUSED", "password", "wrong password");

/** An account whose nth fetch does what is said of it; the last one counts for all that follow. A fetch takes 1 s. */
function fetched(...fetches: readonly (number | Error)[]) {
  const clock = new FakeClock();
  let count = 0;
  const fetch = async (): Promise<Lease> => {
    const minutes = fetches[Math.min(count, fetches.length - 1)];
    const credential = { token: `token-${++count}` };
    await clock.sleep(1000);
    if (typeof minutes !== "number") throw minutes;
    return { credential, lasts: minutes * MINUTE };
  };
  const account = new FetchedAccount("HW_USER_NAME", fetch, clock);
  const current = async () => ((await account.credential()) as { token: string }).token;
  return { account, clock, current, fetches: () => count };
}

describe("a credential that is fetched", () => {
  test("is not fetched before it is needed", () => {
    expect(fetched(60).fetches()).toBe(0);
  });

  test("is fetched once, however many requests wait for it", async () => {
    const { current, fetches } = fetched(60);
    const tokens = await Promise.all(Array.from({ length: 50 }, current));
    expect(new Set(tokens)).toEqual(new Set(["token-1"]));
    expect(await current()).toBe("token-1");
    expect(fetches()).toBe(1);
  });

  test.each([
    { what: "40 minutes before its end", lasts: 24 * 60, renewed: 24 * 60 - 40 },
    { what: "40 minutes before its end", lasts: 81, renewed: 41 },
    { what: "at half its life, where that is shorter", lasts: 60, renewed: 30 },
    { what: "at half its life, where that is shorter", lasts: 15, renewed: 7.5 },
  ])("is renewed $what: of $lasts minutes, after $renewed", async ({ lasts, renewed }) => {
    const { clock, current, fetches } = fetched(lasts);
    await current();
    await clock.advance(renewed * MINUTE - 1);
    expect([await current(), fetches()]).toEqual(["token-1", 1]);
    await clock.advance(1);
    const tokens = await Promise.all(Array.from({ length: 50 }, current));
    expect([new Set(tokens), fetches()]).toEqual([new Set(["token-2"]), 2]);
  });

  test("that is over when it comes is used once", async () => {
    const { current } = fetched(-1);
    expect([await current(), await current()]).toEqual(["token-1", "token-2"]);
  });
});

describe("a fetch that fails", () => {
  test("for want of an answer is made again by the next request", async () => {
    const { current } = fetched(unreachable, 60);
    await expect(current()).rejects.toBe(unreachable);
    expect(await current()).toBe("token-2");
  });

  test("fails all requests that wait for it, once", async () => {
    const { current, fetches } = fetched(unreachable);
    const results = await Promise.allSettled(Array.from({ length: 10 }, current));
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    expect(fetches()).toBe(1);
  });

  test("with a refusal is never made again: wrong passwords lock a user", async () => {
    const { account, current, fetches } = fetched(refusal, 60);
    const results = await Promise.allSettled(Array.from({ length: 10 }, current));
    expect(results).toEqual(Array.from({ length: 10 }, () => ({ status: "rejected", reason: refusal })));
    account.renew({ token: "token-1" });
    await expect(current()).rejects.toBe(refusal);
    expect(fetches()).toBe(1);
  });
});

describe("an early renewal that fails", () => {
  test.each([
    ["for want of an answer", unreachable],
    ["with a refusal", refusal],
  ])("%s leaves the credential in use until it ends", async (_, failure) => {
    const { clock, current } = fetched(120, failure);
    await current();
    await clock.advance(81 * MINUTE);
    expect(await current()).toBe("token-1");
    await clock.advance(38 * MINUTE);
    expect(await current()).toBe("token-1");
    await clock.advance(2 * MINUTE);
    await expect(current()).rejects.toBe(failure);
  });

  test("for want of an answer is tried again at half of what is left, not with each request", async () => {
    const { clock, current, fetches } = fetched(120, unreachable, 60);
    await current();
    await clock.advance(80 * MINUTE);
    for (let i = 0; i < 10; i++) expect(await current()).toBe("token-1");
    expect(fetches()).toBe(2);
    await clock.advance(20 * MINUTE);
    expect([await current(), fetches()]).toEqual(["token-3", 3]);
  });

  test("with a refusal is never tried again: wrong passwords lock a user", async () => {
    const { account, clock, current, fetches } = fetched(120, refusal);
    await current();
    for (let minute = 80; minute < 130; minute += 5) {
      await clock.advance((minute === 80 ? 80 : 5) * MINUTE);
      await current().catch(() => {});
    }
    account.renew({ token: "token-1" });
    await expect(current()).rejects.toBe(refusal);
    expect(fetches()).toBe(2);
  });
});

describe("a credential that the service does not want any longer", () => {
  test("is renewed once, however many requests it was refused to", async () => {
    const { account, current, fetches } = fetched(60);
    const over = await account.credential();
    const refused = Array.from({ length: 10 }, async () => {
      account.renew(over);
      return current();
    });
    expect(new Set(await Promise.all(refused))).toEqual(new Set(["token-2"]));
    expect(fetches()).toBe(2);
  });

  test("is not renewed again for a request that was sent with the one before", async () => {
    const { account, current, fetches } = fetched(60);
    const over = await account.credential();
    account.renew(over);
    await current();
    account.renew(over);
    expect([await current(), fetches()]).toEqual(["token-2", 2]);
  });

  test("is not used again where no other can be had", async () => {
    const { account, current } = fetched(60, unreachable);
    account.renew(await account.credential());
    await expect(current()).rejects.toBe(unreachable);
  });
});

test("a credential that is set is what it is: it is not fetched", async () => {
  const account = fixedAccount({ token: "the-token" }, "HW_AUTH_TOKEN");
  expect(await account.credential()).toEqual({ token: "the-token" });
  expect(account).toMatchObject({ from: "HW_AUTH_TOKEN", isFetched: false });
});
