import { Budget } from "../../http/budget";
import { type Stream, streamId } from "../../live/stream";
import { LifecycleError } from "../errors";
import { type Place, streamKey } from "../place";
import { LOOK_TIMEOUT, type Lookout, look } from "./look";
import { WaitingStream } from "./waiting-stream";

/** How often the list is read while streams are waited for. */
const LOOK_EVERY_MS = 5_000;

/** What `waitForStream` waits with. */
export interface Wait {
  /**
   * Resolves when a START is worth trying: the push is in the list, it is time to try without it, or the time is over.
   *
   * @throws {LifecycleError} at once where no push would help
   */
  untilWorthTrying(): Promise<Turn>;
}

/** A START that is worth trying. */
export interface Turn {
  /** The time is over, or the run is cancelled, and then no START is sent: whatever became of earlier ones, a push that has begun until now is recorded by this one. */
  readonly isLast: boolean;
}

/** Waits for pushes: one listing per domain for all that wait, however many they are. */
export class PushWatch {
  /** Those that wait, each with what tells it that it has its turn. */
  private readonly waiting = new Map<WaitingStream, (turn: Turn) => void>();
  /** The domains whose list is being read. */
  private readonly listing = new Set<string>();
  private watching = false;
  /** Of each domain the stream that is being asked for by its name: whether that finds it. */
  private readonly naming = new Map<string, Promise<boolean>>();

  constructor(private readonly lookout: Lookout) {}

  begin(place: Place, stream: Stream, seconds: number): Wait {
    const { clock, say } = this.lookout;
    const begin = clock.now();
    const one = new WaitingStream(place, stream, begin, begin + seconds * 1000);
    let looked = false;
    return {
      untilWorthTrying: async () => {
        if (seconds === 0) return { isLast: true };
        if (!looked) {
          looked = true;
          await this.look(one, seconds);
          if (one.takePush()) return { isLast: one.until <= clock.now() };
          const { code, text } = one.reason;
          const why = code === "RULE_NEWER_THAN_PUSH" ? `: ${text}` : "";
          say(`START of ${streamId(stream)} waits up to ${seconds} s for a push${why}`);
        }
        return this.join(one);
      },
    };
  }

  /** The first look, with the rules: where they do not allow a recording, there is nothing to wait for. */
  private async look(one: WaitingStream, seconds: number): Promise<void> {
    one.sees(await look(this.lookout, one.place, one.stream.publishDomain, Math.min(seconds, LOOK_TIMEOUT)));
    const { passes, code, text } = one.reason;
    if (!passes) throw new LifecycleError(code, `${streamId(one.stream)} is not being recorded. ${text}`);
    if (code === "STREAM_NOT_PUSHED") await this.askByName(one);
  }

  /**
   * What the list of a domain lacks may be found by its name: the emulator lists a stream that counts as pushed once it
   * was named. Of many that begin to wait together one asks, and the others do so only if that finds it.
   */
  private async askByName(one: WaitingStream): Promise<void> {
    const domain = domainKey(one);
    const other = this.naming.get(domain);
    if (other && !(await other)) return;
    const asked = this.isFoundByName(one);
    if (!other) this.naming.set(domain, asked);
    await asked;
    if (this.naming.get(domain) === asked) this.naming.delete(domain);
  }

  private async isFoundByName(one: WaitingStream): Promise<boolean> {
    const { clock, live } = this.lookout;
    const left = Math.max(0, one.until - clock.now()) / 1000;
    const budget = new Budget(Math.min(left, LOOK_TIMEOUT), clock);
    const pushes = await live.pushesOf(live.connect(one.place), one.stream, budget).catch(() => undefined);
    if (pushes) one.sees({ pushes });
    return one.reason.code !== "STREAM_NOT_PUSHED";
  }

  private join(one: WaitingStream): Promise<Turn> {
    const { clock } = this.lookout;
    return new Promise((go) => {
      this.waiting.set(one, go);
      const left = one.until - clock.now();
      // The watch may sleep for that long without knowing of it.
      if (left < LOOK_EVERY_MS) void clock.sleep(Math.max(0, left)).then(() => this.release(one, { isLast: true }));
      if (!this.watching) void this.watch();
    });
  }

  private async watch(): Promise<void> {
    const { clock } = this.lookout;
    this.watching = true;
    while (this.waiting.size > 0) {
      const nearest = Math.min(...this.all().map(({ until }) => until)) - clock.now();
      await clock.sleep(Math.max(0, Math.min(LOOK_EVERY_MS, nearest)));
      const now = clock.now();
      for (const one of this.all()) if (clock.cancelled || one.until <= now) this.release(one, { isLast: true });
      for (const one of WaitingStream.takeTurns(this.all(), now)) this.release(one, { isLast: false });
      this.lookAgain();
    }
    this.watching = false;
  }

  /** Reads the list of each domain once. Nothing waits for it: a list that is slow must not hold up the end of a wait. */
  private lookAgain(): void {
    const domains = new Map<string, WaitingStream>();
    for (const one of this.all()) domains.set(domainKey(one), one);
    for (const [domain, one] of domains) {
      if (!this.listing.has(domain)) void this.list(domain, one);
    }
  }

  private async list(domain: string, { place, stream: { publishDomain } }: WaitingStream): Promise<void> {
    const { clock, live } = this.lookout;
    this.listing.add(domain);
    const listing = live.pushes(live.connect(place), publishDomain, new Budget(LOOK_TIMEOUT, clock));
    const pushes = await listing.catch(() => undefined);
    this.listing.delete(domain);
    for (const one of this.all().filter((one) => domainKey(one) === domain)) {
      one.sees({ pushes });
      if (one.takePush()) this.release(one, { isLast: false });
    }
  }

  private all(): WaitingStream[] {
    return [...this.waiting.keys()];
  }

  private release(one: WaitingStream, turn: Turn): void {
    this.waiting.get(one)?.(turn);
    this.waiting.delete(one);
  }
}

function domainKey({ place, stream }: WaitingStream): string {
  return streamKey(place, { ...stream, app: "", stream: "" });
}
