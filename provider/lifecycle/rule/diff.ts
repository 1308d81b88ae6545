import type { Context } from "../context";
import { type Difference, replaced } from "../inputs/identity";
import { placeIn } from "../place";
import { type RuleInputs, type RuleState, ruleKey, ruleMark } from "./rule";

/** What a change of makes another rule. */
const IDENTITY = ["publishDomain", "type", "region", "projectId"] as const;

export function diffRule(
  { owners, settings }: Context,
  id: string,
  olds: RuleState,
  news: RuleInputs,
): Difference & { readonly deleteBeforeReplace: boolean } {
  const difference = replaced<RuleInputs>(settings, IDENTITY, olds, news);
  const { replaces } = difference;
  owners.note(ruleKey(placeIn(settings, olds), id), ruleMark(olds), { wants: replaces.length === 0 });
  // There is only one rule for the same streams, so the new one has to wait for the end of the old one. Said in any case:
  // `replaceOnChanges` makes a replacement of a change that is none here.
  const deleteBeforeReplace = ["publishDomain", "region", "projectId"].every((name) => !replaces.includes(name));
  // A change whose answer was lost: a refresh may find no difference, where something is not declared any more.
  const unsettled = olds.requestId === undefined;
  return { ...difference, ...(unsettled && { changes: true }), deleteBeforeReplace };
}
