import type { Budget } from "../http/budget";
import { ask, type Connection, type Outcome } from "../http/client";

/**
 * Lets Live write to a bucket, or takes that back (https://support.huaweicloud.com/api-live/UpdateOBSBucketAuthorityPublic.html).
 * No call shows whether it may. By the page, identity policies have no permission for it.
 *
 * @throws {NoAnswerError} when the budget is spent
 */
export function authorizeBucket(
  connection: Connection,
  bucket: string,
  operation: "grant" | "revoke",
  budget: Budget,
): Promise<Outcome> {
  const body = { bucket, operation: operation === "grant" ? 1 : 0 };
  const request = { method: "PUT", path: "/obs/authority", query: [], body } as const;
  return ask(connection, request, `${operation} of the bucket ${bucket}`, budget);
}
