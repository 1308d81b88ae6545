import * as v from "valibot";
import { oneSpelling } from "../../live/host";
import { isBare, markIn } from "./bare-name";
import { REASONS } from "./reasons";
import { atMost, text } from "./text";

// What domains, applications and streams may be called, for all that names them.

/** RFC 1035, 2.3.4. */
const LONGEST_DOMAIN = 253;

/** For names of which no page gives a limit: a longer one is a mistake. */
const LONGEST_NAME = 255;

/** Names in any script are fine; a scheme, a port and a path are not. */
const HOST =
  /^[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?)*$/u;

const AN_INGEST_DOMAIN = "an ingest domain such as push.example.com";

/** Comes before all other checks: their errors show the value. */
const bare = (message: (mark: string) => string) =>
  v.check<string, (issue: v.CheckIssue<string>) => string>(isBare, ({ input }) => message(markIn(input) ?? ""));

const bareName = bare(REASONS.notBareName);

/** The check has failed for what may be pasted, which must not be shown. */
export function isPasted({ requirement }: v.BaseIssue<unknown>): boolean {
  return requirement === isBare;
}

/** The name of one thing. */
const name = (what: string) =>
  v.pipe(
    text(what),
    bareName,
    v.nonEmpty(REASONS.empty(what)),
    atMost(LONGEST_NAME),
    v.check((text) => !text.includes("*"), REASONS.severalStreams()),
  );

/** Two spellings of one host become one. */
export const publishDomain = v.pipe(
  text(AN_INGEST_DOMAIN),
  bare(REASONS.notBareHost),
  v.nonEmpty(REASONS.empty(AN_INGEST_DOMAIN)),
  atMost(LONGEST_DOMAIN),
  v.check((text) => !text.includes("*"), REASONS.severalDomains()),
  v.regex(HOST, REASONS.notHost()),
  v.transform(oneSpelling),
);

export const app = name("the name of an application such as live");

export const stream = name("the name of a stream");

/** A name, or all of them: something like `live_0*` is not supported (Live FAQ on wildcards in stream names). */
export const pattern = (what: string, longest: number) =>
  v.pipe(
    text(`${what}, or * for all`),
    bareName,
    v.nonEmpty(REASONS.empty(`${what}, or * for all`)),
    atMost(longest),
    v.check((text) => text === "*" || !text.includes("*"), REASONS.partOfWildcard()),
  );
