import * as pulumi from "@pulumi/pulumi";

/** What `program` declares, by logical name. Neither the engine nor the provider runs. */
export async function withMocks(
  program: () => readonly pulumi.Resource[],
): Promise<Record<string, Record<string, unknown>>> {
  const declared: Record<string, Record<string, unknown>> = {};
  await pulumi.runtime.setMocks({
    newResource({ name, inputs }) {
      declared[name] = inputs;
      return { id: `${inputs.publishDomain}/${inputs.app}/${inputs.stream}`, state: inputs };
    },
    call: ({ inputs }) => inputs,
  });
  const urns = pulumi.all(program().map(({ urn }) => urn));
  await new Promise((resolve) => urns.apply(resolve));
  return declared;
}
