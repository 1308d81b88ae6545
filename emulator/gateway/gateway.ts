import type { Call } from "../protocol/call";
import { throttled } from "../protocol/refusals";
import type { Authentication } from "./authentication";
import { RequestLimit } from "./request-limit";

/** Flow control counts the requests of a user per group of calls: https://support.huaweicloud.com/intl/en-us/api-live/live_03_0053.html */
const perMinute = {
  control: 300,
  streams: 1000,
  rules: 300,
  callbacks: 300,
  notifications: 300,
  contents: 300,
  buckets: 150,
};

type Group = keyof typeof perMinute;

/** What a call has to pass: nothing; a signature or a token; or all that Live asks for, counted in a group of calls. */
export type Gate = "open" | "signed" | Group;

export interface GatewayParts {
  readonly authentication: Authentication;
  /** Requests a minute of the group `control`. */
  readonly limit: number;
  readonly limitWindow: "sliding" | "fixed";
  readonly now: () => number;
}

/** What stands in front of IAM and Live. */
export class Gateway {
  private readonly authentication: Authentication;
  private readonly limits: Readonly<Record<Group, RequestLimit>>;

  constructor({ authentication, limit, limitWindow, now }: GatewayParts) {
    this.authentication = authentication;
    const limits = Object.entries({ ...perMinute, control: limit }).map(
      ([group, count]) => [group, new RequestLimit(count, limitWindow, now)] as const,
    );
    this.limits = Object.fromEntries(limits) as Record<Group, RequestLimit>;
  }

  /** Throws the refusal. */
  admit(gate: Gate, { request, projectId }: Call): void {
    if (gate === "open") return;
    const projectIds = this.authentication.check(request);
    if (gate === "signed") return;
    const limit = this.limits[gate];
    if (!limit.admits()) throw throttled(limit.limit);
    this.authentication.checkProject(request, projectId, projectIds);
  }

  /** Forgets failures, locks and counts. */
  reset(): void {
    this.authentication.reset();
    for (const limit of Object.values(this.limits)) limit.reset();
  }
}
