/** What names one live stream: its ingest domain, its application and its stream name. */
export interface StreamName {
  readonly publishDomain: string;
  readonly app: string;
  readonly stream: string;
}

export const streamKey = ({ publishDomain, app, stream }: StreamName): string => `${publishDomain}/${app}/${stream}`;
