import { BlockList, isIP } from "node:net";
import type { HttpProxy } from "../http/transport/tunnel";
import { SettingsError } from "./errors";
import { type Environment, nonEmpty } from "./source";

/**
 * The proxy for an endpoint: `https_proxy` or `HTTPS_PROXY`, unless `no_proxy` or `NO_PROXY` names the host. Plain http is
 * for this machine and its metadata service (`endpoint.ts`), where no proxy has a say.
 *
 * @throws {SettingsError} where the variable holds no proxy
 */
export function proxyFor(env: Environment, endpoint: string): HttpProxy | undefined {
  const { protocol, hostname, port } = new URL(endpoint);
  if (protocol === "http:" || isExempt(hostname, port || "443", variable(env, "no_proxy")?.value ?? ""))
    return undefined;
  const set = variable(env, "https_proxy");
  return set && proxyIn(set);
}

/**
 * Holds the variables against what they must be, whether or not an endpoint needs them. Nothing goes through `HTTP_PROXY`,
 * but one that is no URL was not meant so.
 *
 * @throws {SettingsError}
 */
export function checkProxies(env: Environment): void {
  for (const name of ["https_proxy", "http_proxy"] as const) {
    const set = variable(env, name);
    if (set) proxyIn(set);
  }
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

/** In lower case or in capitals; an empty one hides nothing. */
function variable(env: Environment, lowerCase: string): Variable | undefined {
  for (const name of [lowerCase, lowerCase.toUpperCase()]) {
    const value = nonEmpty(env[name]);
    if (typeof value === "string") return { name, value: value.trim() };
  }
  return undefined;
}

/** The value is in no error: it may hold a password, wherever that stands in one that has a syntax error. */
function proxyIn({ name, value }: Variable): HttpProxy {
  const refuse = (why: string) => new SettingsError("SETTING_INVALID", name, `the proxy in ${name} ${why}`);
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value.replace(/^\/\//, "")}`);
  } catch {
    throw refuse(
      "is not a URL: write it like http://proxy.example.com:3128. Write a character such as @, / or # in its password as %40, %2F or %23",
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refuse(`begins with ${url.protocol}//, but a proxy must begin with http:// or https://`);
  }
  // A password with such a character may have ended the host.
  if (url.pathname !== "/" || url.search || url.hash) {
    throw refuse(
      "must not have anything after the host and the port. Write a /, ? or # in its password as %2F, %3F or %23",
    );
  }
  // `3128` would be the address 0.0.12.56.
  if (/^\d+$/.test(value))
    throw refuse("is a number, but must name a host: write it like http://proxy.example.com:3128");
  const { origin, username, password } = url;
  const user = `${decoded(username)}:${decoded(password)}`;
  const authorization = user === ":" ? undefined : `Basic ${Buffer.from(user).toString("base64")}`;
  return { origin, authorization, from: name };
}

/** A `%` that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Whether the entries of `NO_PROXY`, between commas or spaces, have the host: `*`; a name, with all below it
 * (`example.com`, `.example.com` and `*.example.com` mean the same); an address; a network (`10.0.0.0/8`). A name or an
 * address may have a port. What is none of these has no host.
 */
function isExempt(hostname: string, port: string, list: string): boolean {
  const host = bare(hostname);
  return list.split(/[\s,]+/).some((written) => {
    const entry = written.toLowerCase().replace(/^https?:\/\//, "");
    if (entry === "*") return true;
    const network = /^(.+)\/(\d+)$/.exec(entry);
    if (network) return isInNetwork(host, bare(network[1] ?? ""), Number(network[2]));
    const [, name = entry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry.replace(/\/$/, "")) ?? [];
    const suffix = bare(name.replace(/^\*?\./, "").replace(/\/$/, ""));
    if (suffix === "" || (only !== undefined && only !== port)) return false;
    return host === suffix || (isIP(host) === 0 && host.endsWith(`.${suffix}`));
  });
}

function isInNetwork(host: string, network: string, bits: number): boolean {
  const family = (address: string) => (({ 4: "ipv4", 6: "ipv6" }) as const)[isIP(address)];
  const [own, other] = [family(host), family(network)];
  if (own === undefined || own !== other || bits > (own === "ipv4" ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, own);
  return list.check(host, own);
}

/** Without the brackets of IPv6 and the dot at the end of a whole name. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
