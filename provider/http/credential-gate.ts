import { ServiceError } from "./errors";

/**
 * Keeps a wrong credential from being tried again and again: more than five failures in a row lock a key for five
 * minutes (https://support.huaweicloud.com/ocr_faq/ocr_01_0063.html). Until the service has given another answer than
 * 401, requests go one at a time; after a 401 none goes.
 */
export class CredentialGate {
  private accepted = false;
  private refusal: ServiceError | undefined;
  /** 401s that are about one API or one project; the credential itself is fine. */
  private readonly denials = new Map<string, ServiceError>();
  private first: Promise<void> | undefined;

  /** Waits for the first answer that the credential gets, unless this is the request that will get it. */
  async pass<T>(request: () => Promise<T>): Promise<T> {
    while (this.first) await this.first;
    // Without a turn in the queue, which it would take from those that have something to send.
    if (this.refusal) throw this.refusal;
    if (this.accepted) return request();
    const turn = request();
    const settled = () => {
      this.first = undefined;
    };
    this.first = turn.then(settled, settled);
    return turn;
  }

  /**
   * The last look before a request leaves. `api` is what a permission is given for: the method, and the path with its
   * project.
   *
   * @throws {ServiceError} the service's 401, for the request that got it and for every later one
   */
  async guard<T>(api: string, send: () => Promise<T>): Promise<T> {
    const known = this.refusal ?? this.denials.get(api);
    if (known) throw known;
    try {
      const answer = await send();
      this.accepted = true;
      return answer;
    } catch (error) {
      if (error instanceof ServiceError) this.note(api, error);
      throw error;
    }
  }

  private note(api: string, error: ServiceError): void {
    if (error.status !== 401) this.accepted = true;
    else if (isDenial(error)) this.denials.set(api, error);
    else this.refusal = error;
  }
}

/** No permission for this API, or not for this project (https://support.huaweicloud.com/api-live/ErrorCode.html). */
function isDenial({ serviceCode }: ServiceError): boolean {
  return serviceCode === "LIVE.100011003" || serviceCode === "LIVE.100011015";
}
