import { inject } from "vitest";
import { DOMAIN, type Project } from "./project";

type Values = Record<string, unknown>;

/** A resource of a YAML program: its type without the package, its properties, and its options. */
export interface YamlResource {
  readonly type?: "StreamRecording" | "RecordRule";
  readonly properties?: Values;
  readonly options?: Values;
}

/** Where the package lies as a user has it, with the executable of the plugin at its root. */
export const packageFolder = () => `${inject("installation")}/node_modules/pulumi-huaweicloud-live`;

/**
 * Writes a YAML program with these resources, which needs nothing but one line for the plugin. JSON is YAML. `more` stands
 * beside `resources`, such as `outputs`.
 */
export function declareYaml(
  project: Project,
  resources: Record<string, YamlResource>,
  more: Values = {},
): Promise<void> {
  const declared = Object.entries(resources).map(([name, { type = "StreamRecording", properties, options }]) => [
    name,
    {
      type: `huaweicloud-live:${type}`,
      properties:
        type === "StreamRecording" ? { publishDomain: DOMAIN, app: "live", stream: name, ...properties } : properties,
      ...(options && { options }),
    },
  ]);
  const program = {
    name: "test",
    runtime: "yaml",
    packages: { "huaweicloud-live": packageFolder() },
    resources: Object.fromEntries(declared),
    ...more,
  };
  return project.write("Pulumi.yaml", JSON.stringify(program, null, 2));
}
