import type { Row } from "../model/row";
import { nameOf } from "../model/text";
import { ActionButtons } from "./actions";
import { make, setData, setText } from "./elements";
import type { Lanes } from "./plot";
import { stateText } from "./state-text";

interface Line {
  readonly element: HTMLLIElement;
  readonly pick: HTMLButtonElement;
  readonly word: HTMLElement;
  readonly since: HTMLElement;
  readonly actions: ActionButtons | undefined;
}

export interface RowsOptions {
  readonly list: HTMLElement;
  readonly scroller: HTMLElement;
  readonly pick: (row: Row) => void;
  readonly failed: (problem: string) => void;
}

/** The names, states and buttons beside the time axis. Only the rows that are to be seen are elements. */
export class Rows {
  private readonly options: RowsOptions;
  private readonly lines = new Map<string, Line>();

  constructor(options: RowsOptions) {
    this.options = options;
  }

  update(rows: readonly Row[], lanes: Lanes, now: number, selected: string | undefined, canAct: boolean): void {
    const { list, scroller } = this.options;
    const tall = `${rows.length * lanes.height}px`;
    if (list.style.height !== tall) list.style.height = tall;
    const first = Math.max(0, Math.floor(scroller.scrollTop / lanes.height) - 2);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / lanes.height) + 2);
    const seen = new Set<string>();
    for (let index = first; index < last; index += 1) {
      const row = rows[index];
      if (!row) continue;
      seen.add(row.id);
      const line = this.lines.get(row.id) ?? this.add(row, canAct);
      this.fill(line, row, now, row.id === selected);
      const top = `translateY(${index * lanes.height}px)`;
      if (line.element.style.transform !== top) line.element.style.transform = top;
      line.element.ariaPosInSet = String(index + 1);
      line.element.ariaSetSize = String(rows.length);
    }
    for (const [id, { element }] of this.lines) {
      if (seen.has(id) || (element.contains(document.activeElement) && rows.some((row) => row.id === id))) continue;
      element.remove();
      this.lines.delete(id);
    }
  }

  /** What is shown is of another source. */
  clear(): void {
    for (const { element } of this.lines.values()) element.remove();
    this.lines.clear();
  }

  show(index: number, lanes: Lanes): void {
    const { scroller } = this.options;
    const top = index * lanes.height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    const bottom = top + lanes.height - scroller.clientHeight;
    if (bottom > scroller.scrollTop) scroller.scrollTop = bottom;
  }

  focus(id: string): void {
    this.lines.get(id)?.pick.focus({ preventScroll: true });
  }

  private fill({ element, pick, word, since, actions }: Line, row: Row, now: number, isSelected: boolean): void {
    const told = stateText(row, now);
    setData(element, "state", told.state);
    setText(word, told.word);
    setText(since, told.since);
    actions?.update(row, now);
    const pressed = String(isSelected);
    if (pick.ariaPressed !== pressed) pick.ariaPressed = pressed;
  }

  private add(row: Row, canAct: boolean): Line {
    const element = make("li", "row");
    const pick = make("button", "pick");
    pick.type = "button";
    pick.title = row.id;
    const { stream, place } = nameOf(row.id);
    pick.append(make("span", "stream", stream), " ", make("span", "place", place));
    pick.addEventListener("click", () => this.options.pick(row));
    const state = make("span", "state");
    const word = make("b");
    const since = make("span", "since");
    state.append(word, " ", since);
    const actions = canAct ? new ActionButtons(row.id, this.options.failed) : undefined;
    element.append(pick, make("span", "plot"), state, ...(actions ? [actions.element] : []));
    this.options.list.append(element);
    const line = { element, pick, word, since, actions };
    this.lines.set(row.id, line);
    return line;
  }
}
