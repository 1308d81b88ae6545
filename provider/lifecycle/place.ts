import type { Stream } from "../live/stream";
import type { Settings } from "../settings/settings";

/** Where a stream lives. */
export interface Place {
  readonly region: string;
  readonly projectId: string;
  readonly endpoint: string;
}

/** The region and the project that the state names, behind the endpoint that is in force today. */
export function placeOf(settings: Settings, { region, projectId }: { region?: string; projectId?: string }): Place {
  const here = region ?? settings.region();
  return { region: here, projectId: projectId ?? settings.requiredProjectId(), endpoint: settings.endpoint(here) };
}

/** Two regions behind one endpoint are one service, so the region is no part of what tells streams apart. */
export function streamKey(place: Omit<Place, "region">, stream: Stream): string {
  return [place.endpoint, place.projectId, stream.publishDomain, stream.app, stream.stream].join(" ");
}
