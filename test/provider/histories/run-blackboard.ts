import type { Blackboard, Note } from "../../../provider/lifecycle/per-stream/blackboard";

/** The blackboard of one run of the engine, as each of its processes sees it. */
export class RunBlackboard {
  private readonly pinned: { readonly note: Note; readonly author: string }[] = [];
  private readonly gone = new Set<string>();

  /** For the process of that name. */
  seenBy(self: string): Blackboard {
    const hearers: ((note: Note, author: string) => void)[] = [];
    let heard = 0;
    return {
      self,
      isAlive: (author) => !this.gone.has(author),
      pin: (note) => void this.pinned.push({ note, author: self }),
      subscribe: (hear) => void hearers.push(hear),
      catchUp: () => {
        for (const { note, author } of this.pinned.slice(heard)) for (const hear of hearers) hear(note, author);
        heard = this.pinned.length;
      },
    };
  }

  isGone(author: string): void {
    this.gone.add(author);
  }
}
