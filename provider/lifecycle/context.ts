import type { Budget } from "../live/budget";
import type { Connection } from "../live/client";
import type { Clock } from "../live/clock";
import type { Push } from "../live/online-streams";
import type { RecordRule } from "../live/record-rules";
import type { Stream } from "../live/stream";
import type { Settings } from "../settings/settings";
import type { Owners } from "./owners";
import type { PushWatch } from "./push-watch";
import type { StopTimes } from "./stop-gap";
import type { StreamQueue } from "./stream-queue";

/** What all calls in one provider process share. */
export interface Context {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly owners: Owners;
  readonly stops: StopTimes;
  readonly queue: StreamQueue;
  /** One line for the user, who sees it while the command runs. */
  readonly say: (line: string) => void;
  /** The same, but only the first time for each thing that it is about. */
  readonly sayOnce: (about: string, line: string) => void;
  readonly live: Live;
  readonly pushWatch: PushWatch;
}

/** The Live API as the lifecycle needs it. Loads what it needs for that with the first call. */
export interface Live {
  /** @throws {SettingsError} where a setting is missing */
  connect(place: Place): Connection & { readonly credentialFrom: string };
  pushes(live: Connection, publishDomain: string, budget: Budget): Promise<Push[]>;
  rules(live: Connection, publishDomain: string, budget: Budget): Promise<RecordRule[]>;
}

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
