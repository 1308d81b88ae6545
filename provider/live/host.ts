import { domainToASCII } from "node:url";

/** What a host name in any script may consist of. Anything else `domainToASCII` would read as a piece of a URL. */
const NAME = /^[\p{L}\p{M}\p{N}._-]+$/u;

/** What ends in a number is an address to `domainToASCII`, which makes 0.0.0.7 of 7. */
const NUMBER_AT_THE_END = /(^|\.)(\d+|0x[\da-f]*)$/;

/**
 * One spelling for all spellings of a host: lower case, Punycode for other scripts, no dot at the end. For the DNS, and so
 * for what pushes, they are one.
 */
export function oneSpelling(host: string): string {
  const lower = host.toLowerCase().replace(/\.$/, "");
  if (!NAME.test(lower) || NUMBER_AT_THE_END.test(lower)) return lower;
  // "" for what is no valid name.
  return domainToASCII(lower) || lower;
}

export function sameHost(one: string, other: string): boolean {
  return one === other || oneSpelling(one) === oneSpelling(other);
}
