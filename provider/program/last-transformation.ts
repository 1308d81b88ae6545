import type * as pulumi from "@pulumi/pulumi";

/** A resource as the program declares it. */
export interface Declared {
  readonly props: pulumi.Inputs;
  readonly opts: pulumi.CustomResourceOptions;
}

/** What the SDK goes through in the constructor of a resource: its own transformations, then those of parents and stack. */
interface Transformed {
  readonly __transformations?: pulumi.ResourceTransformation[];
}

/**
 * The options of a resource together with a transformation that comes after all others, and so sees what the program
 * declares in the end. What it returns takes the place of the inputs.
 */
export function withLastTransformation(
  opts: pulumi.CustomResourceOptions | undefined,
  last: (resource: pulumi.Resource, declared: Declared) => pulumi.Inputs,
): pulumi.CustomResourceOptions {
  let own: pulumi.Resource | undefined;
  const see: pulumi.ResourceTransformation = ({ resource, props, opts }) =>
    // The children of a resource inherit its transformations.
    resource === own ? { props: last(resource, { props, opts }), opts } : undefined;
  const first: pulumi.ResourceTransformation = (args) => {
    if (own) return undefined;
    own = args.resource as pulumi.Resource;
    const all = (own as Transformed).__transformations;
    // The list that is being gone through at this moment: what is put to its end is called at the end.
    if (!Array.isArray(all)) return see(args);
    all.push(see);
    return undefined;
  };
  return { ...opts, transformations: [first, ...(opts?.transformations ?? [])] };
}
