import { mkdirSync } from "node:fs";
import type { Cache } from "./cache.js";
import { EngineInterruptedError } from "./errors.js";
import { heartbeat } from "./heartbeat.js";
import { acquire, LockLostError } from "./lock.js";

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** How long the lock of a dead process still counts. */
  readonly staleMs: number;
  readonly signal?: AbortSignal;
}

/** What the holder of the lock works with. */
export interface Held {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Ends the work: the caller's signal, a signal to the process, or a lock that was lost. */
  readonly signal: AbortSignal;
}

/** Does the work while no other process changes the cache. It may start over, where the lock was lost on the way. */
export async function underCacheLock<T>(
  cache: Cache,
  around: Surroundings,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  mkdirSync(cache.versions, { recursive: true });
  for (;;) {
    try {
      return await holding(cache, around, work);
    } catch (error) {
      if (!(error instanceof LockLostError)) throw error;
      around.say("Another process took over. Starting again.");
    }
  }
}

async function holding<T>(cache: Cache, around: Surroundings, work: (held: Held) => Promise<T>): Promise<T> {
  const { env, say, staleMs } = around;
  const stop = new AbortController();
  const signal = around.signal === undefined ? stop.signal : AbortSignal.any([around.signal, stop.signal]);
  const unlisten = onTermination((name) => stop.abort(new EngineInterruptedError(name)));
  let stopWaiting = () => {};
  try {
    const release = await acquire(cache.lock, {
      signal,
      staleMs,
      onWait: () => {
        say("Another process is getting the Pulumi engine, or was killed a moment ago. Waiting for it.");
        stopWaiting = heartbeat(say, () => "waiting for the other process");
      },
      onLost: (error) => stop.abort(error),
    }).finally(() => stopWaiting());
    try {
      return await work({ env, say, signal });
    } finally {
      await release();
    }
  } finally {
    unlisten();
  }
}

/** A signal becomes an error, so that children are ended, the lock is released and unfinished files are removed. */
function onTermination(handle: (name: NodeJS.Signals) => void): () => void {
  const names: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of names) process.on(name, handle);
  return () => {
    for (const name of names) process.off(name, handle);
  };
}
