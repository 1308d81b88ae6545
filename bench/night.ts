import { Keeper } from "../keeper/keeper";
import type { Run, Seen, Tried, Watched } from "../keeper/stack/engine";
import type { StateResource } from "../keeper/stack/state";
import type { Clock } from "../provider/http/clock";

/** A push that comes back, in seconds since the night began. */
export interface Interruption {
  readonly stream: number;
  readonly at: number;
}

export interface Night {
  readonly seconds: number;
  readonly streams: number;
  readonly interruptions: readonly Interruption[];
  /** Seconds until the list shows a push that came back. */
  readonly lag: number;
}

/** Interruptions at random times, the same for the same numbers. */
export function night(count: number, random: () => number, { streams = 20, lag = 0 } = {}): Night {
  const seconds = 8 * 3_600;
  const interruptions = Array.from({ length: count }, () => ({
    stream: Math.floor(random() * streams),
    at: random() * (seconds - 600),
  })).sort((one, other) => one.at - other.at);
  return { seconds, streams, interruptions, lag };
}

/** Seconds not recorded where a script looks each minute and its run sends START `run` seconds after it began. */
export function lostByScript({ interruptions, lag }: Night, run: number): number {
  // A run that begins before the list shows the push finds nothing.
  const gaps = interruptions.map(({ at }) => Math.ceil((at + lag) / 60) * 60 + run - at);
  return gaps.reduce((sum, gap) => sum + gap, 0);
}

/** The same with the keeper, whose loop runs here by a clock that jumps: a run of the engine sends START after `run` seconds. */
export async function lostByKeeper(night: Night, run: number, interval: number): Promise<number> {
  const clock = new JumpingClock();
  const service = new Service(night, clock, run * 1_000);
  const keeper = new Keeper({ engine: service, watch: service, clock, interval: interval * 1_000, tell: () => {} });
  const stop = new AbortController();
  const kept = (async () => {
    await keeper.read();
    await keeper.look();
    await keeper.run(stop.signal);
  })();
  await clock.until(night.seconds * 1_000);
  stop.abort();
  await clock.until(night.seconds * 1_000 + 120_000);
  await kept;
  return service.lost / 1_000;
}

/** A state, an engine and a list in one, by the times of a night. */
class Service {
  readonly #started: number[];
  readonly #night: Night;
  readonly #clock: Clock;
  readonly #run: number;
  lost = 0;

  constructor(night: Night, clock: Clock, run: number) {
    this.#night = night;
    this.#clock = clock;
    this.#run = run;
    this.#started = Array.from({ length: night.streams }, () => 0);
  }

  async read(): Promise<readonly StateResource[]> {
    return this.#started.map((began, stream) => ({
      urn: `urn:pulumi:night::night::recording::${stream}`,
      type: "huaweicloud-live:index:StreamRecording",
      custom: true,
      inputs: { publishDomain: "push.example.com", app: "live", stream: String(stream), recording: true },
      outputs: { status: "recording", startedAt: new Date(began).toISOString() },
    }));
  }

  async version(): Promise<number> {
    return 1;
  }

  async startAgain(ids: readonly string[]): Promise<Run> {
    await this.#clock.sleep(this.#run);
    const now = this.#clock.now();
    const tried = ids.map((id): [string, Tried] => {
      const stream = Number(id.slice(id.lastIndexOf("/") + 1));
      const since = this.#pushed(stream, now);
      if (since > (this.#started[stream] ?? 0)) this.lost += now - since;
      this.#started[stream] = now;
      return [id, { startedAt: now }];
    });
    await this.#clock.sleep(1_000);
    return { tried: new Map(tried) };
  }

  async look(declared: readonly Watched[]): Promise<Seen> {
    await this.#clock.sleep(100);
    const shown = this.#clock.now() - this.#night.lag * 1_000;
    return { pushes: new Map(declared.map(({ id, stream }) => [id, this.#pushed(Number(stream), shown)])), blind: [] };
  }

  /** When the push began that was there then. */
  #pushed(stream: number, then: number): number {
    const times = this.#night.interruptions.filter((one) => one.stream === stream).map(({ at }) => at * 1_000);
    return Math.max(-60_000, ...times.filter((at) => at <= then));
  }
}

/** Time that jumps to the next moment for which somebody waits. */
class JumpingClock implements Clock {
  readonly cancelled = false;
  #now = 0;
  #waiting: { readonly at: number; readonly wake: () => void }[] = [];

  now = () => this.#now;
  wall = () => this.#now;
  random = () => 0.5;

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ at: this.#now + Math.max(0, ms), wake }));
  }

  async until(end: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#waiting.reduce((first, one) => (one.at < first ? one.at : first), Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.#now = next;
      const due = this.#waiting.filter(({ at }) => at === next);
      this.#waiting = this.#waiting.filter(({ at }) => at !== next);
      for (const { wake } of due) wake();
    }
    this.#now = end;
  }
}
