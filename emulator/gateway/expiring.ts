/** Values that are known until they expire. */
export class Expiring<Value> {
  readonly #now: () => number;
  #entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `expiresAt`: ms. */
  add(key: string, value: Value, expiresAt: number): void {
    this.#entries.set(key, { value, expiresAt });
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#now() < entry.expiresAt ? entry.value : undefined;
  }

  clear(): void {
    this.#entries = new Map();
  }
}
