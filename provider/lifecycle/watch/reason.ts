import { timestamp } from "../../http/timestamp";
import { type Push, pushOf } from "../../live/online-streams";
import type { RecordRule } from "../../live/rule-json";
import { ruleFor } from "../../live/rules";
import type { Stream } from "../../live/stream";
import type { LifecycleErrorCode } from "../errors";

/** What could be seen of a stream; undefined where the service did not let us look. */
export interface View {
  readonly pushes?: readonly Push[] | undefined;
  readonly rules?: readonly RecordRule[] | undefined;
}

/** Why a stream cannot be recorded now. */
export interface Reason {
  readonly code: LifecycleErrorCode;
  /** What is missing and what to do. */
  readonly text: string;
  /** A new push would cure it. */
  readonly passes: boolean;
}

/**
 * Finds the one reason for which START is refused. The service's own answer has none: every refusal has the same code.
 * A rule is looked at first, because it only takes effect for pushes that begin after it was made.
 */
export function reasonFor(stream: Stream, { pushes, rules }: View): Reason {
  const push = pushes && pushOf(pushes, stream);
  const rule = rules && ruleFor(rules, stream.app, stream.stream);
  if (rules && !rule) {
    return {
      code: "NO_COMMAND_RULE",
      text: `No recording rule of ${stream.publishDomain} covers the stream. Create a rule of type COMMAND_RECORD for the stream (or for *), then interrupt the push and start it again: a rule takes effect with the next push.`,
      passes: false,
    };
  }
  if (rules && rule && rule.type !== "COMMAND_RECORD") {
    const hidden = rules.some(
      (other) =>
        other.type === "COMMAND_RECORD" &&
        (other.app === stream.app || other.app === "*") &&
        (other.stream === stream.stream || other.stream === "*"),
    );
    const which = `Rule ${rule.id} (${rule.app}/${rule.stream}) of type ${rule.type}`;
    return hidden
      ? {
          code: "RULE_HIDDEN",
          text: `${which} is more specific than the COMMAND_RECORD rule and overrides it. Delete it or change its type, then interrupt the push and start it again.`,
          passes: false,
        }
      : {
          code: "RULE_OF_ANOTHER_TYPE",
          text: `${which} covers the stream, but only COMMAND_RECORD accepts commands. Change its type or add a rule for this stream, then interrupt the push and start it again.`,
          passes: false,
        };
  }
  if (pushes && !push) {
    return {
      code: "STREAM_NOT_PUSHED",
      text: `The stream is not in the list of pushed streams, which may be minutes late. Start the push and run \`pulumi up\` again, or set \`waitForStream\` to wait for the push.`,
      passes: true,
    };
  }
  if (push && rule && rule.since > push.since) {
    return {
      code: "RULE_NEWER_THAN_PUSH",
      text: `Rule ${rule.id} was created or changed at ${timestamp(rule.since)}, after the push began at ${timestamp(push.since)}. It takes effect with the next push: interrupt the push and start it again.`,
      passes: true,
    };
  }
  return { code: "START_REFUSED", text: unexplained({ pushes, rules }), passes: true };
}

function unexplained({ pushes, rules }: View): string {
  if (pushes && rules) {
    return "The service gave no reason: the stream is being pushed, and a COMMAND_RECORD rule covers it. Give Huawei's support the request id.";
  }
  const hidden = [
    ...(pushes ? [] : ["whether the stream is being pushed (permission live:stream:listLiveStreamsOnline)"]),
    ...(rules ? [] : ["whether a COMMAND_RECORD rule covers it (permission live:record:listRules)"]),
  ];
  return `The service gave no reason, and the provider could not check ${hidden.join(" or ")}. Grant what is missing and run \`pulumi up\` again, or give Huawei's support the request id.`;
}
