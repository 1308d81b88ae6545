/** A live stream as the Live API addresses it: the ingest domain, the application and the stream name. */
export interface Stream {
  readonly publishDomain: string;
  readonly app: string;
  readonly stream: string;
}

/** `publishDomain/app/stream`: what users see in errors and what the resource has as its `id`. */
export function streamId({ publishDomain, app, stream }: Stream): string {
  return `${publishDomain}/${app}/${stream}`;
}
