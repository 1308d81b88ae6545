import * as v from "valibot";
import { invalidParameter, unsupportedMediaType } from "../protocol/refusals";
import { headerValue, type SignedRequest } from "../protocol/signature";
import { domainForm, isSameHost, nameForm, type StreamName } from "../stream-name";

// What the calls of Live have in common: how a body is read, a list filtered, and a page of it chosen.

/** The body of a request, which has to be JSON and to fit; otherwise throws the refusal that names the field. */
export function bodyOf<Schema extends v.GenericSchema>(
  { request, body }: { readonly request: SignedRequest; readonly body: unknown },
  schema: Schema,
): v.InferOutput<Schema> {
  requireJson(request);
  return fitting(schema, body);
}

/** Live takes bodies as JSON only. */
export function requireJson(request: SignedRequest): void {
  const [mediaType = ""] = headerValue(request, "content-type").split(";");
  if (mediaType.trim().toLowerCase() !== "application/json") throw unsupportedMediaType();
}

/** The body, or the part of it at `path`, if it fits; otherwise throws the refusal that names the field. */
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

/** Whether an item is one of those that the query asks for. */
export const matches = (query: URLSearchParams, item: StreamName): boolean =>
  isSameHost(query.get("publish_domain") ?? item.publishDomain, item.publishDomain) &&
  (query.get("app") ?? item.app) === item.app &&
  (query.get("stream") ?? item.stream) === item.stream;

export function paging(query: URLSearchParams): { offset: number; limit: number } {
  const offset = Number(query.get("offset") ?? 0);
  const limit = Number(query.get("limit") ?? 10);
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalidParameter("offset: must be 0 or more");
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalidParameter("limit: must be from 1 to 100");
  return { offset, limit };
}

const text = v.pipe(v.string("is required, a string"), v.nonEmpty("must not be empty"));

export const Name = v.pipe(text, v.regex(nameForm, "must not contain *, /, ? or #"));

export const Domain = v.pipe(text, v.regex(domainForm, "must be a domain, with nothing around it"));

/** A name, or `*` for all. */
export const Pattern = v.pipe(
  text,
  v.check((name) => name === "*" || nameForm.test(name), "must be * or a name without *, /, ? and #"),
);

/** Where a message is sent to: it may have a path, but no parameters. */
export const receiverUrl = v.pipe(
  v.string("is required, a string"),
  v.check(
    (url) => URL.canParse(url) && /^https?:\/\/[^?#]+$/i.test(url),
    "must be an http or https URL without parameters",
  ),
);
