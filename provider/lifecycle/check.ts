import * as v from "valibot";
import { SettingsError } from "../settings/errors";
import type { Settings } from "../settings/settings";
import { DEFAULTS } from "./recording";

/** What a program declares, before it is checked. */
export type Unchecked = Readonly<Record<string, unknown>>;

export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: Failure[];
}

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/**
 * What stands for a value that is not known before the update (`unknownValue` in runtime/rpc.ts of the Pulumi SDK). The
 * plugin process hands it over as it is.
 */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** RFC 1035, 2.3.4. */
const LONGEST_DOMAIN = 253;

/** No page gives a limit; a longer name is a mistake. */
const LONGEST_NAME = 255;

const name = (what: string, longest: number) =>
  v.pipe(
    v.string(`must be ${what}: text`),
    v.nonEmpty(`is empty, but must be ${what}`),
    v.maxLength(longest, (issue) => `has ${issue.received} characters; at most ${longest} are allowed`),
    v.check((text) => !text.includes("*"), "must name one stream: the wildcard * is for recording rules only"),
    v.check((text) => !/[\s\p{Cc}\p{Cs}\p{Z}]/u.test(text), "must not contain white space or control characters"),
  );

const seconds = (least: number, most: number) =>
  v.pipe(
    v.number(`must be a number of seconds from ${least} to ${most}`),
    v.check((s) => s >= least && s <= most, `must be a number of seconds from ${least} to ${most}`),
  );

const withoutSlash = v.check<string, string>((text) => !text.includes("/"), "must not contain a slash");

/** Names in any script are fine; a scheme, a port and a path are not. */
const HOST =
  /^[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?)*$/u;

const PROPERTIES: Readonly<Record<string, v.GenericSchema<unknown>>> = {
  publishDomain: v.pipe(
    name("an ingest domain such as push.example.com", LONGEST_DOMAIN),
    v.regex(HOST, "must be a bare host name such as push.example.com, without scheme, port or path"),
  ),
  app: v.pipe(name("the name of an application such as live", LONGEST_NAME), withoutSlash),
  stream: v.pipe(name("the name of a stream", LONGEST_NAME), withoutSlash),
  recording: v.boolean("must be true (recorded) or false (not recorded)"),
  adopt: v.boolean("must be true or false"),
  waitForStream: seconds(0, 3600),
  timeout: seconds(1, 3600),
};

const REQUIRED = ["publishDomain", "app", "stream"];

/**
 * Checks what a program declares and adds the region and the project in force, so that a change of them is a difference
 * that the plan names. Sends nothing and needs no credential.
 */
export function check(settings: Settings, olds: Unchecked, news: Unchecked): Checked {
  const inputs: Record<string, unknown> = {};
  const failures: Failure[] = [];
  for (const [property, value] of Object.entries(news)) {
    if (property === "__provider" || value === null || value === undefined) continue;
    if (property === "region" || property === "projectId") {
      // `ignoreChanges` makes the engine hand over what `check` itself put into the state.
      if (value !== olds[property]) failures.push(misplaced(property, value));
      continue;
    }
    const reason = problem(property, value);
    if (reason) failures.push({ property, reason });
    // Left out while it has its default, which keeps the state small and a new default harmless.
    if (property === "recording" || value !== (DEFAULTS as Unchecked)[property]) inputs[property] = value;
  }
  for (const property of REQUIRED) {
    if (!(property in inputs)) failures.push({ property, reason: "is required, but not set" });
  }
  inputs.recording ??= DEFAULTS.recording;
  return { inputs: { ...inputs, ...placeInForce(settings, failures) }, failures };
}

function problem(property: string, value: unknown): string | undefined {
  const schema = Object.hasOwn(PROPERTIES, property) ? PROPERTIES[property] : undefined;
  if (!schema) return `is not a property of StreamRecording; there are ${Object.keys(PROPERTIES).join(", ")}`;
  if (value === UNKNOWN) return undefined;
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  return result.success ? undefined : `${shown(value)} ${result.issues[0].message}`;
}

function misplaced(property: string, value: unknown): Failure {
  const reason = `${value === UNKNOWN ? "it" : shown(value)} cannot be set on a StreamRecording: give it to a Provider, new Provider("name", { ${property}: … }), and pass that as the resource option "provider"`;
  return { property, reason };
}

function placeInForce(settings: Settings, failures: Failure[]): { region?: string; projectId?: string } {
  try {
    const region = settings.region();
    const projectId = settings.projectId();
    settings.endpoint(region);
    settings.requestsPerMinute();
    return projectId === undefined ? { region } : { region, projectId };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    failures.push({ property: error.setting, reason: error.message });
    return {};
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
