import type { RuleContent } from "../../live/rule-json";

/** The inputs as `check` leaves them in the state. */
export interface RuleInputs extends RuleContent {
  readonly region: string;
  readonly projectId?: string;
  readonly adopt?: boolean;
  readonly timeout?: number;
}

/** The outputs as they are kept in the state. */
export interface RuleState extends RuleInputs {
  readonly projectId: string;
  /** ISO 8601, by the service's clock. */
  readonly createdAt?: string;
  /** X-request-id of the last request that made or changed it; absent where the answer to a change was lost. */
  readonly requestId?: string;
}

/** What an input is that a program leaves out; the time is in seconds. */
export const DEFAULTS = { stream: "*", type: "COMMAND_RECORD", adopt: false, timeout: 120 } as const;

/** Tells the resources of one rule apart, as a rename makes them: a request of its own has made each what it is. */
export function ruleMark({ requestId = "" }: { requestId?: string }): string {
  return requestId;
}

/** Tells the rules of the service apart, for `Owners`. */
export function ruleKey(place: { endpoint: string; projectId: string }, id: string): string {
  return [place.endpoint, place.projectId, "rule", id].join(" ");
}
