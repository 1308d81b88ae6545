import type { Account } from "./account";
import type { Credential } from "./authenticated";
import type { Clock } from "./clock";
import { ServiceError, UnreachableError } from "./errors";
import { isAboutCredential, isDenial } from "./unauthenticated";

/** What a request is for, as far as its credential is concerned. */
export interface Destination {
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** What a permission is given for: the method, and the path with its project. */
  readonly api: string;
}

/** Sends a request when its turn has come, unless a last `look` before it leaves throws. */
export type InTurn<T> = (look: () => void, request: () => Promise<T>) => Promise<T>;

/**
 * Keeps the wrong credential of an account from being tried again and again: five failures in a row may lock a key for
 * five minutes (https://support.huaweicloud.com/ocr_faq/ocr_01_0063.html). Until the service has given another answer
 * than 401, requests go one at a time; after a 401 none goes.
 *
 * A credential that was fetched may end before our clock says so. So its first 401 has another one fetched, for all, and
 * only when that one is not accepted either is the 401 the answer.
 */
export class CredentialGate {
  private accepted = false;
  private refusal: ServiceError | undefined;
  /** 401s that are about one API or one project; the credential itself is fine. */
  private readonly denials = new Map<string, ServiceError>();
  private first: { readonly endpoint: string; readonly failed: Promise<UnreachableError | undefined> } | undefined;
  /** Credentials that have ended: what was sent with them is sent again. */
  private readonly over = new WeakSet<Credential>();
  /** The last of them, until the one that came after it is accepted. */
  private ended: { readonly credential: Credential; readonly error: ServiceError } | undefined;

  constructor(
    readonly account: Account,
    private readonly clock: Pick<Clock, "wall">,
  ) {}

  /**
   * Sends a request with the credential in force, and once more when that turns out to have ended.
   *
   * @throws {ServiceError} the service's 401, for the request that got it and for every later one
   */
  async pass<T>(
    to: Destination,
    send: (credential: Credential) => Promise<T>,
    inTurn: InTurn<T> = sendNow,
  ): Promise<T> {
    for (;;) {
      if (this.first) {
        const { endpoint, failed } = this.first;
        const error = await failed;
        // The way that this request would have gone, too.
        if (error && endpoint === to.endpoint) throw error;
        continue;
      }
      // Without a turn in the queue, which it would take from those that have something to send.
      if (this.refusal) throw this.refusal;
      try {
        return await this.go(to, send, inTurn);
      } catch (error) {
        if (!(error instanceof Again)) throw error;
      }
    }
  }

  private go<T>(to: Destination, send: (credential: Credential) => Promise<T>, inTurn: InTurn<T>): Promise<T> {
    const isFirst = !this.accepted;
    const look = () => {
      const known = this.refusal ?? this.denials.get(to.api);
      if (known) throw known;
      // Its credential has ended while it waited for its turn.
      if (!this.accepted && !isFirst) throw new Again();
    };
    const request = inTurn(look, () => this.ask(to, send));
    if (isFirst) {
      const settled = (error?: unknown) => {
        this.first = undefined;
        return error instanceof UnreachableError && !error.mayHaveRun ? error : undefined;
      };
      this.first = { endpoint: to.endpoint, failed: request.then(() => settled(), settled) };
    }
    return request;
  }

  private async ask<T>({ api }: Destination, send: (credential: Credential) => Promise<T>): Promise<T> {
    const credential = await this.account.credential();
    if (this.over.has(credential)) throw new Again();
    // Fetched anew, and still the same: the metadata of a machine keep what they have given.
    if (this.ended && isSame(credential, this.ended.credential)) throw this.refuse(this.ended.error);
    try {
      const answer = await send(credential);
      this.accept(credential);
      return answer;
    } catch (error) {
      if (error instanceof ServiceError) throw this.noted(api, error, credential);
      throw error;
    }
  }

  private noted(api: string, error: ServiceError, credential: Credential): Error {
    if (error.status !== 401) this.accept(credential);
    else if (isDenial(error)) this.denials.set(api, error);
    else if (this.over.has(credential)) return new Again();
    else if (this.ended || !this.account.isFetched || !isAboutCredential(error, this.clock.wall())) this.refuse(error);
    else {
      this.accepted = false;
      this.ended = { credential, error };
      this.over.add(credential);
      this.account.renew(credential);
      return new Again();
    }
    return error;
  }

  private accept(credential: Credential): void {
    // An answer that was on its way when its credential ended says nothing of the next one.
    if (this.over.has(credential)) return;
    this.accepted = true;
    this.ended = undefined;
  }

  private refuse(error: ServiceError): ServiceError {
    this.refusal = error;
    return error;
  }
}

/** To be sent again, with the credential that is in force then. */
class Again extends Error {}

async function sendNow<T>(look: () => void, request: () => Promise<T>): Promise<T> {
  look();
  return request();
}

function isSame(one: Credential, other: Credential): boolean {
  if ("token" in one) return "token" in other && one.token === other.token;
  return "accessKey" in other && one.accessKey === other.accessKey && one.securityToken === other.securityToken;
}
