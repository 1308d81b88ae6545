/** How long the same message counts as a repeat. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Enough for a day of an event; what comes on top pushes the oldest out. */
const REMEMBERED = 10_000;

/** The messages that have been taken: the service sends them again, and somebody may replay them. */
export class Repeats {
  readonly #taken = new Map<string, number>();

  /** Whether the message was taken before; it counts as taken from now on. */
  isRepeat(identity: string, now: number): boolean {
    const before = this.#taken.get(identity);
    if (before !== undefined && now - before < REMEMBERED_MS) return true;
    this.#taken.delete(identity);
    this.#taken.set(identity, now);
    const [oldest] = this.#taken.keys();
    if (this.#taken.size > REMEMBERED && oldest !== undefined) this.#taken.delete(oldest);
    return false;
  }
}
