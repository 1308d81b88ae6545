import type { Told } from "../keeper";
import type { Blind } from "../stack/engine";

/** A service or a network that is away comes back by itself; only when it stays away somebody should look. */
const AWAY_MS = 60_000;

/** People's runs take as long as this. A lock that stays is that of a run that was killed. */
const LOCKED_MS = 120_000;

/** One failed run of the engine mends itself. */
const FAILURES = 3;

/** What somebody should see to, by what it is about. */
export class Alerts {
  readonly #streams = new Map<string, string>();
  #blind: readonly (Blind & { readonly since: number })[] = [];
  #locked: { readonly whose: string; readonly since: number } | undefined;
  #trouble: string | undefined;

  take(told: Told, now: number): void {
    switch (told.type) {
      case "phase":
        this.#phase(told);
        break;
      case "gone":
        this.#streams.delete(told.stream);
        break;
      case "run-over":
        this.#locked = told.locked;
        break;
      case "looked":
        this.#blind = told.blind.map((one) => ({
          ...one,
          since: this.#blind.find(({ code }) => code === one.code)?.since ?? now,
        }));
        break;
      case "trouble":
        this.#trouble = told.message;
        break;
      case "declared":
        this.#trouble = undefined;
        break;
    }
  }

  at(now: number): string[] {
    const blind = this.#blind.filter(({ needsSomebody, since }) => needsSomebody || now - since >= AWAY_MS);
    const locked = this.#locked && now - this.#locked.since >= LOCKED_MS ? [this.#locked.whose] : [];
    return [
      ...blind.map(({ code, message }) => `${code}: ${message}`),
      ...locked.map((whose) => `The stack has been locked for over two minutes by ${whose}.`),
      ...(this.#trouble === undefined ? [] : [`The stack cannot be read: ${this.#trouble}`]),
      ...this.#streams.values(),
    ];
  }

  #phase({ stream, now: { phase, trouble, failures } }: Told & { type: "phase" }): void {
    const isAlert = phase === "held" && trouble && (trouble.code !== "RUN_FAILED" || failures >= FAILURES);
    if (isAlert) this.#streams.set(stream, `${stream}: ${trouble.code}: ${trouble.message}`);
    else if (phase === "recording" || phase === "offline") this.#streams.delete(stream);
  }
}
