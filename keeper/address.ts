export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads `HOST:PORT`; an IPv6 host in brackets. Nothing where it is none. */
export function addressOf(text: string): Address | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host !== undefined && port <= 65_535 ? { host, port } : undefined;
}
