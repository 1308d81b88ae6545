import { inject } from "vitest";

/** The ingest domain of all streams that a test does not name otherwise. */
export const DOMAIN = "push.example.com";

/** A recording as a test declares it, for a program of either shell. */
export interface Declared {
  /** Either a value, or an output of another recording of the program. */
  readonly stream?: string | OutputOf;
  readonly app?: string;
  readonly publishDomain?: string;
  readonly recording?: boolean;
  readonly adopt?: boolean;
  readonly waitForStream?: number;
  readonly timeout?: number;
  /** Resource options; as source text for Node alone. */
  readonly opts?: string | ResourceOptions;
  readonly [other: string]: unknown;
}

/** Resource options; recordings by their logical names. */
export interface ResourceOptions {
  readonly deleteBeforeReplace?: boolean;
  readonly dependsOn?: string;
  readonly parent?: string;
  /** The name that it had before. */
  readonly alias?: string;
}

/** `keynote.status` */
export type OutputOf = { readonly output: string };

/** Outputs of the stack by name. */
export type Outputs = Readonly<Record<string, OutputOf>>;

/** A Node program with the classes of the package. */
export function nodeProgram(recordings: Record<string, Declared>, more: Outputs | string, before: string): string {
  const variable = (name: string) => `r_${name.replace(/\W/g, "_")}`;
  const reference = ({ output }: OutputOf) => output.replace(/^[^.]+/, variable);
  const lines = Object.entries(recordings).map(([name, { opts = {}, stream = name, ...args }]) => {
    const written = isOutput(stream) ? `, stream: ${reference(stream)}` : "";
    const all = { publishDomain: DOMAIN, app: "live", ...args, ...(!isOutput(stream) && { stream }) };
    return `const ${variable(name)} = new StreamRecording(${JSON.stringify(name)}, { ...${JSON.stringify(all)}${written} }, ${options(opts)});`;
  });
  function options(opts: string | ResourceOptions): string {
    if (typeof opts === "string") return opts;
    const { dependsOn, parent, alias, ...others } = opts;
    const text = Object.entries(others).map(([name, value]) => `${name}: ${value}`);
    if (dependsOn) text.push(`dependsOn: ${variable(dependsOn)}`);
    if (parent) text.push(`parent: ${variable(parent)}`);
    if (alias) text.push(`aliases: [{ name: ${JSON.stringify(alias)} }]`);
    return `{ ${text.join(", ")} }`;
  }
  const exported =
    typeof more === "string"
      ? more
      : Object.entries(more)
          .map(([name, of]) => `exports.${name} = ${reference(of)};`)
          .join("\n");
  const head = `const pulumi = require("@pulumi/pulumi");\nconst { Provider, StreamRecording } = require("pulumi-huaweicloud-live");`;
  return [head, before, ...lines, exported].join("\n");
}

/** Pulumi.yaml with the same program, for the plugin, and with these lines beside it. JSON is YAML. */
export function yamlProgram(recordings: Record<string, Declared>, outputs: Outputs, lines: string): string {
  const resources = Object.entries(recordings).map(([name, { opts = {}, ...args }]) => {
    if (typeof opts === "string") throw new Error("options as source text are of Node programs alone");
    const { dependsOn, parent, alias, ...others } = opts;
    const options = {
      ...others,
      ...(dependsOn && { dependsOn: [`\${${dependsOn}}`] }),
      ...(parent && { parent: `\${${parent}}` }),
      // The host knows no other form.
      ...(alias && { aliases: [`urn:pulumi:dev::test::huaweicloud-live:index:StreamRecording::${alias}`] }),
    };
    return [name, { properties: args, options }] as const;
  });
  return yamlProject(Object.fromEntries(resources), { outputs: interpolated(outputs) }, lines);
}

type Values = Record<string, unknown>;

/** A resource of a YAML program: its type without the package, its properties, and its options. */
export interface YamlResource {
  readonly type?: "StreamRecording" | "RecordRule" | "RecordCallback" | "StreamNotification" | "BucketAuthorization";
  readonly properties?: Values;
  readonly options?: Values;
}

/** Where the package lies as a user has it, with the executable of the plugin at its root. */
export const packageFolder = () => `${inject("installation")}/node_modules/pulumi-huaweicloud-live`;

/** Pulumi.yaml with a program, `more` beside its `resources`, and more lines. */
export function yamlProject(resources: Record<string, YamlResource>, more: Values, lines = ""): string {
  const declared = Object.entries(resources).map(([name, { type = "StreamRecording", properties = {}, options }]) => [
    name,
    {
      type: `huaweicloud-live:${type}`,
      properties: interpolated(
        type === "StreamRecording" ? { publishDomain: DOMAIN, app: "live", stream: name, ...properties } : properties,
      ),
      ...(options && { options }),
    },
  ]);
  const program = {
    packages: { "huaweicloud-live": packageFolder() },
    resources: Object.fromEntries(declared),
    ...more,
  };
  const parts = Object.entries(program).map(([key, value]) => `${key}: ${JSON.stringify(value, null, 2)}`);
  return ["name: test", "runtime: yaml", lines, ...parts].join("\n");
}

function isOutput(value: unknown): value is OutputOf {
  return typeof value === "object" && value !== null && "output" in value;
}

function interpolated(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isOutput(value) ? `\${${value.output}}` : value]),
  );
}
