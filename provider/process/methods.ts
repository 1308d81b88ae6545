import { CancellableClock } from "../http/cancellable-clock";
import { systemClock } from "../http/clock";
import type { Context } from "../lifecycle/context";
import { type Checked, UNKNOWN, type Unchecked } from "../lifecycle/inputs/declaration";
import { type Clash, DeclaredOnce, streamDeclaredTwice } from "../lifecycle/inputs/declared-once";
import type { Difference } from "../lifecycle/inputs/identity";
import { completed, type Inputs, type State } from "../lifecycle/recording";
import { check } from "../lifecycle/recording/check";
import { create } from "../lifecycle/recording/create";
import { remove } from "../lifecycle/recording/delete";
import { diff } from "../lifecycle/recording/diff";
import { importRecording } from "../lifecycle/recording/import";
import { type Preview, preview } from "../lifecycle/recording/preview";
import { read } from "../lifecycle/recording/read";
import { update } from "../lifecycle/recording/update";
import { checkRule } from "../lifecycle/rule/check";
import { createRule } from "../lifecycle/rule/create";
import { removeRule } from "../lifecycle/rule/delete";
import { diffRule } from "../lifecycle/rule/diff";
import { importRule } from "../lifecycle/rule/import";
import { previewRule } from "../lifecycle/rule/preview";
import { readRule } from "../lifecycle/rule/read";
import type { RuleInputs, RuleState } from "../lifecycle/rule/rule";
import { updateRule } from "../lifecycle/rule/update";
import { oneSpelling } from "../live/host";
import { told } from "./method-error";
import { openProcess, type Surroundings } from "./process";

/** What a shell may know of a call besides its arguments. */
export interface Call {
  /** Of the resource, or its name where the shell hears of no URN. With it, `check` refuses what another one declares, too. */
  readonly urn?: string;
  /** Seconds that the user allows the call (`customTimeouts`): a cap for what the resource declares itself. */
  readonly timeout?: number;
}

/**
 * What the engine can ask of a resource, whichever shell it asks. The methods know neither arguments nor a console nor an
 * exit, and fail with a `MethodError`.
 */
export interface Methods<I, S> {
  check(olds: Unchecked, news: Unchecked, call?: Call): Promise<Checked>;
  diff(id: string, olds: S, news: I): Promise<Difference>;
  /** What a plan can tell of a create, or with a state of an update. Sends nothing. */
  preview(news: I, olds?: S): Promise<Preview<S>>;
  create(inputs: I, call?: Call): Promise<{ id: string; outs: S }>;
  /** Without a state: an import. An empty id says that there is no such thing. */
  read(id: string, props: S | undefined, call?: Call): Promise<{ id: string; props?: S; inputs?: I }>;
  update(id: string, olds: S, news: I, call?: Call): Promise<{ outs: S }>;
  delete(id: string, props: S, call?: Call): Promise<void>;
}

/** The resources that there are. */
export interface Resources {
  readonly streamRecording: Methods<Inputs, State>;
  readonly recordRule: Methods<RuleInputs, RuleState>;
}

/** The resources of one process. */
export interface Opened extends Resources {
  /** Nothing waits any more, and nothing new is sent: what is on its way is the last of it. */
  cancel(): void;
}

export function resourcesFor(surroundings: Surroundings): Opened {
  const clock = new CancellableClock(surroundings.clock ?? systemClock);
  const context = openProcess({ ...surroundings, clock });
  return { ...resourcesIn(context), cancel: () => clock.cancel() };
}

function resourcesIn(context: Context): Resources {
  const { recordings, settings } = context;
  const rules = new DeclaredOnce();
  const within = (call: Call | undefined): Context => ({ ...context, limit: call?.timeout });
  return {
    streamRecording: {
      check: (olds, news, call) =>
        told(() => once(recordings, STREAM_DECLARED_TWICE, check(settings, olds, news), call)),
      diff: (_id, olds, news) => told(() => diff(context, completed(olds), news)),
      preview: (news, olds) => told(() => preview(news, olds && completed(olds))),
      create: (inputs, call) => told(() => create(within(call), inputs)),
      read: (id, props, call) =>
        told(() => (props ? read(within(call), id, completed(props)) : importRecording(within(call), id))),
      update: (id, olds, news, call) => told(() => update(within(call), id, completed(olds), news)),
      delete: (_id, props, call) => told(() => remove(within(call), completed(props)), toForgetRecording(call)),
    },
    recordRule: {
      check: (olds, news, call) => told(() => once(rules, RULE_DECLARED_TWICE, checkRule(settings, olds, news), call)),
      diff: (id, olds, news) => told(() => diffRule(context, id, olds, news)),
      preview: (news, olds) => told(() => previewRule(news, olds)),
      create: (inputs, call) => told(() => createRule(within(call), inputs)),
      read: (id, props, call) =>
        told(async () => (props ? readRule(within(call), id, props) : ((await importRule(within(call), id)) ?? GONE))),
      update: (id, olds, news, call) => told(() => updateRule(within(call), id, olds, news)),
      delete: (id, props, call) => told(() => removeRule(within(call), id, props), toForgetRule(call)),
    },
  };
}

const GONE = { id: "" };

/** An error of a delete may last: a closed account, a permission that is gone. What else can be done, and what follows. */
const toForgetRecording = ({ urn = "URN" }: Call = {}) =>
  `To forget the recording instead, run \`pulumi state delete ${urn}\` (\`pulumi stack --show-urns\` lists them). No STOP is sent then: it goes on until its push ends, or until somebody sends STOP.`;

const toForgetRule = ({ urn = "URN" }: Call = {}) =>
  `To forget the rule instead, run \`pulumi state delete ${urn}\` (\`pulumi stack --show-urns\` lists them). It stays in Live then, and pushes go on to be recorded by it.`;

const STREAM_DECLARED_TWICE = (clash: Clash) => `STREAM_DECLARED_TWICE: ${streamDeclaredTwice(clash)}`;

const RULE_DECLARED_TWICE = ({ one, other, thing }: Clash) =>
  `RULE_DECLARED_TWICE: the RecordRules "${one}" and "${other}" declare a rule for the same streams, ${thing}. There is only one for them: keep one of them`;

/** Refuses what another resource of the same run declares, too. */
function once(
  declared: DeclaredOnce,
  reason: (clash: Clash) => string,
  { inputs, failures }: Checked,
  { urn }: Call = {},
): Checked {
  const names = [oneSpelling(String(inputs.publishDomain)), inputs.app, inputs.stream];
  if (urn === undefined || failures.length > 0 || names.includes(UNKNOWN)) return { inputs, failures };
  const clash = declared.enter(names.join("/"), urn);
  return { inputs, failures: clash ? [{ property: "stream", reason: reason(clash) }] : [] };
}
