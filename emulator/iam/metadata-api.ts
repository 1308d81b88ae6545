import type { IssuedCredentials } from "../gateway/issued-credentials";
import type { MetadataMode } from "../options";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { headerValue, type SignedRequest } from "../protocol/signature";
import type { Api } from "../server/api";

export interface MetadataApiParts {
  readonly issued: IssuedCredentials;
  readonly mode: MetadataMode;
  /** s */
  readonly keyLifetime: number;
}

/**
 * The temporary keys of an instance and the token that they are given for; at 169.254.169.254 of an ECS.
 * https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html (keys) and ecs_03_2167.html (token)
 * The statuses of refusals are ours, except where noted.
 */
export class MetadataApi implements Api {
  readonly #parts: MetadataApiParts;

  constructor(parts: MetadataApiParts) {
    this.#parts = parts;
  }

  answer(request: SignedRequest, { path }: Call): Answer {
    const { mode, issued, keyLifetime } = this.#parts;
    const forToken = path === "/meta-data/latest/api/token";
    if (mode === "off" || (mode === "plain" && forToken)) return { status: 404, body: "404 Not Found" };
    if (forToken) return this.#issueToken(request);
    if (mode !== "plain" && !issued.knowsMetadataToken(headerValue(request, "x-metadata-token")))
      return { status: 401, body: "401 Unauthorized" };
    // The status and the text that the SDKs look for: core/auth/internal/metadata_accessor.go in the one for Go.
    if (mode === "no-agency") return { status: 401, body: "Please configure Cloud Service Agency first" };
    return { status: 200, body: issued.issueKey(keyLifetime) };
  }

  /** From 1 to 360 minutes, 360 by default; not for requests that a proxy forwards. */
  #issueToken(request: SignedRequest): Answer {
    if (request.headers["x-forwarded-for"] !== undefined) return { status: 403, body: "403 Forbidden" };
    const lifetime = headerValue(request, "x-metadata-token-ttl-seconds") || "21600";
    if (!/^\d+$/.test(lifetime) || Number(lifetime) < 60 || Number(lifetime) > 21_600)
      return { status: 400, body: "400 Bad Request" };
    return { status: 200, body: this.#parts.issued.issueMetadataToken(Number(lifetime)) };
  }
}
