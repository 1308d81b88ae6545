import { clockSkew, incorrectAuthentication, keyLocked, tokenMustBeUpdated, wrongProject } from "./refusals";
import { headerValue, parseAuthorization, type SignedRequest, verify } from "./signature";

export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly projectId: string;
  /** The IAM token that is accepted in X-Auth-Token. */
  readonly token: string;
  /** The X-Security-Token that must come with the key pair; undefined: any that is signed. */
  readonly securityToken: string | undefined;
}

// The gateway's tolerance and lock, from the signing guide and the FAQ of the gateway.
const tolerance = 15 * 60_000;
const failuresTolerated = 5;
const lockTime = 5 * 60_000;

/** Decides whether a request comes from the one account that this service knows. */
export class Authentication {
  readonly #credentials: Credentials;
  readonly #now: () => number;
  #failures = 0;
  #lockedUntil = Number.NEGATIVE_INFINITY;

  constructor(credentials: Credentials, now: () => number) {
    this.#credentials = credentials;
    this.#now = now;
  }

  /** What the gateway checks. Throws the refusal. */
  check(request: SignedRequest): void {
    if (request.headers.authorization !== undefined) this.#checkKey(request);
    else if (request.headers["x-auth-token"] === undefined) throw incorrectAuthentication("x-auth-token not found");
    else if (headerValue(request, "x-auth-token") !== this.#credentials.token) throw tokenMustBeUpdated();
  }

  /** What Live checks behind the gateway: X-Project-Id is mandatory, and signed, with a key pair only. */
  checkProject(request: SignedRequest, projectInPath: string): void {
    const { projectId } = this.#credentials;
    const header = request.headers["x-project-id"];
    const signed = parseAuthorization(headerValue(request, "authorization"))?.signedHeaders;
    if (projectInPath !== projectId) throw wrongProject();
    if (header !== undefined && header !== projectId) throw wrongProject();
    if (signed && !(header !== undefined && signed.includes("x-project-id"))) throw wrongProject();
  }

  reset(): void {
    this.#failures = 0;
    this.#lockedUntil = Number.NEGATIVE_INFINITY;
  }

  #checkKey(request: SignedRequest): void {
    const authorization = parseAuthorization(headerValue(request, "authorization"));
    if (!authorization) throw incorrectAuthentication("the Authorization header is malformed");
    const { accessKey, signedHeaders } = authorization;
    if (accessKey !== this.#credentials.accessKey) throw incorrectAuthentication(`ak ${accessKey} not exist`);

    const now = this.#now();
    if (now < this.#lockedUntil) throw keyLocked();
    try {
      this.#checkDate(headerValue(request, "x-sdk-date"), now);
      const { valid, canonicalRequest } = verify(request, this.#credentials.secretKey);
      if (!valid) throw incorrectAuthentication(`verify aksk signature fail, ${echo(canonicalRequest)}`);
      this.#checkSecurityToken(request, signedHeaders);
    } catch (refusal) {
      this.#failures += 1;
      if (this.#failures > failuresTolerated) {
        this.#failures = 0;
        this.#lockedUntil = now + lockTime;
      }
      throw refusal;
    }
    this.#failures = 0;
  }

  #checkDate(date: string, now: number): void {
    const signedAt = Date.parse(date.replace(basicForm, "$1-$2-$3T$4:$5:$6Z"));
    if (!basicForm.test(date) || Number.isNaN(signedAt))
      throw incorrectAuthentication("the X-Sdk-Date header is missing or malformed");
    if (Math.abs(now - signedAt) > tolerance) throw clockSkew(date, basicDate(now));
  }

  #checkSecurityToken(request: SignedRequest, signedHeaders: readonly string[]): void {
    const sent = request.headers["x-security-token"];
    const expected = this.#credentials.securityToken;
    if (sent !== undefined && !signedHeaders.includes("x-security-token"))
      throw incorrectAuthentication("x-security-token is not signed");
    if (expected !== undefined && sent !== expected) throw incorrectAuthentication("x-security-token is not valid");
  }
}

/** 20260102T030405Z, the only form of X-Sdk-Date. */
const basicForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

const basicDate = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");

/** The canonical request as the gateway echoes it, without the tokens that it may hold. */
const echo = (canonicalRequest: string): string =>
  `canonicalRequest:${canonicalRequest.replace(/^(x-security-token|x-auth-token):.*$/gm, "$1:***").replaceAll("\n", "|")}`;
