import { describe, expect, test } from "vitest";
import { Accounts } from "../../../provider/account/accounts";
import { UnreachableError } from "../../../provider/http/errors";
import { SettingsError } from "../../../provider/settings/errors";
import { failureOf } from "../../failure-of";
import { answered, type Step, unreachable } from "../http/scripted-service";
import { type Env, settingsOf } from "../settings/fixture";
import { HIDDEN, HOUR, keys, scriptedIam, temporary, token } from "./scripted-iam";

const REGION = "cn-north-4";
const pair = { HUAWEICLOUD_SDK_AK: "AK-0", HUAWEICLOUD_SDK_SK: "hidden" };
const user = { HW_USER_NAME: "me", HW_USER_PASSWORD: "hidden", HW_DOMAIN_NAME: "domain" };
const agency = { HW_ASSUME_ROLE_AGENCY_NAME: "studio", HW_ASSUME_ROLE_DOMAIN_NAME: "domain" };
const METADATA = "the metadata service of this machine (http://169.254.169.254)";

function accountsOf(env: Env, ...steps: Step[]) {
  const iam = scriptedIam(...steps);
  return { ...iam, accounts: new Accounts(settingsOf({}, env), iam.parts) };
}

describe("the account", () => {
  test("of a key pair is one for all regions and projects, and sends nothing", async () => {
    const { accounts, requests, debugged } = accountsOf(pair);
    const account = accounts.of({ region: REGION, projectId: "p-1" });
    expect(accounts.of({ region: "cn-north-1" })).toBe(account);
    expect(await account.credential()).toEqual({ accessKey: "AK-0", secretKey: "hidden", securityToken: undefined });
    expect(requests).toEqual([]);
    expect(debugged).toEqual(["credential from HUAWEICLOUD_SDK_AK"]);
  });

  test("of a user is one for each project, since a token is for one", async () => {
    const { accounts, requests } = accountsOf(user, token());
    const [first, other, region] = [{ projectId: "p-1" }, { projectId: "p-2" }, {}].map((target) =>
      accounts.of({ region: REGION, ...target }),
    );
    expect(accounts.of({ region: REGION, projectId: "p-1" })).toBe(first);
    expect(new Set([first, other, region]).size).toBe(3);
    for (const account of [first, first, other, region]) await account?.credential();
    expect(requests.map(({ body }) => JSON.parse(body).auth.scope.project)).toEqual([
      { id: "p-1" },
      { id: "p-2" },
      { name: REGION },
    ]);
    expect(requests[0]?.url).toBe("https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens");
  });

  test("of a half credential is an error at once", () => {
    const { accounts } = accountsOf({ HW_ACCESS_KEY: "AK" });
    expect(() => accounts.of({ region: REGION })).toThrow(SettingsError);
  });
});

describe("an agency", () => {
  test("takes the place of a key pair, and is named with it", async () => {
    const { accounts, requests, debugged } = accountsOf({ ...pair, ...agency }, keys());
    const account = accounts.of({ region: REGION });
    expect(await account.credential()).toEqual(temporary);
    expect(account.from).toBe("agency studio (HW_ASSUME_ROLE_AGENCY_NAME) with HUAWEICLOUD_SDK_AK");
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.authorization).toContain("Access=AK-0");
    expect(debugged.slice(0, 2)).toEqual([
      "credential from HUAWEICLOUD_SDK_AK",
      "and the agency studio from HW_ASSUME_ROLE_AGENCY_NAME",
    ]);
    expect(debugged.join()).not.toMatch(HIDDEN);
  });

  test("takes the place of the key pair of the machine, which is asked for with it", async () => {
    const { accounts, requests } = accountsOf(agency, answered(404), keys(), keys());
    expect(await accounts.of({ region: REGION }).credential()).toEqual(temporary);
    expect(requests.map(({ method }) => method)).toEqual(["PUT", "GET", "POST"]);
    expect(requests[2]?.headers).toMatchObject({ "x-security-token": "hidden-st" });
  });

  test("is renewed with the key pair that is in force then", async () => {
    const once = [answered(404), keys(), keys()];
    const { accounts, clock, requests } = accountsOf(agency, ...once, answered(404), keys(12), keys(12));
    const account = accounts.of({ region: REGION });
    await account.credential();
    await clock.advance(5.5 * HOUR);
    await account.credential();
    await account.credential();
    expect(requests.map(({ method }) => method)).toEqual(["PUT", "GET", "POST", "PUT", "GET", "POST"]);
  });

  test.each<{ what: string; env: Env; from: string }>([
    { what: "a token", env: { HW_AUTH_TOKEN: "hidden" }, from: "HW_AUTH_TOKEN" },
    { what: "a user", env: user, from: "HW_USER_NAME" },
  ])("cannot be had with $what: an error that says what it needs", ({ env, from }) => {
    const { accounts } = accountsOf({ ...env, ...agency });
    expect(() => accounts.of({ region: REGION })).toThrow(
      expect.objectContaining({
        code: "SETTING_INVALID",
        setting: "assumeRole",
        message: `HW_ASSUME_ROLE_AGENCY_NAME is set, and an agency needs a key pair, but the credential is ${from}`,
      }),
    );
  });
});

describe("the machine, as the last resort", () => {
  test("has a key pair", async () => {
    const { accounts, debugged } = accountsOf({}, answered(404), keys());
    const account = accounts.of({ region: REGION });
    expect(await account.credential()).toEqual(temporary);
    expect(account.from).toBe(METADATA);
    expect(debugged[0]).toBe(`credential from ${METADATA}`);
  });

  test.each<{ what: string; step: Step; line: string }>([
    { what: "that does not answer", step: unreachable(), line: `${METADATA}: connection to live.test refused` },
    {
      what: "that has no metadata",
      step: answered(404, "Not Found"),
      line: `${METADATA}: no agency (HTTP 404 "Not Found"`,
    },
    {
      what: "that says nothing of use",
      step: answered(200, "<h1>hidden</h1>"),
      line: `${METADATA}: an answer with HTTP 200 has no`,
    },
  ])("$what is no credential, and the error lists it as the last place; it is asked once", async ({ step, line }) => {
    const { accounts, requests } = accountsOf({}, step);
    const account = accounts.of({ region: REGION });
    const error = await failureOf(account.credential());
    const asked = requests.length;
    expect(error).toMatchObject({ code: "CREDENTIAL_MISSING" });
    expect(error.message.split("\n").at(-1)).toContain(line);
    expect(error.message).toContain("HW_AUTH_TOKEN: not set");
    expect(error.message).not.toMatch(HIDDEN);
    expect(await failureOf(account.credential())).toBe(error);
    expect(requests).toHaveLength(asked);
  });

  test.each([429, 500, 503])("whose metadata answer HTTP %d is worth waiting for", async (status) => {
    const { accounts } = accountsOf({}, answered(404), answered(status));
    const error = await failureOf(accounts.of({ region: REGION }).credential());
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ mayHaveRun: false });
  });

  test("that has had one before is worth waiting for", async () => {
    const { accounts, clock } = accountsOf({}, answered(404), keys(), answered(404), answered(500), unreachable());
    const account = accounts.of({ region: REGION });
    await account.credential();
    await clock.advance(7 * HOUR);
    for (const said of ["HTTP 500", "connection to live.test refused"]) {
      const error = await failureOf(account.credential());
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error).toMatchObject({ mayHaveRun: false, message: expect.stringContaining(`${METADATA}: ${said}`) });
    }
  });
});
