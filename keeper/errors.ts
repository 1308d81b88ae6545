/** Why a keeper could not begin. */
export type KeeperErrorCode =
  /** An option that cannot be, or an address that is taken. */
  | "USAGE"
  /** Folder, project or stack are not there, or the CLI is not on PATH. */
  | "NO_STACK"
  /** The backend, the passphrase or the credential was refused. */
  | "BACKEND";

export class KeeperError extends Error {
  constructor(
    readonly code: KeeperErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "KeeperError";
  }
}
