import type { Account } from "../http/account";
import type { ServiceError } from "../http/errors";
import { unauthenticated } from "../http/unauthenticated";
import { LifecycleError, type LifecycleErrorCode, serviceSaid } from "./errors";

/** A request, in words for the person who reads its error. */
export interface Asked {
  /** Such as `START of push.example.com/live/keynote`. */
  readonly what: string;
  /** What the credential must be allowed to do. */
  readonly permission: string;
}

/** Whose credential was sent. */
type Who = Pick<Account, "from" | "isFetched">;

/**
 * The error for an answer that has nothing to do with this stream: the credential, the permission or the endpoint is
 * wrong. Undefined for all others.
 */
export function accessError(
  { what, permission }: Asked,
  error: ServiceError,
  account: Who,
  now: number,
  mayBeDone: boolean,
) {
  const remedy = remedyFor(error, account, permission, now);
  if (!remedy) return undefined;
  const [code, advice] = remedy;
  const message = `${what} was refused: ${advice}\n${serviceSaid(error)}`;
  return new LifecycleError(code, message, { cause: error, mayBeDone });
}

function remedyFor(
  error: ServiceError,
  account: Who,
  permission: string,
  now: number,
): [LifecycleErrorCode, string] | undefined {
  const { status, gatewayCode, serviceCode, serviceMessage } = error;
  const { from } = account;
  if (serviceCode === "LIVE.100011003") {
    return [
      "PERMISSION_DENIED",
      `the user of the credential (${from}) lacks the permission ${permission}. Grant it, then run the same command again.`,
    ];
  }
  if (serviceCode === "LIVE.100011015") {
    const advice = `the project id does not belong to the credential (${from}) in this region. Check projectId and region.`;
    return ["AUTHENTICATION_FAILED", advice];
  }
  if (status === 401)
    return ["AUTHENTICATION_FAILED", `${unauthenticated(error, account, now)} No further request was sent with it.`];
  // The service has two codes that it also gives with 403 for other refusals; a proxy's page has text and no code.
  const isPage = serviceCode === "" && serviceMessage !== "";
  const other = serviceCode === "LIVE.103011016" || serviceCode === "LIVE.100011001" || isPage;
  if (status === 403 && !other) {
    return [
      "PERMISSION_DENIED",
      `the credential (${from}) lacks the permission ${permission}, or is not allowed in this region or project. Grant it, then run the same command again.`,
    ];
  }
  if (gatewayCode === "0101" || (status >= 300 && status < 400)) {
    return ["WRONG_ENDPOINT", "the endpoint does not serve the Live API. Check the region and the endpoint."];
  }
  return undefined;
}
