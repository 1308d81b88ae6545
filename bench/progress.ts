import { elapsed } from "../tools/engine/heartbeat";

/** Tells how far a row is, and when it will be done if it goes on like that. */
export class Progress {
  readonly #began = performance.now();
  #done = 0;

  constructor(
    private readonly row: string,
    private readonly steps: number,
  ) {}

  /** One step is done. */
  step(what: string): void {
    this.#done += 1;
    const spent = performance.now() - this.#began;
    const left = (spent / this.#done) * (this.steps - this.#done);
    const when = left > 0 ? `, about ${elapsed(left)} to go` : "";
    process.stderr.write(`  ${this.row} ${this.#done}/${this.steps}: ${what} (${elapsed(spent)}${when})\n`);
  }
}
