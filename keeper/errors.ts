/** Why a keeper could not begin. */
export type KeeperErrorCode =
  /** An option that cannot be, or an address that is taken. */
  | "USAGE"
  /** Project, stack or package are not there, or the CLI is not on PATH. */
  | "NOT_FOUND"
  /** The backend, the passphrase or the credential was refused. */
  | "REFUSED"
  /** Another keeper on this machine keeps the stack. */
  | "ANOTHER_KEEPER";

/** A keeper could not begin. */
export class KeeperError extends Error {
  /** As the keeper makes it. */
  constructor(
    /** Why. */
    readonly code: KeeperErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "KeeperError";
  }
}

/** What somebody threw, in words. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
