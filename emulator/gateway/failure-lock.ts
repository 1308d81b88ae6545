/** Locks after so many failures in a row, for a while. */
export class FailureLock {
  private readonly failuresToLock: number;
  private readonly duration: number;
  private readonly now: () => number;
  private failures = 0;
  private lockedUntil = Number.NEGATIVE_INFINITY;

  /** `duration`: ms. */
  constructor(failuresToLock: number, duration: number, now: () => number) {
    this.failuresToLock = failuresToLock;
    this.duration = duration;
    this.now = now;
  }

  get locked(): boolean {
    return this.now() < this.lockedUntil;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures < this.failuresToLock) return;
    this.failures = 0;
    this.lockedUntil = this.now() + this.duration;
  }
}
