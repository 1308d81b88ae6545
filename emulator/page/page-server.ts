import type { IncomingMessage, ServerResponse } from "node:http";
import type { Picture } from "../../page/facts";
import { Feed } from "../../page/server/feed";
import { pageFile, pageHeaders } from "../../page/server/files";
import { send } from "../protocol/answer";
import type { Chronicle } from "./chronicle";

/** How often it looks whether something has happened, in ms. */
const every = 200;

const note =
  "The emulator sees commands, not programs: a stream counts as declared from a START, accepted or refused, until a STOP.";

/** Serves the page, and tells those who have it open what happens. */
export class PageServer {
  private readonly chronicle: Chronicle;
  private readonly now: () => number;
  private readonly since: number;
  private readonly feed: Feed;
  private readonly timer: NodeJS.Timeout;

  constructor(chronicle: Chronicle, now: () => number) {
    this.chronicle = chronicle;
    this.now = now;
    this.since = now();
    this.feed = new Feed(() => this.picture(), now);
    this.timer = setInterval(() => this.tell(), every).unref();
  }

  /** False: the request is for something else. */
  answers({ method, url = "" }: IncomingMessage, response: ServerResponse): boolean {
    if (method !== "GET") return false;
    const [path = ""] = url.split("?");
    if (path === "/events") {
      // Those that follow already would miss what the picture of this one is the first to tell.
      this.tell();
      if (!this.feed.follow(response)) send(response, { status: 503, body: { error: "too many pages follow" } });
      return true;
    }
    const file = pageFile(path);
    if (file) send(response, { status: 200, headers: { ...pageHeaders, "content-type": file.type }, body: file.body });
    return file !== undefined;
  }

  /** Everything was forgotten. */
  reset(): void {
    this.chronicle.reset();
    this.feed.tellPicture();
  }

  close(): void {
    clearInterval(this.timer);
    this.feed.close();
  }

  private tell(): void {
    if (this.feed.size === 0) return;
    const streams = this.chronicle.changed();
    if (streams.length > 0) this.feed.tell({ now: this.now(), streams, gone: [], alerts: [] });
  }

  private picture(): Picture {
    const { now, since } = this;
    return { source: "emulator", note, now: now(), since, streams: this.chronicle.all(), alerts: [] };
  }
}
