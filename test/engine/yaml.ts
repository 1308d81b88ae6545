import { type YamlResource, yamlProject } from "./program";
import type { Project } from "./project";

/** Writes a YAML program with these resources. `more` stands beside `resources`, such as `outputs`. */
export function declareYaml(
  project: Project,
  resources: Record<string, YamlResource>,
  more: Record<string, unknown> = {},
): Promise<void> {
  return project.write("Pulumi.yaml", yamlProject(resources, more));
}
