import { ServiceError } from "./errors";

/**
 * Keeps a wrong credential from being tried again and again: five failures in a row lock a key for five minutes
 * (https://support.huaweicloud.com/ocr_faq/ocr_01_0063.html). Until the service has accepted it once, requests go one at
 * a time; once it has been refused, none goes.
 */
export class CredentialGate {
  private accepted = false;
  private refusal: ServiceError | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  /** @throws {ServiceError} the service's 401, for this request and for every later one */
  async pass<T>(request: () => Promise<T>): Promise<T> {
    if (this.accepted || this.refusal) return this.watch(request);
    const turn = this.queue.then(() => this.watch(request));
    this.queue = turn.catch(() => {});
    return turn;
  }

  private async watch<T>(request: () => Promise<T>): Promise<T> {
    if (this.refusal) throw this.refusal;
    try {
      const answer = await request();
      this.accepted = true;
      return answer;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.status === 401) this.refusal = error;
      else this.accepted = true;
      throw error;
    }
  }
}
