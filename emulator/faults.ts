import type { KnownOperation } from "./operations";
import { streamKey } from "./stream-name";

/** What goes wrong: see `Fault.kind`. */
export type FaultKind = "status" | "reset" | "hang" | "drip" | "garbage-length" | "delay";

/** A fault between the client and the service, for the requests that it matches. */
export interface Fault {
  /**
   * - `status`: another answer (`status`, `headers`, `body`)
   * - `reset`: the connection is reset
   * - `hang`: no answer
   * - `drip`: one byte a second, without end
   * - `garbage-length`: a Content-Length above what is sent, then the connection closes
   * - `delay`: the right answer, late
   */
  readonly kind: FaultKind;
  /** The requests that it strikes at. Default: all. */
  readonly operation?: KnownOperation | undefined;
  /** The stream of these requests, `domain/app/stream`. Default: all. */
  readonly stream?: string | undefined;
  /** How often it strikes. Default 1; 0: until it is removed. */
  readonly times?: number | undefined;
  /** How many matching requests pass first. Default 0. */
  readonly skip?: number | undefined;
  /** Probability that it strikes at a matching request, 0 to 1. Default 1. */
  readonly probability?: number | undefined;
  /** Seed of the random numbers behind `probability`. Default 1. */
  readonly seed?: number | undefined;
  /**
   * Whether the service gets the request before the fault strikes. Default false: never,
   * or, for `delay`, only after the delay.
   */
  readonly executed?: boolean | undefined;
  /** HTTP status of the answer. Default 500 for `status`, else 200. */
  readonly status?: number | undefined;
  /** Body of the answer; an object is sent as JSON. Default: empty. */
  readonly body?: string | Readonly<Record<string, unknown>> | undefined;
  /** Headers of the answer. Default: none of its own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Seconds before it strikes. Default 0. */
  readonly delay?: number | undefined;
}

interface Armed {
  readonly fault: Fault;
  readonly random: () => number;
  skip: number;
  /** Infinity for a fault without end. */
  left: number;
}

/** The faults that wait for their request. */
export class Faults {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    this.armed.push({
      fault,
      random: randomNumbers(fault.seed ?? 1),
      skip: fault.skip ?? 0,
      left: (fault.times ?? 1) || Number.POSITIVE_INFINITY,
    });
  }

  clear(): void {
    this.armed = [];
  }

  /**
   * The fault that strikes at this request: the first, in the order of adding, whose turn it is.
   * @param stream its key
   */
  strike(operation: string, stream: string | undefined): Fault | undefined {
    for (const armed of this.armed) {
      const { fault } = armed;
      if (fault.operation !== undefined && fault.operation !== operation) continue;
      if (fault.stream !== undefined && keyOf(fault.stream) !== stream) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      if (armed.random() >= (fault.probability ?? 1)) continue;
      armed.left -= 1;
      if (armed.left === 0) this.armed = this.armed.filter((other) => other !== armed);
      return fault;
    }
    return undefined;
  }
}

/** Of a stream that is written as `domain/app/stream`. */
function keyOf(stream: string): string {
  const [publishDomain = "", app = "", name = ""] = stream.split("/");
  return streamKey({ publishDomain, app, stream: name });
}

/** mulberry32: numbers from 0 up to 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
