import { type Entry, entriesOf } from "../model/log";
import { lost, type Row } from "../model/row";
import type { Interval } from "../model/spans";
import { clockTime, duration, nameOf } from "../model/text";
import { ActionButtons } from "./actions";
import { make, setData, setText } from "./elements";
import { stateText } from "./state-text";

interface Line {
  readonly element: HTMLTableRowElement;
  readonly cells: readonly HTMLElement[];
  readonly actions: ActionButtons | undefined;
}

/** The same in words. */
export class Table {
  private readonly body: HTMLElement;
  private readonly failed: (problem: string) => void;
  private lines = new Map<string, Line>();
  private order = "";

  constructor(body: HTMLElement, failed: (problem: string) => void) {
    this.body = body;
    this.failed = failed;
  }

  update(rows: readonly Row[], now: number, zone: number, canAct: boolean): void {
    const order = rows.map(({ id }) => id).join("\n");
    const lines = rows.map((row) => this.lines.get(row.id) ?? makeLine(row, canAct, this.failed));
    if (order !== this.order) {
      this.body.replaceChildren(...lines.map(({ element }) => element));
      this.lines = new Map(rows.map((row, index) => [row.id, lines[index] as Line]));
      this.order = order;
    }
    for (const [index, row] of rows.entries()) fill(lines[index] as Line, row, now, zone);
  }

  clear(): void {
    this.update([], 0, 0, false);
  }
}

function makeLine(row: Row, canAct: boolean, failed: (problem: string) => void): Line {
  const element = make("tr");
  const name = make("th");
  name.scope = "row";
  const { stream, place } = nameOf(row.id);
  name.append(make("span", "place", place && `${place}/`), make("wbr"), stream);
  const cells = ["State", "Pushed since", "Recorded since", "Gaps", "Lost", "Last event"].map((label) => {
    const cell = make("td");
    cell.dataset.label = label;
    return cell;
  });
  const actions = canAct ? new ActionButtons(row.id, failed) : undefined;
  const acting = make("td", "acting");
  if (actions) acting.append(actions.element);
  element.append(name, ...cells, acting);
  return { element, cells, actions };
}

function fill({ element, cells, actions }: Line, row: Row, now: number, zone: number): void {
  // No counters: what changes every second is no text to read.
  const { state, word } = stateText(row, now);
  setData(element, "state", state);
  const last = entriesOf(row, now, 1)[0];
  const texts = [
    word,
    sinceText(row.pushes, zone),
    sinceText(row.recordings, zone),
    String(row.gaps.length),
    duration(lost(row, now)),
    last ? eventText(last, zone) : "–",
  ];
  for (const [index, text] of texts.entries()) setText(cells[index] as HTMLElement, text);
  actions?.update(row, now);
}

function sinceText(all: readonly Interval[], zone: number): string {
  const last = all.at(-1);
  return last?.to === Number.POSITIVE_INFINITY ? clockTime(last.from, zone) : "–";
}

const eventText = ({ at, text }: Entry, zone: number): string => `${clockTime(at, zone)} ${text}`;
