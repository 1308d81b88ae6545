/**
 * Which resources want a stream to be recorded, or want a rule, as far as this process has seen, and which it has made
 * recorded. One recording belongs to a stream, not to a resource:
 * a rename, a move or `--replace` makes the engine create the new resource first and delete the old one last, and the
 * late STOP would end what the new one has just taken over.
 *
 * A resource is known by its mark; see recording.ts.
 */
export class Owners {
  private readonly streams = new Map<string, Map<string, Standing>>();

  /** What is not said of a resource stays as it was. */
  note(stream: string, resource: string, standing: Partial<Standing>): void {
    const resources = this.streams.get(stream) ?? new Map<string, Standing>();
    const before = resources.get(resource) ?? { wants: false, records: false };
    this.streams.set(stream, resources.set(resource, { ...before, ...standing }));
  }

  forget(stream: string, resource: string): void {
    this.streams.get(stream)?.delete(resource);
  }

  /** Another resource wants this stream to be recorded. */
  wantedByAnother(stream: string, resource: string): boolean {
    return this.others(stream, resource).some(({ wants }) => wants);
  }

  /** Only such resources want it that could not be created, and so are in no state. */
  wantedInVain(stream: string, resource: string): boolean {
    const wanting = this.others(stream, resource).filter(({ wants }) => wants);
    return wanting.length > 0 && wanting.every(({ inVain }) => inVain);
  }

  /** A START, or an adoption, has made another resource record this stream, and no STOP came after it. */
  recordedByAnother(stream: string, resource: string): boolean {
    return this.others(stream, resource).some(({ records }) => records);
  }

  /** A STOP was executed: nobody records the stream any more. */
  stopped(stream: string): void {
    for (const resource of this.streams.get(stream)?.keys() ?? []) {
      this.note(stream, resource, { records: false });
    }
  }

  private others(stream: string, resource: string): Standing[] {
    return [...(this.streams.get(stream) ?? [])].filter(([other]) => other !== resource).map(([, s]) => s);
  }
}

export interface Standing {
  /** It is declared to be recorded. */
  readonly wants: boolean;
  /** A START, or an adoption, has made it recorded. What the state or the list of pushes says is no proof. */
  readonly records: boolean;
  /** It could not be created. */
  readonly inVain?: boolean;
}
