import { LifecycleError, UnsettledError } from "../lifecycle/errors";
import { SettingsError } from "../settings/errors";
import type { ToldOnce } from "./told-once";

/** What stays in the state although the method has failed: it may have been executed. */
export interface Kept {
  readonly id: string;
  readonly properties: object;
}

/** How a method fails. Each shell makes of it what its caller understands. */
export class MethodError extends Error {
  constructor(
    /** See docs/errors.md. */
    readonly code: string,
    message: string,
    readonly kept: Kept | undefined,
    cause: unknown,
  ) {
    super(message, { cause });
    this.name = "MethodError";
  }

  /** What the user sees: the code first. */
  get shown(): string {
    return `${this.code}: ${this.message}`;
  }

  /** Without what an earlier error has said. One that is kept in the state is said in full: it is read on its own. */
  after(told: ToldOnce): MethodError {
    if (this.kept) return this;
    return new MethodError(this.code, told.shorten(this.shown).slice(`${this.code}: `.length), undefined, this.cause);
  }
}

/**
 * Runs a method. `advice` is a last line for each of its errors, which leave out what others have told.
 *
 * @throws {MethodError} Always a new one: commands that wait for the same thing fail with the same error, and what is to be kept
 * of one resource must not get into the state of another.
 */
export async function told<T>(once: ToldOnce, method: () => T | Promise<T>, advice?: string): Promise<T> {
  try {
    return await method();
  } catch (error) {
    const known = error instanceof LifecycleError || error instanceof SettingsError;
    const code = known ? error.code : "UNEXPECTED";
    const text = known ? error.message : String(error instanceof Error ? error.stack : error);
    const kept = error instanceof UnsettledError ? { id: error.id, properties: error.properties } : undefined;
    throw new MethodError(code, advice === undefined ? text : `${text}\n${advice}`, kept, error).after(once);
  }
}
