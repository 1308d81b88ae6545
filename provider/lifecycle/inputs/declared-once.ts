/**
 * Which resource of a run declares what. Two that declare the same stream would stop each other's recording, so the second
 * one is refused in `check`: the engine checks each resource of the program, and nothing else, in every plan and run.
 */
export class DeclaredOnce {
  private readonly declaring = new Map<string, string>();
  private readonly declared = new Map<string, string>();
  private readonly clashes = new Map<string, Clash>();

  /**
   * Enters what a resource declares, in place of what it has declared before: the engine may check it again for a
   * replacement. Says so if another resource declares the same. `resource` is its URN, or its name in the program.
   */
  enter(thing: string, resource: string): Clash | undefined {
    const before = this.declared.get(resource);
    if (before !== undefined) this.declaring.delete(before);
    this.declared.delete(resource);
    const other = this.declaring.get(thing);
    if (other !== undefined) {
      const clash = { one: nameIn(other), other: nameIn(resource), thing };
      this.clashes.set(thing, clash);
      return clash;
    }
    this.declaring.set(thing, resource);
    this.declared.set(resource, thing);
    return undefined;
  }

  /** The two resources that declare a thing, if there were two. */
  clash(thing: string): Clash | undefined {
    return this.clashes.get(thing);
  }
}

/** Two resources that declare the same. */
export interface Clash {
  readonly one: string;
  readonly other: string;
  readonly thing: string;
}

/** The text of `STREAM_DECLARED_TWICE`. */
export function streamDeclaredTwice({ one, other, thing }: Clash): string {
  return `the StreamRecordings "${one}" and "${other}" declare the same stream ${thing}. Each would stop the other's recording: keep one of them`;
}

/** The name in a URN: `urn:pulumi:stack::project::type::name`, and a name may have colons, too. */
function nameIn(resource: string): string {
  return resource.startsWith("urn:") ? resource.split("::").slice(3).join("::") : resource;
}
