import { authorization, type KeyPair, type RequestToSign, sdkDate } from "./signature";

/** What proves who asks: an access key pair, or a token of IAM. */
export type Credential = KeyPair | { readonly token: string };

/**
 * The headers of a request together with those that prove who asks. `endpoint` is the scheme, host and port that the request
 * goes to, `now` the time on the wall in milliseconds since the epoch.
 */
export function authenticated(credential: Credential, request: RequestToSign, endpoint: string, now: number) {
  if ("token" in credential) return { ...request.headers, "x-auth-token": credential.token };
  const host = endpoint.slice(endpoint.indexOf("//") + 2);
  const headers: Record<string, string> = { ...request.headers, host, "x-sdk-date": sdkDate(now) };
  if (credential.securityToken) headers["x-security-token"] = credential.securityToken;
  headers.authorization = authorization({ ...request, headers }, credential);
  return headers;
}
