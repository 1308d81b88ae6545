import type { FaultKind } from "./faults";
import type { Operation } from "./operations";

/** One request to Live, IAM or the metadata, without anything secret. */
export interface LoggedRequest {
  /** Arrival by the service's clock, ISO 8601 with ms. */
  readonly at: string;
  /** HTTP method. */
  readonly method: string;
  /** Path, without the query. */
  readonly path: string;
  /** Query, without the question mark; empty if there is none. */
  readonly query: string;
  /** What it asked for. */
  readonly operation: Operation;
  /** `domain/app/stream`, where the request names one. */
  readonly stream?: string;
  /** Id that the request got: `X-request-id` of the answer. */
  readonly requestId: string;
  /** The fault that struck. */
  readonly fault?: FaultKind;
  /** HTTP status that was sent; 0: nothing (yet). */
  readonly status: number;
  /** Error code of Live or of the gateway. IAM only repeats the status, and the metadata service has none. */
  readonly errorCode?: string;
  /** Whether the service executed the request, whatever the answer was. */
  readonly executed: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type LogEntry = Writable<LoggedRequest>;

/** The requests in the order of their arrival. */
export class RequestLog {
  private requests: LogEntry[] = [];

  add(arrival: Omit<LoggedRequest, "status" | "executed">): LogEntry {
    const entry: LogEntry = { ...arrival, status: 0, executed: false };
    this.requests.push(entry);
    return entry;
  }

  entries(): LoggedRequest[] {
    return this.requests.map((entry) => ({ ...entry }));
  }

  /** As they are now, from the one of this index on. What is not answered yet will be. */
  from(index: number): readonly Readonly<LogEntry>[] {
    return this.requests.slice(index);
  }

  reset(): void {
    this.requests = [];
  }
}
