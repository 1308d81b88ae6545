import type { Settings } from "../settings/settings";
import type { Lookout } from "./look";
import type { Owners } from "./owners";
import type { PushWatch } from "./push-watch";
import type { StopTimes } from "./stop-gap";
import type { StreamQueue } from "./stream-queue";

/** What all calls in one provider process share. */
export interface Context extends Lookout {
  readonly settings: Settings;
  readonly owners: Owners;
  readonly stops: StopTimes;
  readonly queue: StreamQueue;
  readonly pushWatch: PushWatch;
  /** Like `say`, but only the first time for each thing that it is about. */
  readonly sayOnce: (about: string, line: string) => void;
}
