import * as v from "valibot";
import type { Settings } from "../../settings/settings";
import { isPasted } from "./names";
import { projectInput } from "./project";
import { REASONS } from "./reasons";
import { remedy } from "./text";

/** What a program declares, before it is checked. */
export type Unchecked = Readonly<Record<string, unknown>>;

export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: Failure[];
}

export interface Failure {
  /** Such as `storage.bucket`. */
  readonly property: string;
  readonly reason: string;
}

/** What a resource may declare. */
export interface Declarable {
  readonly resource: string;
  readonly properties: Readonly<Record<string, v.GenericSchema<unknown>>>;
  readonly required: readonly string[];
  /** Written into the inputs where a program leaves them out. */
  readonly written: Unchecked;
  /** What may hold a secret: nobody is shown a value of it that cannot be. */
  readonly hidden?: readonly string[];
  /** Left out of the inputs while they have this value, which keeps the state small and a new default harmless. */
  readonly omitted: Unchecked;
}

/**
 * What stands for a value that is not known before the update (`unknownValue` in runtime/rpc.ts of the Pulumi SDK). The
 * plugin process hands it over as it is.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A property of a property, which may be unknown on its own. */
export function inner<S extends v.GenericSchema<unknown>>(schema: S): v.GenericSchema<unknown> {
  return v.lazy((value) => (value === UNKNOWN ? v.unknown() : schema));
}

/** A number of seconds within these limits. */
export const seconds = (least: number, most: number) =>
  v.pipe(
    v.number(REASONS.notSeconds(`${least}`, `${most}`)),
    v.check((s) => s >= least && s <= most, REASONS.notSeconds(`${least}`, `${most}`)),
  );

/**
 * Checks what a program declares and adds the region and the project in force, so that a change of them is a difference
 * that the plan names. Sends nothing and needs no credential.
 */
export function checkDeclared(declarable: Declarable, settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  const inputs: Record<string, unknown> = { ...declarable.written };
  const failures: Failure[] = [];
  for (const [property, value] of Object.entries(news)) {
    if (property === "__provider" || value === null || value === undefined) continue;
    if (property === "region" || property === "projectId") {
      // `ignoreChanges` makes the engine hand over what `check` itself put into the state.
      if (value !== olds[property]) failures.push(misplaced(declarable.resource, property, value));
      continue;
    }
    const read = readProperty(declarable, property, value, olds[property]);
    failures.push(...read.failures);
    if (read.value === declarable.omitted[property]) delete inputs[property];
    else inputs[property] = read.value;
  }
  for (const property of declarable.required) {
    if (property in inputs) continue;
    const isNull = news[property] === null && declarable.properties[property]?.type === "string";
    failures.push({ property, reason: `${REASONS.required()}${isNull ? remedy(null) : ""}` });
  }
  return { inputs: { ...inputs, ...placeInForce(settings, olds, failures) }, failures };
}

interface Read {
  /** In the spelling that is kept. */
  readonly value: unknown;
  readonly failures: readonly Failure[];
}

/** `old`: what the state has, which keeps its spelling where it says the same: a spelling is no change. */
function readProperty(declarable: Declarable, property: string, value: unknown, old: unknown): Read {
  const { resource, properties, hidden = [] } = declarable;
  const schema = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (!schema) {
    const reason = REASONS.unknownProperty(resource, Object.keys(properties).join(", "));
    return { value, failures: [{ property, reason }] };
  }
  if (value === UNKNOWN) return { value, failures: [] };
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  if (!result.success) {
    const isHidden = hidden.includes(property);
    return { value, failures: result.issues.map((issue) => failureOf(property, issue, isHidden)) };
  }
  const before = v.safeParse(schema, old);
  const isSame = before.success && before.output === result.output;
  return { value: isSame ? old : result.output, failures: [] };
}

function failureOf(property: string, issue: v.BaseIssue<unknown>, isHidden: boolean): Failure {
  if (isHidden || isPasted(issue)) {
    // The engine prints the value of the property that a failure names, so it names none.
    return { property: `${property}(hidden)`, reason: REASONS.hidden(issue.message) };
  }
  return { property: [property, v.getDotPath(issue)].filter(Boolean).join("."), reason: reasonFor(issue) };
}

function reasonFor({ input, expected, message }: v.BaseIssue<unknown>): string {
  if (input === undefined) return REASONS.required();
  // It is the name that is wrong, whatever the value.
  if (expected === "never") return message;
  return `${shown(input)} ${message}`;
}

function misplaced(resource: string, property: string, value: unknown): Failure {
  return { property, reason: `${value === UNKNOWN ? "it" : shown(value)} ${REASONS.misplaced(resource, property)}` };
}

function placeInForce(
  settings: Settings,
  olds: Unchecked,
  failures: Failure[],
): { region?: string; projectId?: string } {
  const mistakes = settings.mistakes();
  failures.push(
    ...mistakes.map(({ code, setting, message }) => ({ property: setting, reason: `${code}: ${message}` })),
  );
  if (mistakes.length > 0) return {};
  const region = settings.region();
  const projectId = projectInput(settings.projectId(), region, olds);
  return projectId === undefined ? { region } : { region, projectId };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
