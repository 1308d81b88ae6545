import { type Axis, ticks, xOf } from "../model/axis";
import type { Row } from "../model/row";
import { firstIndex, type Interval, within } from "../model/spans";
import { surface } from "./elements";
import { drawGlyph } from "./glyphs";
import type { Palette } from "./palette";

/** Height of the time axis above the rows. */
export const axisHeight = 26;

/** Where things are in a row, in pixels from its top. */
export interface Lanes {
  readonly height: number;
  readonly tape: number;
  readonly tapeHeight: number;
  readonly push: number;
  readonly pushHeight: number;
  readonly marks: number;
  /** Whether the marks have room for their texts. */
  readonly texts: boolean;
}

export const roomy: Lanes = {
  height: 48,
  tape: 21,
  tapeHeight: 14,
  push: 38,
  pushHeight: 4,
  marks: 11,
  texts: true,
};
export const dense: Lanes = {
  height: 24,
  tape: 4,
  tapeHeight: 11,
  push: 17,
  pushHeight: 3,
  marks: 9.5,
  texts: false,
};

export interface Scene {
  readonly axis: Axis;
  readonly rows: readonly Row[];
  readonly lanes: Lanes;
  /** Pixels by which the rows are scrolled. */
  readonly scrolled: number;
  readonly height: number;
  /** Nothing is known of what came after. */
  readonly knownUntil: number;
  readonly now: number;
  /** When the source began to watch. */
  readonly since: number;
  readonly isLost: boolean;
  /** Minutes by which the clock on the wall is ahead of UTC. */
  readonly zone: number;
  readonly selected: string | undefined;
}

/** Draws the time axis and the rows that are to be seen. */
export function drawPlot(canvas: HTMLCanvasElement, scene: Scene, palette: Palette): void {
  const { axis, rows, lanes, scrolled, height } = scene;
  const context = surface(canvas, axis.width, height);
  if (!context) return;
  context.textBaseline = "middle";
  context.font = `11px ${palette.font}`;

  const first = Math.floor(scrolled / lanes.height);
  const last = Math.min(rows.length, Math.ceil((scrolled + height - axisHeight) / lanes.height));
  context.save();
  context.beginPath();
  context.rect(0, axisHeight, axis.width, height - axisHeight);
  context.clip();
  drawGraticule(context, scene, palette);
  const width = context.measureText("0").width;
  for (let index = first; index < last; index += 1) {
    const row = rows[index];
    if (row) drawRow(context, row, axisHeight + index * lanes.height - scrolled, width, scene, palette);
  }
  drawUnknown(context, scene, palette);
  context.restore();
  drawAxis(context, scene, palette);
}

function drawGraticule(context: CanvasRenderingContext2D, { axis, height, zone }: Scene, { line, strong }: Palette) {
  for (const { x, isStrong } of ticks(axis, zone)) {
    context.fillStyle = isStrong ? strong : line;
    context.fillRect(Math.round(x), axisHeight, 1, height);
  }
}

function drawRow(
  context: CanvasRenderingContext2D,
  row: Row,
  top: number,
  letter: number,
  { axis, lanes, knownUntil, now, selected }: Scene,
  palette: Palette,
): void {
  if (row.id === selected) {
    context.fillStyle = palette.line;
    context.fillRect(0, top, axis.width, lanes.height);
  }
  context.fillStyle = palette.line;
  context.fillRect(0, Math.round(top + lanes.height) - 1, axis.width, 1);
  const bars = (all: readonly Interval[], y: number, height: number, least: number) => {
    for (const { from, to } of within(all, axis.from, axis.to)) {
      const x = Math.max(-2, xOf(axis, from));
      const end = Math.min(axis.width + 2, xOf(axis, Math.min(to, knownUntil)));
      if (end > x || to <= knownUntil) context.fillRect(x, top + y, Math.max(end - x, least), height);
    }
  };
  // The slot is what is declared; red fills it, stripes are what is missing in it.
  context.fillStyle = palette.slot;
  bars(row.declared, lanes.tape, lanes.tapeHeight, 1);
  context.fillStyle = palette.push;
  bars(row.pushes, lanes.push, lanes.pushHeight, 1);
  context.fillStyle = palette.record;
  bars(row.recordings, lanes.tape, lanes.tapeHeight, 1);
  if (row.recordings.at(-1)?.to === Number.POSITIVE_INFINITY) {
    context.fillStyle = palette.head;
    context.fillRect(xOf(axis, knownUntil) - 4, top + lanes.tape - 2, 4, lanes.tapeHeight + 4);
  }
  drawMarks(context, row, top, letter, { axis, lanes, now }, palette);
  context.fillStyle = palette.hazard;
  // However short, and whatever else happened then: it is seen.
  bars(row.gaps, lanes.tape - 2, lanes.tapeHeight + 4, 3);
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { marks }: Row,
  top: number,
  letter: number,
  { axis, lanes, now }: Pick<Scene, "axis" | "lanes" | "now">,
  palette: Palette,
): void {
  const y = top + lanes.marks;
  // From the right, so that it is known how much room there is for the text; a bit of text may come in from the left.
  const from = firstIndex(marks, ({ at }) => xOf(axis, at) > -400);
  let free = Math.min(axis.width, xOf(axis, now)) - 2;
  let before = { x: Number.POSITIVE_INFINITY, kind: "" };
  for (let index = firstIndex(marks, ({ at }) => at > axis.to) - 1; index >= from; index -= 1) {
    const mark = marks[index];
    if (!mark) continue;
    const x = xOf(axis, mark.at);
    if (before.x - x < 3 && before.kind === mark.kind) continue;
    before = { x, kind: mark.kind };
    if (lanes.texts) {
      const letters = Math.floor((free - x - 12) / letter);
      if (letters >= 4 || letters >= mark.text.length) {
        context.fillStyle = palette.dim;
        const text = letters < mark.text.length ? `${mark.text.slice(0, letters - 1)}…` : mark.text;
        context.fillText(text, x + 8, y + 0.5);
      }
    } else {
      context.fillStyle = palette.ground;
      context.beginPath();
      context.arc(x, y, 6.5, 0, 2 * Math.PI);
      context.fill();
    }
    drawGlyph(context, mark.kind, x, y, palette);
    free = x - 8;
  }
}

function drawUnknown(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { axis, height, knownUntil, now, since, isLost } = scene;
  context.fillStyle = palette.unknown;
  const begun = xOf(axis, since);
  if (begun > 0) {
    context.fillStyle = palette.strong;
    for (let y = axisHeight; y < height; y += 6) context.fillRect(Math.round(begun), y, 1, 3);
  }
  if (!isLost) return;
  const x = xOf(axis, knownUntil);
  context.fillStyle = palette.unknown;
  context.fillRect(x, axisHeight, xOf(axis, now) - x, height);
}

function drawAxis(context: CanvasRenderingContext2D, { axis, zone, now, height }: Scene, palette: Palette): void {
  context.textAlign = "center";
  const at = xOf(axis, now);
  for (const { x, label, isStrong } of ticks(axis, zone)) {
    if (x < 30 || x > axis.width - 30) continue;
    context.fillStyle = isStrong ? palette.text : palette.dim;
    context.fillText(label, x, axisHeight / 2);
    context.fillRect(Math.round(x), axisHeight - 4, 1, 4);
  }
  context.textAlign = "left";
  context.fillStyle = palette.strong;
  context.fillRect(0, axisHeight - 1, axis.width, 1);
  if (at > axis.width + 1) return;
  context.fillStyle = palette.text;
  context.fillRect(Math.round(at), axisHeight - 6, 1, height);
  context.beginPath();
  context.moveTo(at - 4, axisHeight - 9);
  context.lineTo(at + 5, axisHeight - 9);
  context.lineTo(at + 0.5, axisHeight - 2);
  context.fill();
}
