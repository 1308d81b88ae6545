import * as v from "valibot";
import type { Budget } from "./budget";
import type { Connection } from "./client";
import { readAll } from "./listing";
import { serviceTime } from "./service-time";
import type { Stream } from "./stream";

/** A stream that is being pushed. */
export interface Push extends Stream {
  /** When the push began, in milliseconds since the epoch; the service tells whole seconds. */
  readonly since: number;
}

const page = v.pipe(
  v.object({
    total_num: v.number(),
    streams: v.nullish(
      v.array(v.object({ publish_domain: v.string(), app: v.string(), stream: v.string(), start_time: v.string() })),
      [],
    ),
  }),
  v.transform(({ total_num, streams }) => ({
    total: total_num,
    items: streams.map(
      (s): Push => ({
        publishDomain: s.publish_domain,
        app: s.app,
        stream: s.stream,
        since: serviceTime(s.start_time),
      }),
    ),
  })),
);

/**
 * The streams that are being pushed to a domain, possibly minutes late
 * (https://support.huaweicloud.com/api-live/ListLiveStreamsOnline.html; permission `live:stream:listLiveStreamsOnline`).
 */
export function onlineStreams(live: Connection, publishDomain: string, budget: Budget): Promise<Push[]> {
  const query = [["publish_domain", publishDomain]] as const;
  return readAll(
    live,
    { path: "/realtime/streams", query, page, key: ({ app, stream }) => `${app}/${stream}` },
    budget,
  );
}
