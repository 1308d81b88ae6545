const SAID = " (the rest is in an earlier error of this run)";

/**
 * Says what many resources have in common only once: of an error it leaves out the lines, but for the first, that an
 * earlier one had. 30 resources with one fault have one list of places, one answer of the service, one stack.
 */
export class ToldOnce {
  private readonly told = new Set<string>();

  shorten(text: string): string {
    const [first = "", ...rest] = text.split("\n");
    const fresh = rest.filter((line) => !this.told.has(line));
    for (const line of rest) this.told.add(line);
    return [fresh.length < rest.length ? first.replace(/:$/, "") + SAID : first, ...fresh].join("\n");
  }
}
