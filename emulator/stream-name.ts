import { domainToASCII } from "node:url";

/** What names one live stream: its ingest domain, its application and its stream name. */
export interface StreamName {
  /** Ingest domain. */
  readonly publishDomain: string;
  /** Application. */
  readonly app: string;
  /** Stream name. */
  readonly stream: string;
}

/** As it was written, for a person. */
export const streamPath = ({ publishDomain, app, stream }: StreamName): string => `${publishDomain}/${app}/${stream}`;

/** What tells one stream from another, however its domain is written. */
export const streamKey = (name: StreamName): string =>
  streamPath({ ...name, publishDomain: canonicalHost(name.publishDomain) });

/** A host in its one form: in lower case, and in Punycode. What is no host is put in lower case only. */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  return (domainForm.test(host) && domainToASCII(lower)) || lower;
}

/** Hosts are the same in capitals, and in Punycode. */
export const isSameHost = (one: string, other: string): boolean => canonicalHost(one) === canonicalHost(other);

/** Of an application or a stream. The rest of the push address, and `*`, which is for all of them, are no part of a name. */
export const nameForm = /^[^*/?#]+$/;

/** Of a domain: without a port, a user or anything else that an address has around it. */
export const domainForm = /^[^*/?#:@%\\[\]\s]+$/;
