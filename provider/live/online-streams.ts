import * as v from "valibot";
import type { Budget } from "../http/budget";
import type { Connection } from "../http/client";
import { serviceTime } from "../http/service-time";
import { type Listing, readAll, total } from "./listing";
import type { Stream } from "./stream";

/** A push to the domain that was asked for. */
export interface Push {
  readonly app: string;
  readonly stream: string;
  /** When it began, in milliseconds since the epoch; the service tells whole seconds. NaN where it does not tell. */
  readonly since: number;
}

const page = v.pipe(
  v.object({
    total_num: total,
    streams: v.nullish(
      v.array(v.object({ app: v.string(), stream: v.string(), start_time: v.nullish(v.string(), "") })),
      [],
    ),
  }),
  v.transform(({ total_num, streams }) => ({
    total: total_num,
    items: streams.map(({ app, stream, start_time }): Push => ({ app, stream, since: serviceTime(start_time) })),
  })),
);

/** The push of a stream, among those of its domain. */
export function pushOf(pushes: readonly Push[], { app, stream }: Pick<Stream, "app" | "stream">): Push | undefined {
  return pushes.find((push) => push.app === app && push.stream === stream);
}

/**
 * The streams that are being pushed to a domain, possibly minutes late
 * (https://support.huaweicloud.com/api-live/ListLiveStreamsOnline.html; permission `live:stream:listLiveStreamsOnline`).
 */
export function onlineStreams(connection: Connection, publishDomain: string, budget: Budget): Promise<Push[]> {
  return read(connection, [["publish_domain", publishDomain]], budget);
}

/** The same list, asked for one stream by its name. */
export function onlineStream(
  connection: Connection,
  { publishDomain, app, stream }: Stream,
  budget: Budget,
): Promise<Push[]> {
  const query = [
    ["publish_domain", publishDomain],
    ["app", app],
    ["stream", stream],
  ] as const;
  return read(connection, query, budget);
}

const read = (connection: Connection, query: Listing<Push>["query"], budget: Budget): Promise<Push[]> =>
  readAll(connection, { path: "/realtime/streams", query, page, key: ({ app, stream }) => `${app}/${stream}` }, budget);
