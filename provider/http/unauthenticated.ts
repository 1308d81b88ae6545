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
  if (isFrozen(error)) return "the account is frozen, deleted or in arrears. Settle that first.";
  if (isFetched && isAboutCredential(error, now)) {
    return `the credential (${from}) was not accepted, although it was fetched anew. Check that it is still allowed to be used, and that it belongs to this region; an account in arrears looks the same.`;
  }
  const expiredToken = `the token (${from}) has expired or belongs to another region: get a new one.`;
  if (isSignatureOld(error) || /expired|15 ?min/i.test(serviceMessage) || isFarOff(error, now)) {
    // The header x-security-token, which the gateway may repeat, is not what it talks about.
    if (isToken) return expiredToken;
    return `this machine's clock says ${timestamp(now)}, the service's says ${timestamp(at)}; a difference of more than 15 minutes is not accepted. Set the clock.`;
  }
  if (isTokenOver(error)) return expiredToken;
  const stack = from.includes("stack configuration")
    ? " `pulumi destroy` and `pulumi refresh` use the stack configuration of the last `up`: after a change run `pulumi up` first, or add --run-program."
    : "";
  return `the credential (${from}) was not accepted. Check the key and its secret; an account in arrears looks the same.${stack}`;
}

function isFarOff({ at }: ServiceError, now: number): boolean {
  return Math.abs(at - now) > LARGEST_SKEW_MS;
}
