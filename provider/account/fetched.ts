import type { Account } from "../http/account";
import type { Credential } from "../http/authenticated";
import type { Clock } from "../http/clock";
import { SettingsError } from "../settings/errors";

/** A credential that ends. */
export interface Lease {
  readonly credential: Credential;
  /** Milliseconds that it is good for from now on. */
  readonly lasts: number;
}

/** What was refused for good. Accounts that stand on the same secret share it. */
export interface Refused {
  credential?: SettingsError;
}

/** Official SDKs renew temporary keys when less than this is left (`provider.go` of the Go SDK's core). Milliseconds. */
const EARLY_MS = 40 * 60_000;

/**
 * An account whose credential has to be fetched: with the first request, again before it ends, and once more where the
 * service does not want it any longer. However many requests wait for it, one fetch serves them all.
 */
export class FetchedAccount implements Account {
  readonly isFetched = true;
  private held: { readonly credential: Credential; readonly renewAt: number; readonly endsAt: number } | undefined;
  private fetching: Promise<Credential> | undefined;
  /** Of this account alone. */
  private ownRefusal: SettingsError | undefined;

  constructor(
    readonly from: string,
    private readonly fetch: () => Promise<Lease>,
    private readonly clock: Clock,
    private readonly refused: Refused = {},
  ) {}

  private get refusal(): SettingsError | undefined {
    return this.refused.credential ?? this.ownRefusal;
  }

  /** @throws {SettingsError} the same for every call, once it was refused: wrong passwords lock a user */
  async credential(): Promise<Credential> {
    if (this.held && this.clock.now() < this.held.renewAt) return this.held.credential;
    if (this.refusal) throw this.refusal;
    this.fetching ??= this.refetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  renew(over: Credential): void {
    // It may have been renewed by now.
    if (this.held?.credential === over) this.held = undefined;
  }

  private async refetch(): Promise<Credential> {
    try {
      const { credential, lasts } = await this.fetch();
      const now = this.clock.now();
      this.held = { credential, renewAt: now + lasts - Math.min(EARLY_MS, lasts / 2), endsAt: now + lasts };
      return credential;
    } catch (error) {
      if (error instanceof SettingsError) {
        if (error.code === "CREDENTIAL_REFUSED") this.refused.credential = error;
        else this.ownRefusal = error;
      }
      const now = this.clock.now();
      if (!this.held || now >= this.held.endsAt) throw error;
      // It was only to be renewed early. The next request is not to wait for the same failure.
      const { credential, endsAt } = this.held;
      this.held = { credential, renewAt: this.refusal ? endsAt : now + (endsAt - now) / 2, endsAt };
      return credential;
    }
  }
}

/** An account whose credential is set by the user, and good for as long as it is. */
export function fixedAccount(credential: Credential, from: string): Account {
  return { from, isFetched: false, credential: async () => credential, renew: () => {} };
}
