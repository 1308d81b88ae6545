import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Answers calls for the same thing that arrive together with one fetch. A call never gets what was fetched before it
 * came: while a fetch runs, the calls for the next one gather.
 */
export class Batches<T> {
  private readonly gathering = new Map<string, Promise<T>>();
  private readonly running = new Map<string, Promise<T>>();

  join(key: string, fetch: () => Promise<T>): Promise<T> {
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
    const run = fetch();
    this.running.set(key, run);
    try {
      return await run;
    } finally {
      if (this.running.get(key) === run) this.running.delete(key);
    }
  }
}
