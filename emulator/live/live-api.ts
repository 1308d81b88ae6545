import * as v from "valibot";
import type { Authentication } from "../gateway/authentication";
import type { RequestLimit } from "../gateway/request-limit";
import type { Operation } from "../operations";
import { type Answer, refusalAnswer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { invalidParameter, notPublished, Refusal, throttled } from "../protocol/refusals";
import type { SignedRequest } from "../protocol/signature";
import { wholeSeconds } from "../protocol/times";
import type { Api } from "../server/api";
import { matches, paging } from "./listing";
import { fitting, requireJson } from "./live-body";
import { RuleApi } from "./rule-api";
import type { Service } from "./service";

/** Flow control counts per group of calls: https://support.huaweicloud.com/intl/en-us/api-live/live_03_0053.html */
export interface Limits {
  readonly control: RequestLimit;
  readonly streams: RequestLimit;
  readonly rules: RequestLimit;
}

/** The calls of the API: what they take and what they answer. */
export class LiveApi implements Api {
  readonly #service: Service;
  readonly #authentication: Authentication;
  readonly #limits: Limits;
  readonly #rules: RuleApi;

  constructor(service: Service, authentication: Authentication, limits: Limits) {
    this.#service = service;
    this.#rules = new RuleApi(service);
    this.#authentication = authentication;
    this.#limits = limits;
  }

  answer(request: SignedRequest, call: Call, requestId: string): Answer {
    try {
      this.#pass(request, call);
      return this.#serve(request, call, requestId);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, requestId);
      throw error;
    }
  }

  /** What the gateway does, and Live's check of the project. */
  #pass(request: SignedRequest, { operation, projectId }: Call): void {
    if (operation === "unknown") throw notPublished();
    const projectIds = this.#authentication.check(request);
    const limit = this.#limits[groupOf(operation)];
    if (!limit.admits()) throw throttled(limit.limit);
    this.#authentication.checkProject(request, projectId, projectIds);
  }

  #serve(request: SignedRequest, call: Call, requestId: string): Answer {
    switch (call.operation) {
      case "streams":
        return this.#listStreams(call, requestId);
      case "rules":
        return this.#rules.list(call);
      case "rule-create":
        return this.#rules.create(request, call);
      case "rule-show":
        return this.#rules.show(call);
      case "rule-update":
        return this.#rules.update(request, call);
      case "rule-delete":
        return this.#rules.delete(call);
      default:
        return this.#control(request, call);
    }
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/RunRecord.html */
  #control(request: SignedRequest, { operation, body }: Call): Answer {
    requireJson(request);
    if (operation !== "START" && operation !== "STOP") throw invalidParameter("action: must be START or STOP");
    const { publish_domain, app, stream } = fitting(Command, body);
    const name = { publishDomain: publish_domain, app, stream };
    if (operation === "START") this.#service.start(name);
    else this.#service.stop(name);
    return { status: 200 };
  }

  /** https://support.huaweicloud.com/intl/en-us/api-live/ListLiveStreamsOnline.html */
  #listStreams({ query, stream }: Call, requestId: string): Answer {
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
}

function groupOf(operation: Operation): keyof Limits {
  if (operation === "streams") return "streams";
  return operation === "rules" || operation.startsWith("rule-") ? "rules" : "control";
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
