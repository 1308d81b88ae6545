import type { Account } from "./account";
import { isForeignProject, isFrozen, isSignatureOld, isTokenOver, lacksPermission } from "./codes";
import type { ServiceError } from "./errors";
import { timestamp } from "./timestamp";

/** More is refused (https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html). Milliseconds. */
const LARGEST_SKEW_MS = 15 * 60_000;

/** A 401 although the credential is fine: it lacks a permission, or the project is not its own. */
export function isDenial(error: ServiceError): boolean {
  return lacksPermission(error) || isForeignProject(error);
}

/** A 401 that another credential may spare, `now` being what this machine's clock says. */
export function isAboutCredential(error: ServiceError, now: number): boolean {
  return !isDenial(error) && !isFrozen(error) && !isFarOff(error, now);
}

/** Why a credential was not accepted (401), and what to do. `now`: by this machine's clock. */
export function unauthenticated(
  error: ServiceError,
  account: Pick<Account, "from" | "isFetched">,
  now: number,
): string {
  const { at, serviceMessage } = error;
  const { from, isFetched } = account;
  const isToken = isTokenOver(error) || /(?<!-)token\b/i.test(serviceMessage);
  if (isFrozen(error)) return "the account is frozen, deleted or in arrears. Resolve that with Huawei Cloud first.";
  if (isFetched && isAboutCredential(error, now)) {
    return `the service rejected the credential (${from}), even after it was fetched again. Check that it is still valid and belongs to this region. An account in arrears gets the same answer.`;
  }
  const expiredToken = `the token (${from}) has expired or belongs to another region. Get a new one.`;
  if (isSignatureOld(error) || /expired|15 ?min/i.test(serviceMessage) || isFarOff(error, now)) {
    // The header x-security-token, which the gateway may repeat, is not what it talks about.
    if (isToken) return expiredToken;
    return `this machine's clock says ${timestamp(now)}, the service's says ${timestamp(at)}. The service accepts at most 15 minutes of difference. Correct this machine's clock.`;
  }
  if (isTokenOver(error)) return expiredToken;
  const stack = from.includes("stack configuration")
    ? " `pulumi destroy` and `pulumi refresh` use the stack configuration of the last `up`: after you change it, run `pulumi up` first, or add --run-program."
    : "";
  return `the service rejected the credential (${from}). Check the access key and its secret. An account in arrears gets the same answer.${stack}`;
}

function isFarOff({ at }: ServiceError, now: number): boolean {
  return Math.abs(at - now) > LARGEST_SKEW_MS;
}
