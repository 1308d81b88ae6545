import { type Axis, timeAt, xOf } from "../model/axis";
import type { Row } from "../model/row";
import { type Interval, within } from "../model/spans";
import { clockTime, duration } from "../model/text";
import type { Lanes } from "./plot";

interface Place {
  readonly axis: Axis;
  readonly rows: readonly Row[];
  readonly lanes: Lanes;
  readonly zone: number;
}

export interface HintOptions {
  readonly scroller: HTMLElement;
  readonly element: HTMLElement;
  readonly scene: () => Place;
}

/** Says what is under the pointer. */
export class Hint {
  private readonly options: HintOptions;

  constructor(options: HintOptions) {
    this.options = options;
    options.scroller.addEventListener("pointermove", (event) => this.move(event));
    options.scroller.addEventListener("pointerleave", () => this.hide());
  }

  hide(): void {
    this.options.element.hidden = true;
  }

  private move({ clientX, clientY, target }: PointerEvent): void {
    const { scroller, element, scene } = this.options;
    const plot = target instanceof Element ? target.closest("li")?.querySelector(".plot") : null;
    if (!plot) {
      this.hide();
      return;
    }
    const place = scene();
    const x = clientX - plot.getBoundingClientRect().left;
    const y = clientY - scroller.getBoundingClientRect().top;
    const row = place.rows[Math.floor((y + scroller.scrollTop) / place.lanes.height)];
    const lines = row && x >= 0 && x <= place.axis.width ? linesFor(row, x, place) : [];
    if (lines.length === 0) {
      this.hide();
      return;
    }
    element.textContent = lines.join("\n");
    element.hidden = false;
    const frame = (element.offsetParent as HTMLElement).getBoundingClientRect();
    const left = Math.min(clientX - frame.left + 14, frame.width - element.offsetWidth - 4);
    const below = clientY - frame.top + 18;
    const top = below + element.offsetHeight > frame.height ? below - element.offsetHeight - 30 : below;
    element.style.transform = `translate(${left}px, ${top}px)`;
  }
}

/** Marks near the point, and what goes on then. */
export function linesFor(row: Row, x: number, { axis, zone }: Pick<Place, "axis" | "zone">): string[] {
  const at = timeAt(axis, x);
  const near = row.marks.filter((mark) => Math.abs(xOf(axis, mark.at) - x) <= 7);
  const marks = near.slice(-6).map((mark) => `${clockTime(mark.at, zone)}  ${mark.text}`);
  const slack = timeAt(axis, 2) - axis.from;
  const during = (what: string, all: readonly Interval[]) =>
    within(all, at - slack, at + slack)
      .slice(-1)
      .map(({ from, to }) => `${what} ${spanText(from, to, zone)}`);
  return [
    ...marks,
    ...during("not recorded", row.gaps),
    ...during("recorded", row.recordings),
    ...during("pushed", row.pushes),
  ];
}

function spanText(from: number, to: number, zone: number): string {
  if (to === Number.POSITIVE_INFINITY) return `since ${clockTime(from, zone)}`;
  return `${clockTime(from, zone)} to ${clockTime(to, zone)}, ${duration(to - from)}`;
}
