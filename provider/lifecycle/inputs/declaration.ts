import * as v from "valibot";
import type { Settings } from "../../settings/settings";

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
    v.number(`must be a number of seconds from ${least} to ${most}`),
    v.check((s) => s >= least && s <= most, `must be a number of seconds from ${least} to ${most}`),
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
    failures.push(...problems(declarable, property, value));
    if (value === declarable.omitted[property]) delete inputs[property];
    else inputs[property] = value;
  }
  for (const property of declarable.required) {
    if (!(property in inputs)) failures.push({ property, reason: "is required, but not set" });
  }
  return { inputs: { ...inputs, ...placeInForce(settings, failures) }, failures };
}

function problems({ resource, properties }: Declarable, property: string, value: unknown): Failure[] {
  const schema = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (!schema) {
    const reason = `is not a property of ${resource}; there are ${Object.keys(properties).join(", ")}`;
    return [{ property, reason }];
  }
  if (value === UNKNOWN) return [];
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  return (result.issues ?? []).map((issue) => {
    const path = [property, v.getDotPath(issue)].filter(Boolean).join(".");
    return { property: path, reason: reasonFor(issue) };
  });
}

function reasonFor({ input, expected, message }: v.BaseIssue<unknown>): string {
  if (input === undefined) return "is required, but not set";
  // It is the name that is wrong, whatever the value.
  if (expected === "never") return message;
  return `${shown(input)} ${message}`;
}

function misplaced(resource: string, property: string, value: unknown): Failure {
  const reason = `${value === UNKNOWN ? "it" : shown(value)} cannot be set on a ${resource}: give it to a Provider, new Provider("name", { ${property}: … }), and pass that as the resource option "provider"`;
  return { property, reason };
}

function placeInForce(settings: Settings, failures: Failure[]): { region?: string; projectId?: string } {
  const mistakes = settings.mistakes();
  failures.push(
    ...mistakes.map(({ code, setting, message }) => ({ property: setting, reason: `${code}: ${message}` })),
  );
  if (mistakes.length > 0) return {};
  const [region, projectId] = [settings.region(), settings.projectId()];
  return projectId === undefined ? { region } : { region, projectId };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
