import type { MarkKind } from "../facts";
import type { Palette } from "./palette";

/** Draws the shape of a kind of mark, 9 pixels high, around a point. No two have one shape. */
export function drawGlyph(
  context: CanvasRenderingContext2D,
  kind: MarkKind,
  x: number,
  y: number,
  { text, dim, ground, record }: Palette,
): void {
  context.lineWidth = 1.6;
  context.lineJoin = "miter";
  context.strokeStyle = text;
  context.fillStyle = text;
  context.beginPath();
  switch (kind) {
    case "start":
      context.moveTo(x - 3, y - 4.5);
      context.lineTo(x + 4.5, y);
      context.lineTo(x - 3, y + 4.5);
      context.closePath();
      context.fill();
      break;
    case "stop":
      context.fillRect(x - 3.5, y - 3.5, 7, 7);
      break;
    case "refused":
      context.arc(x, y, 5, 0, 2 * Math.PI);
      context.fillStyle = ground;
      context.fill();
      context.moveTo(x - 3.2, y + 3.2);
      context.lineTo(x + 3.2, y - 3.2);
      context.stroke();
      break;
    case "interrupted":
      context.moveTo(x + 2, y - 5);
      context.lineTo(x - 2.5, y + 0.5);
      context.lineTo(x + 2.5, y - 0.5);
      context.lineTo(x - 2, y + 5);
      context.stroke();
      break;
    case "failed":
      context.strokeStyle = record;
      context.lineWidth = 2.6;
      context.moveTo(x - 4, y - 4);
      context.lineTo(x + 4, y + 4);
      context.moveTo(x + 4, y - 4);
      context.lineTo(x - 4, y + 4);
      context.stroke();
      break;
    case "message":
      context.strokeStyle = dim;
      context.lineWidth = 1;
      context.strokeRect(x - 4, y - 2.5, 8, 6);
      context.moveTo(x - 4, y - 2.5);
      context.lineTo(x, y + 1);
      context.lineTo(x + 4, y - 2.5);
      context.stroke();
      break;
  }
}
