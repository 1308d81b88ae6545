import type { Clock } from "./clock";

/**
 * The time that one command may take: its tries, its retries and the pauses between them. What is waited for on
 * purpose (the request limit, the cooldown after a STOP, a push that has yet to begin) does not count: see `free`.
 */
export class Budget {
  private deadline: number;

  constructor(
    readonly seconds: number,
    private readonly clock: Clock,
  ) {
    this.deadline = clock.now() + seconds * 1000;
  }

  /** Milliseconds left; negative once it is spent. */
  get left(): number {
    return this.deadline - this.clock.now();
  }

  /** Puts time on top that was spent on something that does not count. */
  grant(ms: number): void {
    this.deadline += ms;
  }

  /** Waits without spending. */
  async free<T>(wait: Promise<T>): Promise<T> {
    const began = this.clock.now();
    try {
      return await wait;
    } finally {
      this.grant(this.clock.now() - began);
    }
  }
}
