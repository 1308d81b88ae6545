/** Between the name of a header and its value, as a header, JSON, a query or HTML has it. */
const IS = /((?:[\s"']|<[^>]{0,99}>)*[:=](?:[\s"']|<[^>]{0,99}>)*)/.source;

const TOKEN = new RegExp(`(x-(?:security|auth|subject)-token)${IS}[^|\\s"'<>,;]+`, "gi");

/**
 * A text of an answer without what proves who asked: the gateway repeats the headers that it has seen after a wrong
 * signature, and so may the page of a proxy.
 */
export function withoutCredential(text: string): string {
  return text.replace(TOKEN, "$1$2…").replace(/(signature=)[0-9a-f]+/gi, "$1…");
}
