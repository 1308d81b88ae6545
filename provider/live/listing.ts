import * as v from "valibot";
import type { Budget } from "../http/budget";
import { ask, type Connection, NoAnswerError } from "../http/client";
import { ServiceError, UnusableAnswerError } from "../http/errors";

const PAGE = 100;

/** A list of the Live API, and how to read its pages. */
export interface Listing<T> {
  readonly path: string;
  readonly query: ReadonlyArray<readonly [key: string, value: string]>;
  /** One page of the answer. */
  readonly page: v.GenericSchema<unknown, { total: number | undefined; items: T[] }>;
  /** Tells an entry from all others. */
  readonly key: (item: T) => string;
}

/**
 * Reads a whole list. The documents do not agree on what `offset` counts, pages or entries; a second page that repeats
 * what the first one has gives it away.
 *
 * @throws {ServiceError} where the service refuses
 * @throws {NoAnswerError} when the budget is spent
 */
export async function readAll<T>(connection: Connection, listing: Listing<T>, budget: Budget): Promise<T[]> {
  const found = new Map<string, T>();
  let counts: "pages" | "entries" = "pages";
  for (let page = 0; ; page++) {
    const offset = counts === "pages" ? page : page * PAGE;
    const { total, items } = await readPage(connection, listing, offset, budget);
    const known = items.filter((item) => found.has(listing.key(item))).length;
    for (const item of items) found.set(listing.key(item), item);
    const isLast = total === undefined ? items.length < PAGE : found.size >= total;
    if (items.length === 0 || isLast) return [...found.values()];
    if (counts === "pages" && page === 1 && known > items.length / 2) {
      counts = "entries";
      page = 0;
    } else if (page > 0 && known === items.length) {
      return [...found.values()];
    }
    if (budget.left <= 0) {
      throw new NoAnswerError(false, page + 1, new Error(`the list has not ended after ${found.size} entries`));
    }
  }
}

/** How many entries there are in all, where the answer says so: as a number or as text. */
export const total = v.pipe(
  v.nullish(v.union([v.number(), v.string()])),
  v.transform((count) =>
    count === undefined || count === null || Number.isNaN(Number(count)) ? undefined : Number(count),
  ),
);

async function readPage<T>(connection: Connection, listing: Listing<T>, offset: number, budget: Budget) {
  const query = [...listing.query, ["offset", `${offset}`], ["limit", `${PAGE}`]] as const;
  const { answer } = await ask(connection, { method: "GET", path: listing.path, query }, `GET ${listing.path}`, budget);
  if (answer instanceof ServiceError) throw answer;
  const page = v.safeParse(listing.page, answer.body);
  if (!page.success) {
    const problem = `is not the documented list (${v.getDotPath(page.issues[0]) ?? "whole body"})`;
    throw new UnusableAnswerError(problem, 200, answer.text);
  }
  return page.output;
}
