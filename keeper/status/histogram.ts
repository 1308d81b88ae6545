/** Upper ends, in seconds: the aim is to start a stream again within 10. */
export const BUCKETS = [1, 2, 3, 4, 5, 6, 8, 10, 15, 30, 60, 300] as const;

/** How long something took, counted as Prometheus counts it: each bucket has all that were not longer. */
export class Histogram {
  readonly counts: number[] = BUCKETS.map(() => 0);
  sum = 0;
  count = 0;

  observe(seconds: number): void {
    for (const [index, limit] of BUCKETS.entries()) {
      if (seconds <= limit) this.counts[index] = (this.counts[index] ?? 0) + 1;
    }
    this.sum += seconds;
    this.count += 1;
  }
}
