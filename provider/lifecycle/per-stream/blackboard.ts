import { createHash } from "node:crypto";
import type { Standing } from "./owners";

/** What a process tells the others of its run. Streams and resources stand in it by their fingerprints. */
export type Note =
  | {
      readonly note: "standing";
      readonly stream: string;
      readonly resource: string;
      readonly standing: Partial<Standing>;
    }
  | { readonly note: "gone"; readonly stream: string; readonly resource: string }
  /** `at`: milliseconds since the epoch, by the clock on the wall. */
  | { readonly note: "stopped"; readonly stream: string; readonly at: number }
  | { readonly note: "turn begins" | "turn ends"; readonly stream: string };

/**
 * Where the processes of one run of the engine tell each other what they do. Each provider is a process of its own, and a
 * resource that changes its provider is created in one and deleted in another.
 */
export interface Blackboard {
  /** The name of this process. */
  readonly self: string;
  /** A process that has ended does and wants nothing any more. */
  isAlive(author: string): boolean;
  pin(note: Note): void;
  /** `hear` gets each note, own ones too, in the order in which they were pinned, which is the same for all processes. */
  subscribe(hear: (note: Note, author: string) => void): void;
  /** Tells what was pinned until now. */
  catchUp(): void;
}

/** The blackboard of a process that knows of no other. */
export class OwnBlackboard implements Blackboard {
  readonly self = "self";
  private readonly hearers: ((note: Note, author: string) => void)[] = [];

  isAlive(): boolean {
    return true;
  }

  pin(note: Note): void {
    for (const hear of this.hearers) hear(note, this.self);
  }

  subscribe(hear: (note: Note, author: string) => void): void {
    this.hearers.push(hear);
  }

  catchUp(): void {}
}

/** Tells streams and resources apart without their names, which may be secret. */
export function fingerprint(name: string): string {
  return createHash("sha256").update(name).digest("base64url").slice(0, 22);
}
