import { describe, expect, test } from "vitest";
import { agencyKeys } from "../../../provider/account/agency-keys";
import { FetchedAccount, fixedAccount } from "../../../provider/account/fetched";
import type { Account } from "../../../provider/http/account";
import { CredentialGate } from "../../../provider/http/credential-gate";
import { UnreachableError, UnusableAnswerError } from "../../../provider/http/errors";
import { authorization, type KeyPair } from "../../../provider/http/signature";
import { SettingsError } from "../../../provider/settings/errors";
import { failureOf } from "../../failure-of";
import { FakeClock } from "../fake-clock";
import { answered, refused, type Step, unreachable } from "../http/scripted-service";
import { date, end, HIDDEN, HOUR, keys, scriptedIam, temporary } from "./scripted-iam";

const IAM = "https://iam.test";
const PAIR = { accessKey: "AK-0", secretKey: "hidden-own" };
const ROLE = { agencyName: "studio", domainName: "domain", duration: 900, from: "HW_ASSUME_ROLE_AGENCY_NAME" };
const NAME =
  "the temporary key of the agency studio of domain (HW_ASSUME_ROLE_AGENCY_NAME) from IAM (https://iam.test)";

const gateOf = (account: Account) => new CredentialGate(account, new FakeClock());
const set = (pair: KeyPair) => gateOf(fixedAccount(pair, "HW_ACCESS_KEY"));

async function asking(...steps: Step[]) {
  const iam = scriptedIam(...steps);
  return { ...iam, error: await failureOf(agencyKeys(iam.parts, IAM, set(PAIR), ROLE)) };
}

describe("the key pair of an agency", () => {
  test.each<{ what: string; more: object; domain: string }>([
    { what: "name", more: {}, domain: '"domain_name":"domain"' },
    { what: "id", more: { domainId: "0123" }, domain: '"domain_id":"0123"' },
    { what: "id alone", more: { domainId: "0123", domainName: undefined }, domain: '"domain_id":"0123"' },
  ])("is asked for as it is documented, by the domain's $what", async ({ more, domain }) => {
    const { parts, requests } = scriptedIam(keys());
    await agencyKeys(parts, IAM, set(PAIR), { ...ROLE, ...more });
    expect(requests).toEqual([
      {
        method: "POST",
        url: "https://iam.test/v3.0/OS-CREDENTIAL/securitytokens",
        headers: expect.anything(),
        body: `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"studio",${domain},"duration_seconds":900}}}}`,
      },
    ]);
  });

  test.each<{ what: string; pair: KeyPair; token: object }>([
    { what: "a key pair", pair: PAIR, token: {} },
    {
      what: "a temporary one",
      pair: { ...PAIR, securityToken: "hidden-own-st" },
      token: { "x-security-token": "hidden-own-st" },
    },
  ])("is asked for with a signature by $what over headers and body", async ({ pair, token }) => {
    const { parts, requests } = scriptedIam(keys());
    await agencyKeys(parts, IAM, set(pair), ROLE);
    const { authorization: header, ...signed } = requests[0]?.headers ?? {};
    expect(signed).toEqual({
      "content-type": "application/json",
      host: "iam.test",
      "x-sdk-date": "20260102T030405Z",
      ...token,
    });
    const path = "/v3.0/OS-CREDENTIAL/securitytokens";
    const body = requests[0]?.body ?? "";
    expect(header).toBe(authorization({ method: "POST", path, query: [], headers: signed, body }, pair));
  });

  test.each([0, 5])("lasts as long as the service's clock says: %d hours ahead of ours", async (ahead) => {
    const { parts, debugged } = scriptedIam(keys(6, ahead));
    expect(await agencyKeys(parts, IAM, set(PAIR), ROLE)).toEqual({ credential: temporary, lasts: 6 * HOUR });
    expect(debugged.join()).not.toMatch(HIDDEN);
  });
});

test.each([400, 403, 404])("a refusal with HTTP %d is final, and says which agency and why", async (status) => {
  const { error } = await asking(refused(status, "APIGW.0301"));
  expect(error).toBeInstanceOf(SettingsError);
  expect(error).toMatchObject({ code: "CREDENTIAL_REFUSED", setting: "assumeRole" });
  expect(error.message).toContain(`${NAME} was refused: check the agency's name and domain`);
  expect(error.message).toContain(`HTTP ${status} APIGW.0301`);
  expect(error.message).not.toMatch(HIDDEN);
});

test("a refusal of the key pair itself is told as such", async () => {
  const { error } = await asking(refused(401, "APIGW.0301"));
  expect(error).toMatchObject({ code: "CREDENTIAL_REFUSED", setting: "assumeRole" });
  expect(error.message).toContain(
    "the service rejected the credential (HW_ACCESS_KEY). Check the access key and its secret",
  );
  expect(error.message).not.toMatch(HIDDEN);
});

describe("the key pair of the machine that asks for it, when it has ended", () => {
  const ended = refused(401, "APIGW.0301");
  const NAMES = ["AK-first", "AK-second", "AK-third"];

  async function askingAs(names: readonly string[], ...steps: Step[]) {
    const iam = scriptedIam(...steps);
    const clock = new FakeClock();
    let count = 0;
    const fetch = async () => ({ credential: { ...PAIR, accessKey: names[count++] ?? "" }, lasts: 24 * HOUR });
    const gate = gateOf(new FetchedAccount("the machine", fetch, clock));
    const result = await agencyKeys(iam.parts, IAM, gate, ROLE).catch((error: unknown) => error);
    const asked = iam.requests.map(({ headers }) => /Access=([^,]+)/.exec(headers.authorization ?? "")?.[1]);
    return { result, asked };
  }

  test("is fetched anew, and the agency is asked for once more", async () => {
    const { result, asked } = await askingAs(NAMES, ended, keys());
    expect(result).toMatchObject({ credential: temporary });
    expect(asked).toEqual(["AK-first", "AK-second"]);
  });

  test("is refused where a new one is not accepted either", async () => {
    const { result, asked } = await askingAs(NAMES, ended);
    expect(result).toMatchObject({ code: "CREDENTIAL_REFUSED", setting: "assumeRole" });
    expect(String(result)).toContain(
      "the service rejected the credential (the machine), even after it was fetched again",
    );
    expect(asked).toEqual(["AK-first", "AK-second"]);
  });
});

const credential = { access: "AK-1", secret: "hidden-sk", securitytoken: "hidden-st" };

test.each<[string, Step]>([
  ["HTTP 500", answered(500)],
  ["HTTP 429", answered(429)],
  ["no connection", unreachable()],
  ["an answer that broke off", new UnusableAnswerError("broke off", 201, '{"credential": {"secret": "hidden-sk"')],
  ["an answer without an end", answered(201, { credential }, { date: date() })],
  ["an answer whose end is no time", answered(201, { credential: { ...credential, expires_at: "soon" } })],
  ["half a key pair", answered(201, { credential: { access: "AK-1", securitytoken: "hidden", expires_at: end(1) } })],
  ["no JSON", answered(200, "<h1>hidden</h1>")],
])("%s counts as a service that is not reached, and the command as not sent", async (_, step) => {
  const { error } = await asking(step);
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error).toMatchObject({ mayHaveRun: false });
  expect(error.message).toContain(`${NAME}: `);
  expect(error.message).not.toMatch(HIDDEN);
});
