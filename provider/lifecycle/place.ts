import { NoAnswerError } from "../http/client";
import { oneSpelling } from "../live/host";
import type { Stream } from "../live/stream";
import type { Settings } from "../settings/settings";
import { capped } from "./capped";
import { noAnswer } from "./no-answer";
import { DEFAULTS } from "./recording";

/** Where streams and rules live. */
export interface Place {
  readonly region: string;
  readonly projectId: string;
  readonly endpoint: string;
}

/** Where a project id comes from: the settings, or else the account. */
export interface Projects {
  readonly settings: Settings;
  /** Seconds that the user allows this one call, where there is such a limit. */
  readonly limit?: number | undefined;
  readonly live: {
    /**
     * The project of a region that the credential belongs to, within `timeout` seconds.
     *
     * @throws {SettingsError} unless it is exactly one
     * @throws {NoAnswerError} where the host that knows does not exist
     */
    project(region: string, timeout: number): Promise<string>;
  };
}

/** The region and the project that a state names, behind the endpoint that is in force today. */
export function placeIn(settings: Settings, { region, projectId }: { region?: string; projectId: string }): Place {
  const here = region ?? settings.region();
  return { region: here, projectId, endpoint: settings.endpoint(here) };
}

/**
 * The same, where the project may have to be looked up first, within the `timeout` of the command that needs it.
 *
 * @throws {SettingsError} where a setting is missing
 * @throws {LifecycleError} where the host that knows the project does not exist
 */
export async function placeOf(context: Projects, named: Named): Promise<Place> {
  const { settings } = context;
  const region = named.region ?? settings.region();
  const projectId = named.projectId ?? settings.projectId() ?? (await lookUp(context, region, named.timeout));
  return placeIn(settings, { region, projectId });
}

/** What inputs or a state say of a place. */
export interface Named {
  readonly region?: string;
  readonly projectId?: string | undefined;
  readonly timeout?: number | undefined;
}

async function lookUp(context: Projects, region: string, timeout: number = DEFAULTS.timeout): Promise<string> {
  const seconds = capped(context, timeout);
  try {
    return await context.live.project(region, seconds);
  } catch (error) {
    const asked = { what: `looking up the project of ${region}`, ifMayHaveRun: "" };
    throw error instanceof NoAnswerError ? noAnswer(asked, error, seconds) : error;
  }
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
