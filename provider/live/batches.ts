import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Answers calls for the same thing that arrive together with one fetch. Unless it says otherwise, a call never gets what
 * was fetched before it came: while a fetch runs, the calls for the next one gather.
 */
export class Batches<T> {
  private readonly gathering = new Map<string, Promise<T>>();
  private readonly running = new Map<string, Promise<T>>();
  private readonly latest = new Map<string, { began: number; result: T }>();

  constructor(private readonly now: () => number) {}

  /** `recent` milliseconds is how long ago the fetch may have begun that answers this call. */
  async join(key: string, fetch: () => Promise<T>, recent = 0): Promise<T> {
    const latest = this.latest.get(key);
    if (latest && this.now() - latest.began < recent) return latest.result;
    const open = this.gathering.get(key);
    if (open) return open;
    const batch = this.begin(key, fetch);
    this.gathering.set(key, batch);
    return batch;
  }

  private async begin(key: string, fetch: () => Promise<T>): Promise<T> {
    await this.running.get(key)?.catch(() => {});
    await nextTurn();
    this.gathering.delete(key);
    const began = this.now();
    const run = fetch();
    this.running.set(key, run);
    try {
      const result = await run;
      this.latest.set(key, { began, result });
      return result;
    } finally {
      if (this.running.get(key) === run) this.running.delete(key);
    }
  }
}
