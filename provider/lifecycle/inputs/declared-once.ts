/**
 * Which resource of a run declares what. Two that declare the same stream would stop each other's recording, so the second
 * one is refused in `check`: the engine checks each resource of the program, and nothing else, in every plan and run.
 */
export class DeclaredOnce {
  private readonly declaring = new Map<string, string>();
  private readonly declared = new Map<string, string>();

  /**
   * Enters what a resource declares, in place of what it has declared before. Returns the other resource that declares the
   * same, if there is one.
   */
  enter(thing: string, urn: string): string | undefined {
    const before = this.declared.get(urn);
    if (before !== undefined) this.declaring.delete(before);
    const other = this.declaring.get(thing);
    if (other !== undefined) return other;
    this.declaring.set(thing, urn);
    this.declared.set(urn, thing);
    return undefined;
  }
}

/** The name in a URN: `urn:pulumi:stack::project::type::name`, and a name may have colons, too. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
