import type { CredentialGate } from "../http/credential-gate";
import { ServiceError } from "../http/errors";
import type { KeyPair } from "../http/signature";
import { unauthenticated } from "../http/unauthenticated";
import type { AssumeRole } from "../settings/assume-role";
import type { Lease } from "./fetched";
import { type AccountParts, failureOf, request } from "./request";
import { temporaryKeys } from "./temporary-keys";

const TIMEOUT_MS = 15_000;

/**
 * A temporary key pair of an agency, that is of another account which trusts this one, whose credential is a key pair, too
 * (https://support.huaweicloud.com/api-iam/iam_04_0101.html).
 */
export async function agencyKeys(
  parts: AccountParts,
  endpoint: string,
  own: CredentialGate,
  { agencyName, domainName, domainId, duration, from }: AssumeRole,
): Promise<Lease> {
  const agency = {
    agency_name: agencyName,
    ...(domainId === undefined ? { domain_name: domainName } : { domain_id: domainId }),
    duration_seconds: duration,
  };
  const body = { auth: { identity: { methods: ["assume_role"], assume_role: agency } } };
  try {
    const path = "/v3.0/OS-CREDENTIAL/securitytokens";
    const reply = await own.pass({ endpoint, api: `POST ${path}` }, (credential) =>
      request(parts, { method: "POST", endpoint, path, body, keys: credential as KeyPair }, TIMEOUT_MS),
    );
    return temporaryKeys(reply);
  } catch (error) {
    const what = `the temporary key of the agency ${agencyName} of ${domainName ?? domainId} (${from}) from IAM (${endpoint})`;
    const isKey = error instanceof ServiceError && error.status === 401;
    const advice = isKey
      ? unauthenticated(error, own.account, parts.clock.wall())
      : "check the agency's name and domain, and that the agency trusts the account of the key.";
    throw failureOf(error, what, "assumeRole", advice);
  }
}
