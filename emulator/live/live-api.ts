import * as v from "valibot";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { invalidParameter } from "../protocol/refusals";
import { wholeSeconds } from "../protocol/times";
import type { StreamName } from "../stream-name";
import { bodyOf, Domain, matches, Name, paging, requireJson } from "./request";
import type { Service } from "./service";

/** The calls about streams: what they take and what they answer. */
export class LiveApi {
  private readonly service: Service;

  constructor(service: Service) {
    this.service = service;
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/RunRecord.html */
  start(call: Call): Answer {
    this.service.start(commanded(call));
    return { status: 200 };
  }

  stop(call: Call): Answer {
    this.service.stop(commanded(call));
    return { status: 200 };
  }

  /** Record control without an action that it knows. */
  neither({ request }: Call): Answer {
    requireJson(request);
    throw invalidParameter("action: must be START or STOP");
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/ListLiveStreamsOnline.html */
  listStreams({ query, stream, requestId }: Call): Answer {
    if (!query.get("publish_domain")) throw invalidParameter("publish_domain: is required");
    if (query.has("stream") && !query.has("app")) throw invalidParameter("app: is required with stream");
    const { offset, limit } = paging(query);
    if (stream) this.service.stream(stream);
    const found = this.service.online().filter((online) => matches(query, online));
    return {
      status: 200,
      body: {
        total_page: Math.ceil(found.length / limit),
        total_num: found.length,
        offset,
        limit,
        request_id: requestId,
        streams: found.slice(offset, offset + limit).map((online) => ({
          publish_domain: online.publishDomain,
          app: online.app,
          stream: online.stream,
          video_codec: "H264",
          audio_codec: "AAC",
          client_ip: "127.0.0.1",
          start_time: wholeSeconds(online.listedStart),
        })),
      },
    };
  }
}

function commanded(call: Call): StreamName {
  const { publish_domain, app, stream } = bodyOf(call, Command);
  return { publishDomain: publish_domain, app, stream };
}

const Command = v.object({ publish_domain: Domain, app: Name, stream: Name }, (issue) =>
  issue.path ? "is required, a string" : "must be a JSON object",
);
