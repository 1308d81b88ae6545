import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { isRunning, processName } from "../../provider/process/process-name";
import { KeeperError, wordsOf } from "../errors";

/** What tells stacks apart, and machines that share a folder. */
export interface KeptStack {
  readonly host: string;
  readonly backend: string;
  readonly project: string;
  readonly stack: string;
}

const PAGE = v.object({ keeper: v.string(), runs: v.array(v.number()) });

/** More runs in a row do not end badly within the time in which one of them can have left a lock. */
const REMEMBERED = 20;

/**
 * What a keeper leaves on the disk for the one that comes after it: that it keeps the stack, and which of its runs have not
 * ended well. Such a run may have left a lock, and no other lock is the keeper's own.
 */
export class Journal {
  readonly #file: string;
  readonly #keeper: string;
  readonly #warn: (message: string) => void;
  #runs: readonly number[];
  #isWritten = true;

  private constructor(file: string, keeper: string, runs: readonly number[], warn: (message: string) => void) {
    this.#file = file;
    this.#keeper = keeper;
    this.#runs = runs;
    this.#warn = warn;
  }

  /**
   * Two that begin in the same instant may both be let in: then they meet at the lock of the engine, which does no harm.
   *
   * `warn` is told when it cannot be written later on.
   *
   * @throws {KeeperError} `ANOTHER_KEEPER` where a living process keeps the stack, `REFUSED` where the folder cannot be written
   */
  static open(
    folder: string,
    kept: KeptStack,
    pid = process.pid,
    warn: (message: string) => void = () => undefined,
  ): Journal {
    const { host, backend, project, stack } = kept;
    const name = createHash("sha256")
      .update(JSON.stringify([host, backend, project, stack]))
      .digest("hex");
    const file = join(folder, `${name.slice(0, 32)}.json`);
    const before = pageOf(file);
    const keeper = processName(pid) ?? String(pid);
    if (before && before.keeper !== keeper && isRunning(before.keeper)) {
      throw new KeeperError("ANOTHER_KEEPER", `${stack}: another keeper keeps it already (process ${before.keeper})`);
    }
    const journal = new Journal(file, keeper, before?.runs ?? [], warn);
    try {
      journal.#write();
    } catch (error) {
      throw new KeeperError("REFUSED", `The keeper's journal cannot be written: ${wordsOf(error)}`);
    }
    return journal;
  }

  /** When the runs began that have not ended well, in milliseconds since 1970. */
  get runs(): readonly number[] {
    return this.#runs;
  }

  /** On the disk before the run can have a lock. */
  began(at: number): void {
    this.#remember([...this.#runs, at]);
  }

  /** The run has the lock, so those before it have left none. */
  holds(at: number): void {
    this.#remember([at]);
  }

  /** The run has left no lock. */
  ended(at: number): void {
    this.#remember(this.#runs.filter((run) => run !== at));
  }

  /** No run has left a lock. */
  freed(): void {
    this.#remember([]);
  }

  /** Another keeper may keep the stack now. What has not ended well stays known. */
  close(): void {
    this.#attempt(() => {
      if (this.#runs.length === 0) rmSync(this.#file, { force: true });
      else this.#write("");
    });
  }

  #remember(runs: readonly number[]): void {
    this.#runs = runs.slice(-REMEMBERED);
    this.#attempt(() => this.#write());
  }

  /** A recording matters more than a note about it: the worst that a lost one does is a lock that a person has to remove. */
  #attempt(write: () => void): void {
    try {
      write();
      this.#isWritten = true;
    } catch (error) {
      if (this.#isWritten) this.#warn(`The keeper's journal cannot be written: ${wordsOf(error)}. Healing goes on.`);
      this.#isWritten = false;
    }
  }

  #write(keeper = this.#keeper): void {
    // Whoever tidies up may remove the folder while the keeper runs.
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ keeper, runs: [...this.#runs] } satisfies v.InferOutput<typeof PAGE>), {
      mode: 0o600,
    });
    renameSync(draft, this.#file);
  }
}

/** Nothing where there is none, or none that can be read. */
function pageOf(file: string): v.InferOutput<typeof PAGE> | undefined {
  try {
    const page = v.safeParse(PAGE, JSON.parse(readFileSync(file, "utf8")));
    return page.success ? page.output : undefined;
  } catch {
    return undefined;
  }
}
