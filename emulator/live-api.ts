import * as v from "valibot";
import { type Answer, refusalAnswer } from "./answer";
import type { Authentication } from "./authentication";
import type { LiveCall } from "./live-call";
import { invalidParameter, notPublished, Refusal, throttled, unsupportedMediaType } from "./refusals";
import type { RequestLimit } from "./request-limit";
import { ruleToJson } from "./rule-json";
import type { Service } from "./service";
import { headerValue, type SignedRequest } from "./signature";
import { wholeSeconds } from "./times";

/** Flow control counts per group of calls: https://support.huaweicloud.com/intl/en-us/api-live/live_03_0053.html */
export interface Limits {
  readonly control: RequestLimit;
  readonly streams: RequestLimit;
  readonly rules: RequestLimit;
}

/** The calls of the API: what they take and what they answer. */
export class LiveApi {
  readonly #service: Service;
  readonly #authentication: Authentication;
  readonly #limits: Limits;

  constructor(service: Service, authentication: Authentication, limits: Limits) {
    this.#service = service;
    this.#authentication = authentication;
    this.#limits = limits;
  }

  answer(request: SignedRequest, call: LiveCall, requestId: string): Answer {
    try {
      this.#pass(request, call);
      return this.#serve(request, call, requestId);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, requestId);
      throw error;
    }
  }

  /** What the gateway does, and Live's check of the project. */
  #pass(request: SignedRequest, { operation, projectId }: LiveCall): void {
    if (operation === "unknown") throw notPublished();
    this.#authentication.check(request);
    const limit = this.#limits[operation === "streams" || operation === "rules" ? operation : "control"];
    if (!limit.admits()) throw throttled(limit.limit);
    this.#authentication.checkProject(request, projectId);
  }

  #serve(request: SignedRequest, call: LiveCall, requestId: string): Answer {
    switch (call.operation) {
      case "streams":
        return this.#listStreams(call, requestId);
      case "rules":
        return this.#listRules(call);
      default:
        return this.#control(request, call);
    }
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/RunRecord.html */
  #control(request: SignedRequest, { operation, body }: LiveCall): Answer {
    const [mediaType = ""] = headerValue(request, "content-type").split(";");
    if (mediaType.trim().toLowerCase() !== "application/json") throw unsupportedMediaType();
    if (operation !== "START" && operation !== "STOP") throw invalidParameter("action: must be START or STOP");
    const { output, issues } = v.safeParse(Command, body, { abortEarly: true });
    if (issues) throw invalidParameter(`${v.getDotPath(issues[0]) ?? "body"}: ${issues[0].message}`);
    const name = { publishDomain: output.publish_domain, app: output.app, stream: output.stream };
    if (operation === "START") this.#service.start(name);
    else this.#service.stop(name);
    return { status: 200 };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/ListLiveStreamsOnline.html */
  #listStreams({ query, stream }: LiveCall, requestId: string): Answer {
    if (!query.get("publish_domain")) throw invalidParameter("publish_domain: is required");
    if (query.has("stream") && !query.has("app")) throw invalidParameter("app: is required with stream");
    const { offset, limit } = paging(query);
    if (stream) this.#service.stream(stream);
    const found = this.#service.online().filter((online) => matches(query, online));
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

  /**
   * https://support.huaweicloud.com/intl/en-us/api-live/ListRecordRules.html
   * The pages disagree whether `offset` counts rules or pages; here it counts pages, as Terraform's data source reads it.
   */
  #listRules({ query }: LiveCall): Answer {
    const { offset, limit } = paging(query);
    const found = this.#service
      .rules(query.get("publish_domain") ?? undefined)
      .filter((rule) => matches(query, rule) && (query.get("record_type") ?? rule.recordType) === rule.recordType);
    const page = found.slice(offset * limit, (offset + 1) * limit);
    return { status: 200, body: { total: found.length, record_config: page.map(ruleToJson) } };
  }
}

// Record control is for one stream: only rules take a `*`. A slash would belong to the push address around the name.
const Name = v.pipe(
  v.string("is required, a string"),
  v.nonEmpty("must not be empty"),
  v.regex(/^[^*/]*$/, "must not contain * or /"),
);
const Command = v.object({ publish_domain: Name, app: Name, stream: Name }, (issue) =>
  issue.path ? "is required, a string" : "must be a JSON object",
);

const matches = (query: URLSearchParams, item: { publishDomain: string; app: string; stream: string }): boolean =>
  (query.get("publish_domain") ?? item.publishDomain) === item.publishDomain &&
  (query.get("app") ?? item.app) === item.app &&
  (query.get("stream") ?? item.stream) === item.stream;

function paging(query: URLSearchParams): { offset: number; limit: number } {
  const offset = Number(query.get("offset") ?? 0);
  const limit = Number(query.get("limit") ?? 10);
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalidParameter("offset: must be 0 or more");
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalidParameter("limit: must be from 1 to 100");
  return { offset, limit };
}
