import { type Row, type State, stateAt } from "../model/row";
import { surface } from "./elements";
import type { Palette } from "./palette";

interface Grid {
  readonly columns: number;
  readonly lines: number;
  readonly width: number;
  readonly height: number;
}

/** Room for so many lamps in this width: large for few, in several lines for many. */
export function grid(count: number, width: number): Grid {
  const least = 9;
  const lines = Math.max(1, Math.min(8, Math.ceil((count * least) / Math.max(width, 1))));
  const columns = Math.max(1, Math.ceil(count / lines));
  return { columns, lines, width: Math.min(44, width / columns), height: lines > 1 ? 11 : 18 };
}

/** One lamp for each stream, as on a wall of monitors. */
export class Tally {
  private readonly canvas: HTMLCanvasElement;
  private rows: readonly Row[] = [];
  private width = 0;

  constructor(canvas: HTMLCanvasElement, pick: (row: Row) => void) {
    this.canvas = canvas;
    canvas.addEventListener("click", ({ offsetX, offsetY }) => {
      const { columns, width, height } = grid(this.rows.length, this.width);
      const row = this.rows[Math.floor(offsetY / height) * columns + Math.floor(offsetX / width)];
      if (row) pick(row);
    });
  }

  measure(): void {
    this.width = this.canvas.clientWidth;
  }

  draw(rows: readonly Row[], now: number, selected: string | undefined, palette: Palette): void {
    this.rows = rows;
    const { columns, lines, width, height } = grid(rows.length, this.width);
    const tall = `${lines * height}px`;
    if (this.canvas.style.height !== tall) this.canvas.style.height = tall;
    const context = surface(this.canvas, this.width, lines * height);
    if (!context) return;
    rows.forEach((row, index) => {
      const x = (index % columns) * width;
      const y = Math.floor(index / columns) * height;
      drawLamp(context, stateAt(row, now), x, y, width - 2, height - 2, palette);
      if (row.id !== selected) return;
      context.fillStyle = palette.text;
      context.fillRect(x, y + height - 2, width - 2, 2);
    });
  }
}

function drawLamp(
  context: CanvasRenderingContext2D,
  state: State,
  x: number,
  y: number,
  width: number,
  height: number,
  { record, hazard, push, strong, slot }: Palette,
): void {
  const w = Math.max(width, 1);
  context.fillStyle = { recorded: record, missing: hazard, waiting: slot, pushed: slot, idle: slot }[state];
  context.fillRect(x, y, w, height);
  context.lineWidth = 1;
  context.strokeStyle = strong;
  if (state === "waiting") context.strokeRect(x + 0.5, y + 0.5, w - 1, height - 1);
  context.fillStyle = push;
  if (state === "pushed") context.fillRect(x, y + height - 4, w, 4);
}
