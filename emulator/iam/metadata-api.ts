import type { IssuedCredentials } from "../gateway/issued-credentials";
import type { MetadataMode } from "../options";
import type { Answer } from "../protocol/answer";
import type { Call } from "../protocol/call";
import { headerValue } from "../protocol/signature";

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
export class MetadataApi {
  private readonly parts: MetadataApiParts;

  constructor(parts: MetadataApiParts) {
    this.parts = parts;
  }

  /** From 1 to 360 minutes, 360 by default; not for requests that a proxy forwards. */
  issueToken({ request }: Call): Answer {
    if (this.parts.mode === "off" || this.parts.mode === "plain") return notFound;
    if (request.headers["x-forwarded-for"] !== undefined) return { status: 403, body: "403 Forbidden" };
    const lifetime = headerValue(request, "x-metadata-token-ttl-seconds") || "21600";
    if (!/^\d+$/.test(lifetime) || Number(lifetime) < 60 || Number(lifetime) > 21_600)
      return { status: 400, body: "400 Bad Request" };
    return { status: 200, body: this.parts.issued.issueMetadataToken(Number(lifetime)) };
  }

  issueKey({ request }: Call): Answer {
    const { mode, issued, keyLifetime } = this.parts;
    if (mode === "off") return notFound;
    if (mode !== "plain" && !issued.knowsMetadataToken(headerValue(request, "x-metadata-token")))
      return { status: 401, body: "401 Unauthorized" };
    // The status and the text that the SDKs look for: core/auth/internal/metadata_accessor.go in the one for Go.
    if (mode === "no-agency") return { status: 401, body: "Please configure Cloud Service Agency first" };
    return { status: 200, body: issued.issueKey(keyLifetime) };
  }
}

const notFound: Answer = { status: 404, body: "404 Not Found" };
