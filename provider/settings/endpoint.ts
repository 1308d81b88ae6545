import { SettingsError } from "./errors";

const europe = (region: string) => region.startsWith("eu-west-1");

/** The domain that all endpoints of a region are below, unless `cloud` says otherwise. */
function defaultCloud(region: string): string {
  return europe(region) ? "myhuaweicloud.eu" : "myhuaweicloud.com";
}

/** The Live API of a region (https://support.huaweicloud.com/api-live/live_03_0003.html); Dublin's name is inferred. */
export function liveEndpoint(region: string, cloud = defaultCloud(region)): string {
  return `https://live.${region}.${cloud}`;
}

/** IAM of a region (`endpoint.py` of the Python SDK's core); Dublin has a service of its own. */
export function iamEndpoint(region: string, cloud = defaultCloud(region)): string {
  const hasOne = europe(region) && cloud === "myhuaweicloud.eu";
  return hasOne ? `https://iam.${cloud}` : `https://iam.${region}.${cloud}`;
}

/** The metadata service of an ECS instance (https://support.huaweicloud.com/usermanual-ecs/ecs_03_0166.html). */
export const METADATA_ENDPOINT = "http://169.254.169.254";

/**
 * Scheme, host and port of an endpoint that a user has set.
 *
 * @throws {SettingsError} for anything else, and for plain http to another machine. `isSecret`: it does not show the value
 */
export function checkedEndpoint(value: unknown, place: string, isSecret = false): string {
  const shown = isSecret ? "that is secret" : withoutUser(value);
  const refuse = (why: string) =>
    new SettingsError("SETTING_INVALID", "endpoints", `the endpoint ${shown} (${place}) ${why}`);
  if (typeof value !== "string") throw refuse("is not a URL");
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refuse("is not a URL: write it like https://live.example.com");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("must begin with https:// or http://");
  if (url.username || url.password) throw refuse("must not contain a user or a password");
  if (url.pathname !== "/" || url.search || url.hash)
    throw refuse("must not have anything after the host and the port");
  if (url.protocol === "http:" && !isLoopback(url.hostname) && url.origin !== METADATA_ENDPOINT) {
    throw refuse("is plain http to another machine. Use https: http is allowed only to this machine");
  }
  return url.origin;
}

/** A value as an error shows it: a URL may hold a password, even one that has a syntax error. */
export function withoutUser(value: unknown): string {
  return asJson(value).replace(/[^"]*@/g, "…@");
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "a YAML value that contains itself";
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
