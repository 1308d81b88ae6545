import * as v from "valibot";

/** What a control was given is not what it takes. The message names the property. */
export class InvalidInput extends TypeError {
  /** Tells it from other errors. */
  override readonly name = "InvalidInput";
}

export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  subject: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, input, { abortEarly: true });
  if (success) return output;
  throw new InvalidInput(`${v.getDotPath(issues[0]) ?? subject}: ${issues[0].message}`);
}
