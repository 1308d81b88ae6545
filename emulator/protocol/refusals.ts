// The answers with which the service refuses a request: status, code, text.
// Live:    https://support.huaweicloud.com/intl/en-us/api-live/ErrorCode.html
// Gateway: https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
// "Not documented" marks what no page says; the choice is ours.

/** Thrown where a request is refused; becomes the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** For `error_detail`, which the error page promises with LIVE.100011001. */
  readonly detail: string | undefined;

  constructor(status: number, code: string, text: string, detail?: string) {
    super(text);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

// Live

/** The request is malformed: `detail` names the field. */
export const invalidParameter = (detail: string) => new Refusal(400, "LIVE.100011001", "Request Illegal", detail);

/** START without a live push. Not documented: 2026 pages say that a push must have succeeded, but name no code. */
export const notPushed = () => new Refusal(400, "LIVE.100011001", "Request Illegal");

/** START without a COMMAND_RECORD rule in effect. Not documented. */
export const noCommandRule = () => new Refusal(400, "LIVE.100011001", "Request Illegal");

/** START too early after STOP (documented), or of a stream that is being recorded (implied by its text). */
export const recordTaskExists = () => new Refusal(400, "LIVE.100011022", "LIVE.Record task exist.");

/** STOP without a recording: the 404 of the RunRecord page, whose example carries this code. */
export const noRecording = () => new Refusal(404, "LIVE.100011001", "The record does not exist");

/** A rule for the same domain, app and stream, or a callback for the same domain and app. */
export const alreadyExists = () => new Refusal(400, "LIVE.103011018", "Resource already exists");

/** No such rule: the 404 of the DeleteRecordRule page. The pages of GET and PUT name none, nor do those of callbacks; it is the same here. */
export const notFound = () => new Refusal(404, "LIVE.100011001", "Request Illegal");

export const unsupportedMediaType = () => new Refusal(400, "LIVE.100011012", "Media type not supported");

/** The project ids of path, X-Project-Id and credentials differ. */
export const wrongProject = () => new Refusal(401, "LIVE.100011015", "Project ID verification failed");

// Gateway

export const notPublished = () =>
  new Refusal(404, "APIGW.0101", "The API does not exist or has not been published in the environment");

export const bodyTooLarge = () => new Refusal(413, "APIGW.0201", "Request entity too large");

export const incorrectAuthentication = (text: string) =>
  new Refusal(401, "APIGW.0301", `Incorrect IAM authentication information: ${text}`);

/** More than five failures in a row lock a key: https://support.huaweicloud.com/intl/en-us/apig_faq/apig-faq-0003.html */
export const keyLocked = () => incorrectAuthentication("AK access failed to reach the limit, forbidden");

/** The clocks differ by more than 15 minutes. Other services answer .0301 with "signature expired". */
export const clockSkew = (signed: string, server: string) =>
  new Refusal(
    401,
    "APIGW.0303",
    `Incorrect app authentication information: signature expired, signature time: ${signed}, server time: ${server}`,
  );

export const tokenMustBeUpdated = () => new Refusal(401, "APIGW.0307", "The token must be updated");

/** Flow control: https://support.huaweicloud.com/intl/en-us/api-live/live_03_0053.html */
export const throttled = (limit: number) =>
  new Refusal(
    429,
    "APIGW.0308",
    `The throttling threshold has been reached: policy user over ratelimit, limit: ${limit}, time: 1 minute`,
  );
