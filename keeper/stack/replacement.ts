import { type Resources, resourcesFor } from "../../provider/process/methods";
import { type StackConfig, settingsToday } from "../settings";
import { isRecording, plain, type StateResource } from "./state";

type Values = Readonly<Record<string, unknown>>;

/** A recording that a run of today would replace. */
export interface Replacement {
  readonly urn: string;
  readonly why: string;
}

/**
 * The recordings that a run of today would replace, since a region or a project was changed and not deployed: that is for
 * a person to decide. Asks the provider's own `check` and `diff`, which send nothing.
 */
export async function replacements(
  resources: readonly StateResource[],
  targets: readonly string[],
  config: StackConfig,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Replacement[]> {
  const providers = new Map(resources.map((resource) => [`${resource.urn}::${resource.id}`, resource]));
  const opened = new Map<string, Resources>();
  const found: Replacement[] = [];
  for (const resource of resources) {
    if (resource.delete || !isRecording(resource) || !targets.includes(resource.urn)) continue;
    const { provider = "" } = resource;
    const known = opened.get(provider) ?? resourcesFor({ config: settingsToday(providers.get(provider), config), env });
    opened.set(provider, known);
    const why = await whyReplaced(known, resource);
    if (why !== undefined) found.push({ urn: resource.urn, why });
  }
  return found;
}

async function whyReplaced({ streamRecording }: Resources, resource: StateResource): Promise<string | undefined> {
  type Recording = Parameters<typeof streamRecording.diff>[1];
  const olds = plain(resource.inputs ?? {}) as Values;
  const deployed = plain(resource.outputs ?? {}) as Recording & Values;
  const { region: _, projectId: __, ...declared } = olds;
  const checked = await streamRecording.check(olds, declared);
  const inputs = checked.inputs as Recording & Values;
  const { replaces } = await streamRecording.diff(resource.id ?? "", deployed, inputs);
  if (replaces.length === 0) return undefined;
  const changes = replaces.map((name) => `${name} is set to ${inputs[name]}, and deployed was ${deployed[name]}`);
  return `${changes.join("; ")}. Run \`pulumi up\`, or undo that`;
}
