import * as v from "valibot";
import { invalidParameter, unsupportedMediaType } from "../protocol/refusals";
import { headerValue, type SignedRequest } from "../protocol/signature";

/** Live takes bodies as JSON only. */
export function requireJson(request: SignedRequest): void {
  const [mediaType = ""] = headerValue(request, "content-type").split(";");
  if (mediaType.trim().toLowerCase() !== "application/json") throw unsupportedMediaType();
}

/** The body, or the part of it at `path`, if it fits; otherwise the refusal that names the field. */
export function fitting<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  path?: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, input, { abortEarly: true });
  if (success) return output;
  const field = [path, v.getDotPath(issues[0])].filter(Boolean).join(".");
  throw invalidParameter(`${field || "body"}: ${issues[0].message}`);
}
