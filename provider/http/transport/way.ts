import { ProxyError, ProxyRefusal } from "./tunnel";

/** The way to an endpoint, as its failures are told. */
export interface Way {
  /** Host and port. */
  readonly host: string;
  /** Where the host comes from: `derived from the region cn-north-4 (HUAWEICLOUD_REGION)`. */
  readonly from?: string | undefined;
  /** What stands between, and where that is set: `proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly proxy?: string | undefined;
  /** A request had a connection: host and proxy are what they are called. */
  wasOpen: boolean;
}

/** Why there is no answer, told of the host that is to blame. */
export interface Failure {
  readonly reason: string;
  /** Trying again is unlikely to help: something is set wrong. */
  readonly isLasting: boolean;
}

/** What became of a connection (codes: https://nodejs.org/api/errors.html). */
export function failureOf(error: Error, way: Way): Failure {
  const { host, proxy, from, wasOpen } = way;
  const origin = from ? `; the host is ${from}` : "";
  if (error instanceof ProxyRefusal) {
    if (error.status !== 407) {
      return {
        reason: `the proxy ${proxy} could not connect to ${host} (HTTP ${error.status})${origin}`,
        isLasting: false,
      };
    }
    const wish = error.knowsUser ? "rejects the user and the password" : "requires a user and a password";
    return { reason: `the proxy ${proxy} ${wish} (HTTP 407)`, isLasting: !wasOpen };
  }
  if (error instanceof ProxyError) {
    const { cause } = error;
    return { reason: brokenBy(cause, `the proxy ${proxy}`, ""), isLasting: isUnknown(cause) && !wasOpen };
  }
  const reason = brokenBy(error, proxy ? `${host} through the proxy ${proxy}` : host, origin);
  return { reason, isLasting: isUnknown(error) && !wasOpen };
}

/** Nothing came back in time. */
export function tooLate({ host, proxy }: Way, ms: number, isConnected: boolean): string {
  const seconds = `within ${Math.ceil(ms / 1000)} s`;
  if (isConnected) return `no answer ${seconds}`;
  return `no connection to ${host}${proxy ? ` through the proxy ${proxy}` : ""} ${seconds}`;
}

function brokenBy(error: Error, host: string, origin: string): string {
  const code = codeOf(error);
  const message = error.message || code;
  if (code === "ECONNREFUSED") return `connection to ${host} refused${origin}`;
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return `no address for ${host} (DNS ${code})${origin}`;
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO|HOSTNAME_)/.test(code)) {
    return `TLS with ${host} failed: ${message} (${code})`;
  }
  return `connection to ${host} broke: ${message}`;
}

/** DNS knows no such name. That it cannot be asked (`EAI_AGAIN`) passes. */
function isUnknown(error: Error): boolean {
  return codeOf(error) === "ENOTFOUND";
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}
