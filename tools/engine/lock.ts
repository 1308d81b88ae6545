import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";

export class LockLostError extends Error {}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** The lock of a dead process is free after this long; a holder renews its own every half of it. */
  readonly staleMs: number;
  /** Called once, when somebody else holds the lock. */
  readonly onWait: () => void;
  /** Called if somebody else took the lock while it was held: after a suspension, or when two take over a dead one. */
  readonly onLost: (error: LockLostError) => void;
}

/** Waits for the lock and returns what releases it. */
export async function acquire(lockfilePath: string, options: LockOptions): Promise<() => Promise<void>> {
  for (let waiting = false; ; waiting = true) {
    try {
      const release = await lock(lockfilePath, {
        lockfilePath,
        realpath: false,
        stale: options.staleMs,
        onCompromised: (cause) => options.onLost(new LockLostError("the lock was lost", { cause })),
      });
      return async () => {
        // A lost lock cannot be released; onLost was told.
        await release().catch(() => undefined);
      };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ELOCKED")) throw error;
      if (!waiting) options.onWait();
      await sleep(500, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
    }
  }
}
