import type { Credential } from "./authenticated";

/** Who asks. */
export interface Account {
  /** Where its credential is set, as a user knows that place. */
  readonly from: string;
  /** The credential is fetched, and may end before our clock says so. */
  readonly isFetched: boolean;
  /** The credential in force, which may have to be fetched first. */
  credential(): Promise<Credential>;
  /** The service does not want this credential any longer: from now on another one is in force. Only if it is fetched. */
  renew(over: Credential): void;
}
