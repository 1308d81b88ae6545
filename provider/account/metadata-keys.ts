import { ServiceError } from "../http/errors";
import type { Lease } from "./fetched";
import { type AccountParts, type AccountRequest, request } from "./request";
import { temporaryKeys } from "./temporary-keys";

/** The service is on the same host: official SDKs wait as long (`metadata_accessor.go` of the Go SDK's core). */
const TIMEOUT_MS = 3_000;

const TOKEN_SECONDS = "21600";

/**
 * The temporary key pair that an ECS instance has by its agency
 * (https://support.huaweicloud.com/usermanual-ecs/ecs_03_0166.html): with a session token where the instance has them.
 */
export async function metadataKeys(parts: AccountParts, endpoint: string): Promise<Lease> {
  const ask = (asked: Omit<AccountRequest, "endpoint">) => request(parts, { endpoint, ...asked }, TIMEOUT_MS);
  const headers = { "X-Metadata-Token-Ttl-Seconds": TOKEN_SECONDS };
  const session = await ask({ method: "PUT", path: "/meta-data/latest/api/token", headers }).catch((error) => {
    const hasNone = error instanceof ServiceError && [404, 405, 503].includes(error.status);
    if (!hasNone) throw error;
    return undefined;
  });
  const token: Record<string, string> = session ? { "X-Metadata-Token": session.text.trim() } : {};
  return temporaryKeys(await ask({ method: "GET", path: "/openstack/latest/securitykey", headers: token }));
}
