import type * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";

/** What the SDK keeps and does not declare: its server for the engine's calls, which begins with the first transform. */
interface Store {
  readonly callbacks?: object;
}
const { getStore } = state as { getStore?(): Store };

/** What the SDK keeps of a resource and does not declare. */
export interface Internals {
  /** The explicit provider, which may come from a parent, from a transformation or from `providers`. */
  readonly __prov?: object;
  readonly __parentResource?: pulumi.Resource & { readonly __pulumiType?: string };
}

/**
 * Whether the engine may change what the program sends, by calling transforms (`registerResourceTransform`, the option
 * `transforms`): of the resource, of one of its parents, of the stack. True in doubt.
 */
export function mayBeTransformed(opts: pulumi.ResourceOptions): boolean {
  return (opts.transforms ?? []).length > 0 || getStore?.().callbacks !== undefined;
}

/** Resolves once the SDK knows of the transforms of all parents: they are registered before their children. */
export async function parentsRegistered({ __parentResource: parent }: Internals): Promise<void> {
  if (parent) await new Promise((resolve) => parent.urn.apply(resolve));
}

/** It has no parent but the stack, which has no options. */
export function isOfTheStack({ __parentResource: parent }: Internals): boolean {
  return parent === undefined || parent.__pulumiType === "pulumi:pulumi:Stack";
}
