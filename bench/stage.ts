import { type Engine, ensureEngine } from "../tools/engine/ensure";
import { type Installation, install } from "./engine/installation";
import type { Place } from "./engine/project";
import type { Options } from "./options";

/** What the rows share. Each part is made when the first row asks for it. */
export class Stage implements AsyncDisposable {
  #engine: Promise<Engine> | undefined;
  #installation: Promise<Installation> | undefined;

  constructor(readonly options: Options) {}

  /** How many samples of each variant. */
  get rounds(): number {
    return this.options.rounds;
  }

  /** How many recordings: as many as the row usually has, unless the command line says otherwise. */
  count(usual: number): number {
    return this.options.count ?? usual;
  }

  /** How often something quick is repeated, in the short form and otherwise. */
  short(inShort: number, otherwise: number): number {
    return this.options.short ? inShort : otherwise;
  }

  /** Whether this row runs. */
  wants(name: string): boolean {
    return this.options.names.length === 0 || this.options.names.includes(name);
  }

  engine(): Promise<Engine> {
    this.#engine ??= ensureEngine();
    return this.#engine;
  }

  installation(): Promise<Installation> {
    this.#installation ??= install();
    return this.#installation;
  }

  async place(): Promise<Place> {
    const { pulumi } = await this.engine();
    return { pulumi, folder: (await this.installation()).folder };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const installation = await this.#installation?.catch(() => undefined);
    await installation?.[Symbol.asyncDispose]();
  }
}
