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
      text: `no recording rule of ${stream.publishDomain} covers it. Create a rule of type COMMAND_RECORD for the stream (or for *), then push the stream again: a rule takes effect with the next push.`,
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
    const which = `rule ${rule.id} (${rule.app}/${rule.stream}) of type ${rule.type}`;
    return hidden
      ? {
          code: "RULE_HIDDEN",
          text: `${which} is more specific than the COMMAND_RECORD rule and hides it. Delete that rule or change its type, then push the stream again.`,
          passes: false,
        }
      : {
          code: "RULE_OF_ANOTHER_TYPE",
          text: `${which} covers it, and only COMMAND_RECORD takes commands. Change the rule or add one for this stream, then push the stream again.`,
          passes: false,
        };
  }
  if (pushes && !push) {
    return {
      code: "STREAM_NOT_PUSHED",
      text: `it is not in the list of pushed streams (which may be minutes late). Start the push and run \`pulumi up\` again, or let \`waitForStream\` wait for it.`,
      passes: true,
    };
  }
  if (push && rule && rule.since > push.since) {
    return {
      code: "RULE_NEWER_THAN_PUSH",
      text: `rule ${rule.id} was made or changed at ${timestamp(rule.since)}, after the push began at ${timestamp(push.since)}, and takes effect with the next push. Interrupt the push and start it again.`,
      passes: true,
    };
  }
  return { code: "START_REFUSED", text: unexplained({ pushes, rules }), passes: true };
}

function unexplained({ pushes, rules }: View): string {
  if (pushes && rules) {
    return "the service gives no reason: the stream is being pushed, and a COMMAND_RECORD rule covers it. Ask the service's support with the request id.";
  }
  const hidden = [
    ...(pushes ? [] : ["whether it is being pushed (permission live:stream:listLiveStreamsOnline)"]),
    ...(rules ? [] : ["whether a COMMAND_RECORD rule covers it (permission live:record:listRules)"]),
  ];
  return `the service gives no reason, and the provider could not find out ${hidden.join(", nor ")}. Grant what is missing and run \`pulumi up\` again, or ask the service's support with the request id.`;
}
