import { LiveError, ServiceError, UnreachableError, UnusableAnswerError } from "../http/errors";
import type { Lease } from "./fetched";
import { type AccountParts, type AccountRequest, type Reply, request } from "./request";
import { temporaryKeys } from "./temporary-keys";

/** The service is on the same host: official SDKs wait as long (`metadata_accessor.go` of the Go SDK's core). */
const TIMEOUT_MS = 3_000;

const TOKEN_SECONDS = "21600";

/** Neither with nor without a session token. */
export class NoMetadataError extends Error {
  /** The machine has metadata, and no keys for now. */
  readonly mayPass: boolean;
  /** It has metadata, but no agency. */
  readonly isRefusal: boolean;

  constructor(keys: LiveError, token?: LiveError) {
    super(token ? `${keys.message}; the session token: ${token.message}` : keys.message, { cause: keys });
    this.name = "NoMetadataError";
    this.mayPass = [keys, token].some((error) => error instanceof ServiceError && error.status >= 429);
    this.isRefusal = keys instanceof ServiceError;
  }
}

/**
 * The temporary key pair that an ECS instance has by its agency
 * (https://support.huaweicloud.com/usermanual-ecs/ecs_03_0166.html): with a session token where the instance gives one.
 *
 * @throws {NoMetadataError}
 */
export async function metadataKeys(parts: AccountParts, endpoint: string): Promise<Lease> {
  const ask = (asked: Omit<AccountRequest, "endpoint">) => request(parts, { endpoint, ...asked }, TIMEOUT_MS);
  const token = await sessionToken(ask).catch(failure);
  // What no connection can be had to has no keys either.
  if (token instanceof UnreachableError && !token.mayHaveRun) throw new NoMetadataError(token);
  const isMissing = token instanceof LiveError;
  const headers: Record<string, string> = isMissing ? {} : { "X-Metadata-Token": token };
  try {
    return temporaryKeys(await ask({ method: "GET", path: "/openstack/latest/securitykey", headers }));
  } catch (error) {
    throw new NoMetadataError(failure(error), isMissing ? token : undefined);
  }
}

async function sessionToken(ask: (asked: Omit<AccountRequest, "endpoint">) => Promise<Reply>): Promise<string> {
  const headers = { "X-Metadata-Token-Ttl-Seconds": TOKEN_SECONDS };
  const { text } = await ask({ method: "PUT", path: "/meta-data/latest/api/token", headers });
  // A page of something in between is none, and would make a header that cannot be sent.
  if (!/^[\x21-\x7e]+$/.test(text.trim())) throw new UnusableAnswerError("has no session token", 200, "");
  return text.trim();
}

/** An answer that says no, or none. */
function failure(error: unknown): LiveError {
  if (error instanceof LiveError) return error;
  throw error;
}
