import { ServiceError } from "./errors";

/**
 * What the service's codes mean. Those of Live: https://support.huaweicloud.com/api-live/ErrorCode.html; those of the
 * gateway before it: https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html.
 */
const LIVE = {
  /** "Request Illegal": given for nearly every refusal. */
  requestIllegal: "LIVE.100011001",
  userLacksPermission: "LIVE.100011003",
  throttled: "LIVE.100011007",
  accountFrozen: "LIVE.100011014",
  projectOfAnother: "LIVE.100011015",
  taskExists: "LIVE.100011022",
  /** The same, of the content: given with 403, too. */
  contentIllegal: "LIVE.103011016",
  alreadyThere: "LIVE.103011018",
  absent: "LIVE.103011019",
} as const;

/** The numbers of `APIGW.0301` and of `APIG.0301`, which mean the same. */
const GATEWAY = { noSuchApi: "0101", requestExpired: "0303", tokenExpired: "0307" } as const;

type Coded = Pick<ServiceError, "status" | "serviceCode" | "serviceMessage" | "gatewayCode">;

/** The service wants fewer requests: the gateway says so with 429, the service itself with a 500 of its own. */
export function isThrottled({ status, serviceCode }: Coded): boolean {
  return status === 429 || serviceCode === LIVE.throttled;
}

/** The user lacks a permission, and nothing is wrong with the credential. */
export function lacksPermission({ serviceCode }: Coded): boolean {
  return serviceCode === LIVE.userLacksPermission;
}

/** The project is not one of the credential's account. */
export function isForeignProject({ serviceCode }: Coded): boolean {
  return serviceCode === LIVE.projectOfAnother;
}

/** The account is frozen, deleted or in arrears. */
export function isFrozen({ serviceCode }: Coded): boolean {
  return serviceCode === LIVE.accountFrozen;
}

/** The token is over, or of another region. */
export function isTokenOver({ gatewayCode }: Coded): boolean {
  return gatewayCode === GATEWAY.tokenExpired;
}

/** The signature is from another time. */
export function isSignatureOld({ gatewayCode }: Coded): boolean {
  return gatewayCode === GATEWAY.requestExpired;
}

/** A 403 that is about permissions: not one of the codes that are given for every refusal, nor a page of a proxy. */
export function isForbidden(error: Coded): boolean {
  if (error.status !== 403 || isPage(error)) return false;
  return error.serviceCode !== LIVE.contentIllegal && error.serviceCode !== LIVE.requestIllegal;
}

/** Something else than the Live API has answered: there is no such API at the gateway, or a redirect. */
export function isWrongEndpoint({ status, gatewayCode }: Coded): boolean {
  return gatewayCode === GATEWAY.noSuchApi || (status >= 300 && status < 400);
}

/** A 400 with the code that is given for nearly every refusal. */
export function isRequestIllegal({ status, serviceCode }: Coded): boolean {
  return status === 400 && serviceCode === LIVE.requestIllegal;
}

/** The code is one that is given for every refusal, or there is none: all others speak for themselves. */
export function saysNothing({ serviceCode }: Coded): boolean {
  const silent: readonly string[] = [LIVE.requestIllegal, LIVE.contentIllegal, LIVE.absent, ""];
  return silent.includes(serviceCode);
}

/**
 * START comes too early after a STOP, or the stream is being recorded already: the service says both with one code
 * (https://support.huaweicloud.com/api-live/RunRecord.html).
 */
export function isTaskExists(answer: unknown): answer is ServiceError {
  return answer instanceof ServiceError && answer.status === 400 && answer.serviceCode === LIVE.taskExists;
}

/** Another one is there for just the same: a rule for the streams, a callback for the application. */
export function isAlreadyThere(answer: unknown): answer is ServiceError {
  return answer instanceof ServiceError && answer.serviceCode === LIVE.alreadyThere;
}

/**
 * There is no such recording, or no such rule: with 404, or with a code of its own and whatever status. The gateway's 404
 * says that there is no such API, and a page of a proxy says nothing.
 */
export function isAbsent(answer: unknown): answer is ServiceError {
  if (!(answer instanceof ServiceError)) return false;
  const { status, serviceCode } = answer;
  if (serviceCode === LIVE.absent) return true;
  return status === 404 && (serviceCode.startsWith("LIVE.") || (serviceCode === "" && !isPage(answer)));
}

/** Text without a code: a proxy's. */
function isPage({ serviceCode, serviceMessage }: Coded): boolean {
  return serviceCode === "" && serviceMessage !== "";
}
