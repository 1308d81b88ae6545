import { Budget } from "../../http/budget";
import { type Stream, streamId } from "../../live/stream";
import { LifecycleError } from "../errors";
import { type Place, streamKey } from "../place";
import { LOOK_TIMEOUT, type Lookout, look } from "./look";
import type { Reason } from "./reason";
import { WaitingStream } from "./waiting-stream";

/** How often the list is read while streams are waited for. */
const LOOK_EVERY_MS = 5_000;

/** What `waitForStream` waits with. */
export interface Wait {
  /**
   * Resolves with true when a START is worth trying: the push is in the list, or it is time to try without it. With
   * false when the time is over.
   *
   * @throws {LifecycleError} at once where no push would help
   */
  untilWorthTrying(): Promise<boolean>;
  /** There is time left. */
  goesOn(): boolean;
  /** Why the stream cannot be recorded, as far as was seen last. */
  reason(): Reason;
}

/** Waits for pushes: one listing per domain for all that wait, however many they are. */
export class PushWatch {
  /** Those that wait, each with what tells it whether a START is worth trying. */
  private readonly waiting = new Map<WaitingStream, (worthTrying: boolean) => void>();
  private watching = false;

  constructor(private readonly lookout: Lookout) {}

  begin(place: Place, stream: Stream, seconds: number): Wait {
    const { clock, say } = this.lookout;
    const begin = clock.now();
    const one = new WaitingStream(place, stream, begin, begin + seconds * 1000);
    let looked = false;
    return {
      goesOn: () => clock.now() < one.until,
      reason: () => one.reason,
      untilWorthTrying: async () => {
        if (seconds === 0) return true;
        if (!looked) {
          looked = true;
          await this.look(one);
          if (one.takePush()) return true;
          const { code, text } = one.reason;
          const why = code === "RULE_NEWER_THAN_PUSH" ? `: ${text}` : "";
          say(`START of ${streamId(stream)} waits for its push, for up to ${seconds} s${why}`);
        }
        return this.join(one);
      },
    };
  }

  /** The first look, with the rules: where they do not allow a recording, there is nothing to wait for. */
  private async look(one: WaitingStream): Promise<void> {
    one.sees(await look(this.lookout, one.place, one.stream.publishDomain));
    const { passes, code, text } = one.reason;
    if (!passes) throw new LifecycleError(code, `${streamId(one.stream)} is not being recorded: ${text}`);
  }

  private join(one: WaitingStream): Promise<boolean> {
    return new Promise((go) => {
      this.waiting.set(one, go);
      if (!this.watching) void this.watch();
    });
  }

  private async watch(): Promise<void> {
    const { clock } = this.lookout;
    this.watching = true;
    while (this.waiting.size > 0) {
      const nearest = Math.min(...this.all().map(({ until }) => until)) - clock.now();
      await clock.sleep(Math.max(0, Math.min(LOOK_EVERY_MS, nearest)));
      await this.lookAgain();
      const now = clock.now();
      for (const one of this.all()) if (one.takePush()) this.release(one, true);
      for (const one of WaitingStream.takeTurns(this.all(), now)) this.release(one, true);
      for (const one of this.all()) if (one.until <= now) this.release(one, false);
    }
    this.watching = false;
  }

  /** Reads the list of each domain once. */
  private async lookAgain(): Promise<void> {
    const { clock, live } = this.lookout;
    const domains = new Map<string, WaitingStream[]>();
    for (const one of this.all()) {
      const domain = streamKey(one.place, { ...one.stream, app: "", stream: "" });
      domains.set(domain, [...(domains.get(domain) ?? []), one]);
    }
    await Promise.all(
      [...domains.values()].map(async (waiting) => {
        const { place, stream } = waiting[0] as WaitingStream;
        const listing = live.pushes(live.connect(place), stream.publishDomain, new Budget(LOOK_TIMEOUT, clock));
        const pushes = await listing.catch(() => undefined);
        for (const one of waiting) one.sees({ pushes });
      }),
    );
  }

  private all(): WaitingStream[] {
    return [...this.waiting.keys()];
  }

  private release(one: WaitingStream, worthTrying: boolean): void {
    this.waiting.get(one)?.(worthTrying);
    this.waiting.delete(one);
  }
}
