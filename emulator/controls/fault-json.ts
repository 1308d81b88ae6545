import { validateHeaderName, validateHeaderValue } from "node:http";
import * as v from "valibot";
import type { Fault } from "../faults";
import { parse } from "../invalid-input";
import { operations } from "../routes";

const Count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)));

const FaultShape = v.strictObject({
  kind: v.picklist(["status", "reset", "hang", "drip", "garbage-length", "delay"]),
  operation: v.optional(v.picklist(operations)),
  stream: v.optional(v.pipe(v.string(), v.regex(/^[^/]+\/[^/]+\/[^/]+$/, "must be domain/app/stream"))),
  times: Count,
  skip: Count,
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  seed: v.optional(v.pipe(v.number(), v.integer())),
  executed: v.optional(v.boolean()),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  body: v.optional(v.union([v.string(), v.record(v.string(), v.unknown())])),
  headers: v.optional(
    v.pipe(v.record(v.string(), v.string()), v.check(areSendable, "must be headers that HTTP allows")),
  ),
  delay: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(86_400))),
});

function areSendable(headers: Record<string, string>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}

export const faultFromJson = (fault: unknown): Fault => parse(FaultShape, fault, "fault");
