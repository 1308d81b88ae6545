import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance, passed in so that every wait can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch, for measuring. Never goes back, whatever happens to the clock on the wall. */
  now(): number;
  /** What the clock on the wall says, in milliseconds since the epoch: for signatures. */
  wall(): number;
  /** Resolves after that many milliseconds. */
  sleep(ms: number): Promise<unknown>;
  /** In [0, 1). */
  random(): number;
  /** Nothing is waited for any more, and nothing new is sent: see cancellable-clock.ts. */
  readonly cancelled: boolean;
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  wall: Date.now,
  sleep: (ms) => sleep(ms),
  random: Math.random,
  cancelled: false,
};
