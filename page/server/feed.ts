import type { ServerResponse } from "node:http";
import type { Change, Picture } from "../facts";
import { pageHeaders } from "./files";

/** At most so many pages follow at once. */
export const mostFollowers = 100;
/** How often a page hears that the source is alive, in ms. It gives up after three times as long. */
const heartbeat = 5_000;
/** A page that has so many bytes waiting is asleep, and gets a new picture when it wakes up. */
const mostWaiting = 32 * 1024 * 1024;

/** Tells the pages that follow: first the whole picture, then what changes, as server-sent events. */
export class Feed {
  private readonly picture: () => Picture;
  private readonly now: () => number;
  private readonly followers = new Set<ServerResponse>();
  private timer: NodeJS.Timeout | undefined;

  constructor(picture: () => Picture, now: () => number) {
    this.picture = picture;
    this.now = now;
  }

  get size(): number {
    return this.followers.size;
  }

  /** False: there are too many already. */
  follow(response: ServerResponse): boolean {
    if (this.followers.size >= mostFollowers) return false;
    response.writeHead(200, { ...pageHeaders, "Content-Type": "text/event-stream" });
    response.write(`retry: 1000\n${eventText("picture", this.picture())}`);
    this.followers.add(response);
    this.timer ??= setInterval(() => this.write(eventText("alive", { now: this.now() })), heartbeat).unref();
    response.once("close", () => this.leave(response));
    return true;
  }

  tell(change: Change): void {
    this.write(eventText("change", change));
  }

  /** Everything is different. */
  tellPicture(): void {
    if (this.followers.size > 0) this.write(eventText("picture", this.picture()));
  }

  close(): void {
    for (const follower of this.followers) follower.end();
    clearInterval(this.timer);
  }

  private write(text: string): void {
    for (const follower of this.followers) {
      if (follower.writableLength > mostWaiting) follower.destroy();
      else follower.write(text);
    }
  }

  private leave(response: ServerResponse): void {
    this.followers.delete(response);
    if (this.followers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

/** JSON has no line breaks, which would end a message. */
const eventText = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
