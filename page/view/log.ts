import type { Entry } from "../model/log";
import { clockTime, nameOf } from "../model/text";
import { make } from "./elements";

const words: Readonly<Record<Entry["kind"], string>> = {
  start: "START",
  stop: "STOP",
  refused: "REFUSED",
  interrupted: "BREAK",
  failed: "FAILED",
  message: "TOLD",
  push: "PUSH",
  gap: "GAP",
};

/** What has happened, the newest first. */
export class Log {
  private readonly list: HTMLElement;
  private shown = "";

  constructor(list: HTMLElement) {
    this.list = list;
  }

  update(entries: readonly Entry[], zone: number): void {
    const shown = entries.map(({ at, id, kind, text }) => `${at} ${id} ${kind} ${text}`).join("\n");
    if (shown === this.shown) return;
    this.shown = shown;
    this.list.replaceChildren(
      ...entries.map(({ at, id, kind, text }) => {
        const item = make("li");
        item.dataset.kind = kind;
        const time = make("time", "", clockTime(at, zone));
        time.dateTime = new Date(at).toISOString();
        const said = make("span", "text");
        const name = make("span", "stream", nameOf(id).stream);
        name.title = id;
        said.append(name, " ", text);
        item.append(time, " ", make("b", "", words[kind]), " ", said);
        return item;
      }),
    );
  }
}
