import type { Preview } from "../recording/preview";
import { isSettled } from "./differences";
import type { RuleInputs, RuleState } from "./rule";

/** What will be known of a rule that is created, or updated where it has a state. Inputs may be unknown yet. */
export function previewRule(news: RuleInputs, olds?: RuleState): Preview<RuleState> {
  if (!olds) return { outs: news };
  const { projectId, createdAt, requestId } = olds;
  const kept = { ...news, projectId, ...(createdAt !== undefined && { createdAt }) };
  return { outs: isSettled(olds, news) ? { ...kept, requestId: requestId as string } : kept };
}
