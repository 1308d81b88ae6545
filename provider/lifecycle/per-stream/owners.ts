import { type Blackboard, fingerprint, type Note } from "./blackboard";

/**
 * Which resources want a stream to be recorded, or want a rule, as far as the processes of this run have seen, and which
 * they have made recorded. One recording belongs to a stream, not to a resource: a rename, a move or `--replace` makes the
 * engine create the new resource first and delete the old one last, and the late STOP would end what the new one has just
 * adopted.
 *
 * A resource is known by its mark; see recording.ts. What was said of it last counts, whichever process has said it; what
 * a process has said that is gone does not.
 */
export class Owners {
  private readonly streams = new Map<string, Map<string, Standing & { readonly author: string }>>();

  constructor(private readonly board: Blackboard) {
    board.subscribe((note, author) => this.hear(note, author));
  }

  /** What is not said of a resource stays as it was. */
  note(stream: string, resource: string, standing: Partial<Standing>): void {
    this.board.pin({ note: "standing", stream: fingerprint(stream), resource: fingerprint(resource), standing });
  }

  forget(stream: string, resource: string): void {
    this.board.pin({ note: "gone", stream: fingerprint(stream), resource: fingerprint(resource) });
  }

  /** Another resource has this stream, or this rule, in its state, whether it wants it or not. */
  knownByAnother(stream: string, resource: string): boolean {
    return this.others(stream, resource).length > 0;
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

  private others(stream: string, resource: string): Standing[] {
    this.board.catchUp();
    const [its, own] = [this.streams.get(fingerprint(stream)) ?? [], fingerprint(resource)];
    return [...its].filter(([other, { author }]) => other !== own && this.board.isAlive(author)).map(([, s]) => s);
  }

  private hear(note: Note, author: string): void {
    const resources = this.streams.get(note.stream) ?? new Map<string, Standing & { readonly author: string }>();
    if (note.note === "standing") {
      const before = resources.get(note.resource) ?? { wants: false, records: false };
      this.streams.set(note.stream, resources.set(note.resource, { ...before, ...note.standing, author }));
    }
    if (note.note === "gone") resources.delete(note.resource);
    if (note.note === "stopped") {
      for (const [resource, standing] of resources) resources.set(resource, { ...standing, records: false });
    }
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
