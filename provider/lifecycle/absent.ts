import { ServiceError } from "../http/errors";

/**
 * The service says that there is no such recording, or no such rule: with 404, or with `LIVE.103011019` and whatever
 * status. The gateway's 404 says that there is no such API, and a page of a proxy says nothing.
 */
export function isAbsent(answer: unknown): answer is ServiceError {
  if (!(answer instanceof ServiceError)) return false;
  const { status, serviceCode, serviceMessage } = answer;
  if (serviceCode === "LIVE.103011019") return true;
  return status === 404 && (serviceCode.startsWith("LIVE.") || (serviceCode === "" && serviceMessage === ""));
}
