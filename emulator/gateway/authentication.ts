import type { Projects } from "../projects";
import { clockSkew, incorrectAuthentication, keyLocked, tokenMustBeUpdated, wrongProject } from "../protocol/refusals";
import { headerValue, parseAuthorization, type SignedRequest, verify } from "../protocol/signature";
import { FailureLock } from "./failure-lock";
import type { IssuedCredentials } from "./issued-credentials";

export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly projectId: string;
  /** The IAM token that is accepted in X-Auth-Token. */
  readonly token: string;
  /** The X-Security-Token that must come with the key pair; undefined: any that is signed. */
  readonly securityToken?: string | undefined;
}

export interface AuthenticationParts {
  readonly credentials: Credentials;
  readonly issued: IssuedCredentials;
  readonly projects: Projects;
  readonly now: () => number;
}

// The gateway's tolerance and lock, from the signing guide and the FAQ of the gateway.
const tolerance = 15 * 60_000;
const failuresToLock = 6;
const lockTime = 5 * 60_000;

/** Decides whether a request comes from the one account that this service knows. */
export class Authentication {
  private readonly parts: AuthenticationParts;
  private locks = new Map<string, FailureLock>();

  constructor(parts: AuthenticationParts) {
    this.parts = parts;
  }

  /** What the gateway checks. Throws the refusal, or returns the ids of the projects that the credential is good for. */
  check(request: SignedRequest): readonly string[] {
    if (request.headers.authorization !== undefined) {
      this.checkKey(request);
      return this.parts.projects.ids;
    }
    if (request.headers["x-auth-token"] === undefined) throw incorrectAuthentication("x-auth-token not found");
    const token = headerValue(request, "x-auth-token");
    const { credentials, issued } = this.parts;
    const projectIds = token === credentials.token ? [credentials.projectId] : issued.projectsOf(token);
    if (!projectIds) throw tokenMustBeUpdated();
    return projectIds;
  }

  /** What Live checks behind the gateway: X-Project-Id is mandatory, and signed, with a key pair only. */
  checkProject(request: SignedRequest, projectInPath: string, projectIds: readonly string[]): void {
    const header = request.headers["x-project-id"];
    const signed = parseAuthorization(headerValue(request, "authorization"))?.signedHeaders;
    if (!projectIds.includes(projectInPath)) throw wrongProject();
    if (header !== undefined && header !== projectInPath) throw wrongProject();
    if (signed && !(header !== undefined && signed.includes("x-project-id"))) throw wrongProject();
  }

  reset(): void {
    this.locks = new Map();
  }

  private checkKey(request: SignedRequest): void {
    const authorization = parseAuthorization(headerValue(request, "authorization"));
    if (!authorization) throw incorrectAuthentication("the Authorization header is malformed");
    const { accessKey, signedHeaders } = authorization;
    const key = this.knownKey(accessKey);
    if (!key) throw incorrectAuthentication(`ak ${accessKey} not exist`);

    const now = this.parts.now();
    const lock = this.locks.get(accessKey) ?? new FailureLock(failuresToLock, lockTime, this.parts.now);
    this.locks.set(accessKey, lock);
    if (lock.locked) throw keyLocked();
    try {
      checkDate(headerValue(request, "x-sdk-date"), now);
      const { valid, canonicalRequest } = verify(request, key.secretKey);
      if (!valid) throw incorrectAuthentication(`verify aksk signature fail, ${echo(canonicalRequest)}`);
      checkSecurityToken(request, signedHeaders, key.securityToken);
    } catch (refusal) {
      lock.failed();
      throw refusal;
    }
    lock.succeeded();
  }

  private knownKey(accessKey: string): Pick<Credentials, "secretKey" | "securityToken"> | undefined {
    const { credentials, issued } = this.parts;
    return accessKey === credentials.accessKey ? credentials : issued.key(accessKey);
  }
}

function checkDate(date: string, now: number): void {
  const signedAt = Date.parse(date.replace(basicForm, "$1-$2-$3T$4:$5:$6Z"));
  if (!basicForm.test(date) || Number.isNaN(signedAt))
    throw incorrectAuthentication("the X-Sdk-Date header is missing or malformed");
  if (Math.abs(now - signedAt) > tolerance) throw clockSkew(date, basicDate(now));
}

/** `expected`: undefined: any. */
function checkSecurityToken(
  request: SignedRequest,
  signedHeaders: readonly string[],
  expected: string | undefined,
): void {
  const sent = request.headers["x-security-token"];
  if (sent !== undefined && !signedHeaders.includes("x-security-token"))
    throw incorrectAuthentication("x-security-token is not signed");
  if (expected !== undefined && sent !== expected) throw incorrectAuthentication("x-security-token is not valid");
}

/** 20260102T030405Z, the only form of X-Sdk-Date. */
const basicForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

const basicDate = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");

/** The canonical request as the gateway echoes it, without the tokens that it may hold. */
const echo = (canonicalRequest: string): string =>
  `canonicalRequest:${canonicalRequest.replace(/^(x-security-token|x-auth-token):.*$/gm, "$1:***").replaceAll("\n", "|")}`;
