import type { Account } from "../http/account";
import { isForbidden, isForeignProject, isWrongEndpoint, lacksPermission } from "../http/codes";
import type { ServiceError } from "../http/errors";
import { unauthenticated } from "../http/unauthenticated";
import type { LifecycleErrorCode } from "./errors";

/** Who asked for what. */
export interface Asked {
  /** What the credential must be allowed to do. */
  readonly permission: string;
  /** Whose credential was sent. */
  readonly account: Pick<Account, "from" | "isFetched">;
  /** What this machine's clock says, in milliseconds since the epoch. */
  readonly now: number;
}

/** What is wrong with the credential, the permission or the endpoint, and what to do. */
export interface AccessProblem {
  readonly code: LifecycleErrorCode;
  readonly advice: string;
}

/** The problem behind an answer that has nothing to do with what was asked. Undefined for all other answers. */
export function accessProblem(answer: ServiceError, { permission, account, now }: Asked): AccessProblem | undefined {
  const { from } = account;
  const grant = "Grant it, then run the same command again.";
  if (lacksPermission(answer)) {
    const advice = `the user of the credential (${from}) lacks the permission ${permission}. ${grant}`;
    return { code: "PERMISSION_DENIED", advice };
  }
  if (isForeignProject(answer)) {
    const advice = `the project id does not belong to the credential (${from}) in this region. Check projectId and region.`;
    return { code: "AUTHENTICATION_FAILED", advice };
  }
  if (answer.status === 401) {
    const advice = `${unauthenticated(answer, account, now)} The provider sent nothing more with this credential.`;
    return { code: "AUTHENTICATION_FAILED", advice };
  }
  if (isForbidden(answer)) {
    const advice = `the credential (${from}) lacks the permission ${permission}, or is not valid for this region or project. ${grant}`;
    return { code: "PERMISSION_DENIED", advice };
  }
  if (isWrongEndpoint(answer)) {
    const advice = "the endpoint does not serve the Live API. Check the region and the endpoint.";
    return { code: "WRONG_ENDPOINT", advice };
  }
  return undefined;
}
