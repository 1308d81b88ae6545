import { LifecycleError, UnsettledError } from "../lifecycle/errors";
import { SettingsError } from "../settings/errors";

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
}

/**
 * Runs a method. `advice` is a last line for each of its errors.
 *
 * @throws {MethodError} Always a new one: commands that wait for the same thing fail with the same error, and what is to be kept
 * of one resource must not get into the state of another.
 */
export async function told<T>(method: () => T | Promise<T>, advice?: string): Promise<T> {
  try {
    return await method();
  } catch (error) {
    const known = error instanceof LifecycleError || error instanceof SettingsError;
    const code = known ? error.code : "UNEXPECTED";
    const text = known ? error.message : String(error instanceof Error ? error.stack : error);
    const kept = error instanceof UnsettledError ? { id: error.id, properties: error.properties } : undefined;
    throw new MethodError(code, advice === undefined ? text : `${text}\n${advice}`, kept, error);
  }
}
