import { oneSpelling } from "../live/host";
import type { Stream } from "../live/stream";
import type { Settings } from "../settings/settings";

/** Where streams and rules live. */
export interface Place {
  readonly region: string;
  readonly projectId: string;
  readonly endpoint: string;
}

/** Where a project id comes from: the settings, or else the account. */
export interface Projects {
  readonly settings: Settings;
  readonly live: {
    /** The project of a region that the credential belongs to. @throws {SettingsError} unless it is exactly one */
    project(region: string): Promise<string>;
  };
}

/** The region and the project that a state names, behind the endpoint that is in force today. */
export function placeIn(settings: Settings, { region, projectId }: { region?: string; projectId: string }): Place {
  const here = region ?? settings.region();
  return { region: here, projectId, endpoint: settings.endpoint(here) };
}

/**
 * The same, where the project may have to be looked up first.
 *
 * @throws {SettingsError} where a setting is missing
 */
export async function placeOf(
  { settings, live }: Projects,
  { region, projectId }: { region?: string; projectId?: string | undefined },
): Promise<Place> {
  const here = region ?? settings.region();
  return placeIn(settings, {
    region: here,
    projectId: projectId ?? settings.projectId() ?? (await live.project(here)),
  });
}

/** Two regions behind one endpoint are one service, so the region is no part of what tells streams apart. */
export function streamKey(place: Omit<Place, "region">, stream: Stream): string {
  return [place.endpoint, place.projectId, oneSpelling(stream.publishDomain), stream.app, stream.stream].join(" ");
}

/** Whether a project is configured. Where a file that cannot be read may say so, nobody knows: then none is. */
export function hasProject(settings: Pick<Settings, "projectId">): boolean {
  try {
    return settings.projectId() !== undefined;
  } catch {
    return false;
  }
}
