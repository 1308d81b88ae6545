import * as v from "valibot";
import type { Fault, Faults } from "../faults";
import type { Gateway } from "../gateway/gateway";
import type { IssuedCredentials } from "../gateway/issued-credentials";
import type { IamUser } from "../iam/iam-user";
import { InvalidInput, parse } from "../invalid-input";
import type { CallbackApi } from "../live/callback-api";
import type { ContentApi } from "../live/content-api";
import type { LiveStream } from "../live/live-stream";
import type { NotificationApi } from "../live/notification-api";
import type { Service } from "../live/service";
import type { Courier } from "../messages/courier";
import type { Messenger } from "../messages/messenger";
import type { PageServer } from "../page/page-server";
import type { LoggedRequest, RequestLog } from "../request-log";
import { type RuleJson, rulesFromJson, ruleToJson, timeOf } from "../rule-json";
import { domainForm, nameForm, type StreamName } from "../stream-name";
import type { Delivery, PushOptions, Recording, SentMessage, StreamStatus } from "../views";
import { faultFromJson } from "./fault-json";

const Name = v.pipe(v.string(), v.regex(nameForm, "must be a name without *, /, ? and #"));
const Domain = v.pipe(v.string(), v.regex(domainForm, "must be a domain, with nothing around it"));
const Stream = v.object({ publishDomain: Domain, app: Name, stream: Name });
const Push = v.strictObject({
  startedAt: v.optional(v.string()),
  listed: v.optional(v.boolean()),
  listedAfter: v.optional(v.pipe(v.number(), v.minValue(0))),
});
const DeliveryShape = v.strictObject({
  repeats: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
  disorder: v.optional(v.boolean()),
  delay: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(86_400))),
});
const Text = v.pipe(v.string(), v.nonEmpty("must not be empty"));
const Seconds = v.pipe(v.number(), v.finite(), v.minValue(0));

export interface ControlledParts {
  readonly service: Service;
  readonly callbacks: CallbackApi;
  readonly notifications: NotificationApi;
  readonly contents: ContentApi;
  readonly courier: Courier;
  readonly messenger: Messenger;
  readonly gateway: Gateway;
  readonly issued: IssuedCredentials;
  readonly user: IamUser;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly page: PageServer;
  /** ms */
  readonly now: () => number;
}

/** What a user of the emulator does to the world around the API. */
export class Controls {
  private readonly parts: ControlledParts;

  constructor(parts: ControlledParts) {
    this.parts = parts;
  }

  push(stream: StreamName | string, options: PushOptions = {}): StreamStatus {
    const { startedAt, listed, listedAfter } = parse(Push, options, "push");
    const name = streamName(stream);
    const seen =
      listed === undefined && listedAfter === undefined ? undefined : this.parts.now() + (listedAfter ?? 0) * 1000;
    const change = {
      startedAt: startedAt === undefined ? undefined : timeOf(startedAt, "startedAt"),
      listedFrom: listed === false ? Number.POSITIVE_INFINITY : seen,
    };
    return statusOf(this.parts.service.push(name, change));
  }

  endPush(stream: StreamName | string): StreamStatus {
    return statusOf(this.parts.service.endPush(streamName(stream)));
  }

  interrupt(stream: StreamName | string, seconds = 60): StreamStatus {
    return statusOf(this.parts.service.interrupt(streamName(stream), parse(Seconds, seconds, "seconds") * 1000));
  }

  fail(stream: StreamName | string, message = "OBS upload failed"): StreamStatus {
    return statusOf(this.parts.service.fail(streamName(stream), parse(Text, message, "message")));
  }

  setRules(rules: readonly RuleJson[]): RuleJson[] {
    const declared = rulesFromJson(rules, this.parts.now());
    return this.parts.service.ruleBook.set(declared).map(ruleToJson);
  }

  recordings(): Recording[] {
    return this.parts.service.records().map(({ publishDomain, app, stream, startedAt, stoppedAt, endedBy }) => ({
      publishDomain,
      app,
      stream,
      startedAt: new Date(startedAt).toISOString(),
      stoppedAt: stoppedAt === null ? null : new Date(stoppedAt).toISOString(),
      endedBy,
    }));
  }

  requests(): LoggedRequest[] {
    return this.parts.log.entries();
  }

  setDelivery(delivery: Delivery): void {
    this.parts.courier.setDelivery(parse(DeliveryShape, delivery, "delivery"));
  }

  messages(): SentMessage[] {
    return this.parts.courier.messages();
  }

  async delivered(): Promise<void> {
    this.parts.messenger.tell();
    await this.parts.courier.idle();
  }

  grantedBuckets(): string[] {
    return this.parts.contents.grantedBuckets();
  }

  addFault(fault: Fault): void {
    this.parts.faults.add(faultFromJson(fault));
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  expireCredentials(): void {
    this.parts.issued.clear();
  }

  reset(): void {
    this.parts.service.reset();
    this.parts.callbacks.reset();
    this.parts.notifications.reset();
    this.parts.contents.reset();
    this.parts.courier.reset();
    this.parts.gateway.reset();
    this.parts.issued.clear();
    this.parts.user.reset();
    this.parts.faults.clear();
    this.parts.log.reset();
    this.parts.page.reset();
  }
}

function streamName(stream: StreamName | string): StreamName {
  if (typeof stream !== "string") return parse(Stream, stream, "stream");
  const [publishDomain, app, name, ...rest] = stream.split("/");
  if (name === undefined || rest.length > 0) throw new InvalidInput("stream: must be domain/app/stream");
  return parse(Stream, { publishDomain, app, stream: name }, "stream");
}

const statusOf = ({ name, push, recorded }: LiveStream): StreamStatus => ({
  ...name,
  pushed: push !== undefined,
  pushedSince: push ? new Date(push.startedAt).toISOString() : null,
  recorded,
});
