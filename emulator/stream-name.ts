/** What names one live stream: its ingest domain, its application and its stream name. */
export interface StreamName {
  /** Ingest domain. */
  readonly publishDomain: string;
  /** Application. */
  readonly app: string;
  /** Stream name. */
  readonly stream: string;
}

export const streamKey = ({ publishDomain, app, stream }: StreamName): string => `${publishDomain}/${app}/${stream}`;
