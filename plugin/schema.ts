import schema from "./schema.json";

/** The package, which is also the namespace of its settings. */
export const PACKAGE = schema.name;

/** What `pulumi package get-schema` and the generators of SDKs read. */
export function schemaOf(version: string): string {
  return JSON.stringify({ ...schema, version });
}
