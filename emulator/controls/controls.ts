import * as v from "valibot";
import type { Fault, Faults } from "../faults";
import type { Gateway } from "../gateway/gateway";
import type { IssuedCredentials } from "../gateway/issued-credentials";
import type { IamUser } from "../iam/iam-user";
import { InvalidInput, parse } from "../invalid-input";
import type { LiveStream } from "../live/live-stream";
import type { Service } from "../live/service";
import type { LoggedRequest, RequestLog } from "../request-log";
import { type RuleJson, rulesFromJson, ruleToJson, timeOf } from "../rule-json";
import { domainForm, nameForm, type StreamName } from "../stream-name";
import type { PushOptions, Recording, StreamStatus } from "../views";
import { faultFromJson } from "./fault-json";

const Name = v.pipe(v.string(), v.regex(nameForm, "must be a name without *, /, ? and #"));
const Domain = v.pipe(v.string(), v.regex(domainForm, "must be a domain, without anything around it"));
const Stream = v.object({ publishDomain: Domain, app: Name, stream: Name });
const Push = v.strictObject({
  startedAt: v.optional(v.string()),
  listed: v.optional(v.boolean()),
  listedAfter: v.optional(v.pipe(v.number(), v.minValue(0))),
});
const Seconds = v.pipe(v.number(), v.finite(), v.minValue(0));

export interface ControlledParts {
  readonly service: Service;
  readonly gateway: Gateway;
  readonly issued: IssuedCredentials;
  readonly user: IamUser;
  readonly faults: Faults;
  readonly log: RequestLog;
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

  setRules(rules: readonly RuleJson[]): RuleJson[] {
    const declared = rulesFromJson(rules, this.parts.now());
    return this.parts.service.ruleBook.set(declared).map(ruleToJson);
  }

  recordings(): Recording[] {
    return this.parts.service.records().map((record) => ({
      ...record,
      startedAt: new Date(record.startedAt).toISOString(),
      stoppedAt: record.stoppedAt === null ? null : new Date(record.stoppedAt).toISOString(),
    }));
  }

  requests(): LoggedRequest[] {
    return this.parts.log.entries();
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
    this.parts.gateway.reset();
    this.parts.issued.clear();
    this.parts.user.reset();
    this.parts.faults.clear();
    this.parts.log.reset();
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
