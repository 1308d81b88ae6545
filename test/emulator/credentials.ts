import type { Emulator } from "../../emulator";
import type { Changes, Client } from "./client";

export interface Account {
  readonly name: string;
  readonly password: string;
  readonly domain: string;
}

export const account: Account = { name: "emulator-user", password: "emulator-password", domain: "emulator-domain" };

export const passwordBody = ({ name, password, domain }: Account, scope?: object) => ({
  auth: {
    identity: { methods: ["password"], password: { user: { name, password, domain: { name: domain } } } },
    ...(scope && { scope }),
  },
});

/** Asks IAM for a token. */
export async function askForToken(emulator: Emulator, body: unknown) {
  const response = await fetch(`${emulator.url}/v3/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json;charset=utf8" },
    body: JSON.stringify(body),
  });
  const token = response.headers.get("x-subject-token") ?? "";
  return { status: response.status, token, body: JSON.parse(await response.text()) };
}

export const agencyBody = (change: object = {}) => ({
  auth: {
    identity: {
      methods: ["assume_role"],
      assume_role: { agency_name: "emulator-agency", domain_name: "emulator-domain", ...change },
    },
  },
});

/** Asks IAM for temporary keys. */
export async function assume(client: Client, body: unknown, changes: Changes = {}) {
  const headers = { "x-project-id": undefined, ...changes.headers };
  const path = "/v3.0/OS-CREDENTIAL/securitytokens";
  const answer = await client.sendTo(path, "POST", "", JSON.stringify(body), { ...changes, headers });
  return { status: answer.status, code: answer.code, body: JSON.parse(answer.text) };
}

/** How a client signs with temporary keys. */
export const signedWith = ({ access, secret, securitytoken }: Record<string, string>): Changes => ({
  accessKey: access ?? "",
  secretKey: secret ?? "",
  headers: { "x-security-token": securitytoken },
});

/** Lists the rules with a token. */
export async function statusWithToken(emulator: Emulator, token: string, projectId = emulator.projectId) {
  const response = await fetch(`${emulator.url}/v1/${projectId}/record/rules`, { headers: { "x-auth-token": token } });
  const text = await response.text();
  return [response.status, JSON.parse(text).error_code];
}
