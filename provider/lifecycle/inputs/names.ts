import * as v from "valibot";

// What domains, applications and streams may be called, for all that names them.

/** RFC 1035, 2.3.4. */
const LONGEST_DOMAIN = 253;

/** For names of which no page gives a limit: a longer one is a mistake. */
const LONGEST_NAME = 255;

/** Names in any script are fine; a scheme, a port and a path are not. */
const HOST =
  /^[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?)*$/u;

const text = (what: string, longest: number) =>
  v.pipe(
    v.string(`must be ${what}: text`),
    v.nonEmpty(`is empty, but must be ${what}`),
    v.maxLength(longest, (issue) => `has ${issue.received} characters; at most ${longest} are allowed`),
  );

const withoutSpace = v.check<string, string>(
  (name) => !/[\s\p{Cc}\p{Cs}\p{Z}]/u.test(name),
  "must not contain white space or control characters",
);

const withoutSlash = v.check<string, string>((name) => !name.includes("/"), "must not contain a slash");

/** The name of one thing. */
const name = (what: string) =>
  v.pipe(
    text(what, LONGEST_NAME),
    v.check((text) => !text.includes("*"), "must name one stream: the wildcard * is for recording rules only"),
    withoutSpace,
  );

export const publishDomain = v.pipe(
  text("an ingest domain such as push.example.com", LONGEST_DOMAIN),
  v.check((text) => !text.includes("*"), "must be one domain: Live has no wildcard for domains"),
  withoutSpace,
  v.regex(HOST, "must be a bare host name such as push.example.com, without scheme, port or path"),
);

export const app = v.pipe(name("the name of an application such as live"), withoutSlash);

export const stream = v.pipe(name("the name of a stream"), withoutSlash);

/** A name, or all of them: something like `live_0*` is not supported (Live FAQ on wildcards in stream names). */
export const pattern = (what: string, longest: number) =>
  v.pipe(
    text(`${what}, or * for all`, longest),
    v.check((text) => text === "*" || !text.includes("*"), "is no wildcard that Live knows: only a whole * is"),
    withoutSpace,
    withoutSlash,
  );
