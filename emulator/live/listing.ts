import { invalidParameter } from "../protocol/refusals";
import type { StreamName } from "../stream-name";

/** Whether an item is one of those that the query asks for. */
export const matches = (query: URLSearchParams, item: StreamName): boolean =>
  (query.get("publish_domain") ?? item.publishDomain) === item.publishDomain &&
  (query.get("app") ?? item.app) === item.app &&
  (query.get("stream") ?? item.stream) === item.stream;

export function paging(query: URLSearchParams): { offset: number; limit: number } {
  const offset = Number(query.get("offset") ?? 0);
  const limit = Number(query.get("limit") ?? 10);
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalidParameter("offset: must be 0 or more");
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalidParameter("limit: must be from 1 to 100");
  return { offset, limit };
}
