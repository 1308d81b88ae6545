const window = 60_000;

/** So many requests in a minute; those above are refused and do not count. */
export class RequestLimit {
  readonly limit: number;
  private admitted: number[] = [];
  private readonly fixed: boolean;
  private readonly now: () => number;

  /** `sliding`: in any 60 s; `fixed`: in each minute of the clock. */
  constructor(limit: number, kind: "sliding" | "fixed", now: () => number) {
    this.limit = limit;
    this.fixed = kind === "fixed";
    this.now = now;
  }

  admits(): boolean {
    const now = this.now();
    const first = this.fixed ? Math.floor(now / window) * window : now - window + 1;
    while (this.admitted.length > 0 && Number(this.admitted[0]) < first) this.admitted.shift();
    if (this.admitted.length >= this.limit) return false;
    this.admitted.push(now);
    return true;
  }

  reset(): void {
    this.admitted = [];
  }
}
