import type { ServiceError } from "./errors";
import { timestamp } from "./timestamp";

/** More is refused (https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html). Milliseconds. */
const LARGEST_SKEW_MS = 15 * 60_000;

/** Why a credential was not accepted (401), and what to do. `from`: where it is set; `now`: by this machine's clock. */
export function unauthenticated(error: ServiceError, from: string, now: number): string {
  const { at, gatewayCode, serviceCode, serviceMessage } = error;
  const expiredToken = `the token (${from}) has expired or belongs to another region: get a new one.`;
  if (gatewayCode === "0303" || /expired|15 ?min/i.test(serviceMessage) || Math.abs(at - now) > LARGEST_SKEW_MS) {
    // The header x-security-token, which the gateway may repeat, is not what it talks about.
    if (gatewayCode === "0307" || /(?<!-)token\b/i.test(serviceMessage)) return expiredToken;
    return `this machine's clock says ${timestamp(now)}, the service's says ${timestamp(at)}; more than 15 minutes are not accepted. Set the clock.`;
  }
  if (gatewayCode === "0307") return expiredToken;
  if (serviceCode === "LIVE.100011014") return "the account is frozen, deleted or in arrears. Settle that first.";
  const stack = from.includes("stack configuration")
    ? " `pulumi destroy` and `pulumi refresh` use the stack configuration of the last `up`: after a change run `pulumi up` first, or add --run-program."
    : "";
  return `the credential (${from}) was not accepted. Check the key and its secret; an account in arrears looks the same.${stack}`;
}
