import type { Settings } from "../settings/settings";
import type { DeclaredOnce } from "./inputs/declared-once";
import type { StopTimes } from "./per-stream/cooldown";
import type { Owners } from "./per-stream/owners";
import type { StreamQueue } from "./per-stream/stream-queue";
import type { Lookout } from "./watch/look";
import type { PushWatch } from "./watch/push-watch";

/** What all calls in one provider process share. */
export interface Context extends Lookout {
  readonly settings: Settings;
  /** The recordings that were checked. */
  readonly recordings: DeclaredOnce;
  readonly owners: Owners;
  readonly stops: StopTimes;
  readonly queue: StreamQueue;
  readonly pushWatch: PushWatch;
  /** Seconds that the user allows this one call (`customTimeouts`), where there is such a limit. */
  readonly limit?: number | undefined;
  /** Like `say`, but only the first time for each thing that it is about. */
  readonly sayOnce: (about: string, line: string) => void;
}
