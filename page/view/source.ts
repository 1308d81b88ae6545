import type { Change, Picture } from "../facts";

/** Without a word for so long, the source counts as gone, in ms. It speaks every 5 s. */
const patience = 15_000;

export interface Listener {
  picture(picture: Picture): void;
  change(change: Change): void;
  /** Whether the source is heard. */
  heard(isHeard: boolean): void;
}

/** Follows the source. After a lost connection it begins anew, with a new picture. */
export class Source {
  private readonly listener: Listener;
  private events: EventSource | undefined;
  private timer = 0;
  /** By the clock of the source, and when that was, by the one of this page. */
  private told = { now: Date.now(), at: performance.now() };

  constructor(listener: Listener) {
    this.listener = listener;
    this.open();
  }

  /** By the clock of the source. */
  now(): number {
    return this.told.now + performance.now() - this.told.at;
  }

  private open(): void {
    this.events?.close();
    const events = new EventSource("events");
    this.events = events;
    const on = <Data extends { now: number }>(name: string, take: (data: Data) => void) =>
      events.addEventListener(name, ({ data }: MessageEvent<string>) => {
        const read = JSON.parse(data) as Data;
        this.told = { now: read.now, at: performance.now() };
        this.wait(patience);
        take(read);
        this.listener.heard(true);
      });
    on<Picture>("picture", (picture) => this.listener.picture(picture));
    on<Change>("change", (change) => this.listener.change(change));
    on("alive", () => {});
    events.addEventListener("error", () => {
      this.listener.heard(false);
      // The browser tries again by itself, but not after every answer.
      if (events.readyState === EventSource.CLOSED) this.wait(2_000);
    });
    this.wait(patience);
  }

  private wait(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.listener.heard(false);
      this.open();
    }, ms);
  }
}
