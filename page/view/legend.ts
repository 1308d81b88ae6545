import type { MarkKind } from "../facts";
import { byId, make, surface } from "./elements";
import { drawGlyph } from "./glyphs";
import type { Palette } from "./palette";

const bars = [
  ["pushed", "push"],
  ["recorded", "record"],
  ["declared", "slot"],
  ["not recorded, and should be", "hazard"],
] as const;

const marks: readonly (readonly [string, MarkKind])[] = [
  ["START", "start"],
  ["STOP", "stop"],
  ["refused", "refused"],
  ["interrupted", "interrupted"],
  ["failed", "failed"],
  ["notification", "message"],
];

/** What the shapes and the bars mean, drawn as they are on the time axis. */
export function drawLegend(palette: Palette): void {
  byId("legend").replaceChildren(
    ...bars.map(([text, colour]) =>
      item(text, 22, (context) => {
        context.fillStyle = palette[colour];
        const thin = colour === "push";
        context.fillRect(0, thin ? 6 : 2, 22, thin ? 4 : 11);
      }),
    ),
    ...marks.map(([text, kind]) => item(text, 14, (context) => drawGlyph(context, kind, 7, 7.5, palette))),
  );
}

function item(text: string, width: number, draw: (context: CanvasRenderingContext2D) => void): HTMLElement {
  const canvas = make("canvas");
  canvas.ariaHidden = "true";
  canvas.style.width = `${width}px`;
  canvas.style.height = "15px";
  const context = surface(canvas, width, 15);
  if (context) draw(context);
  const made = make("li");
  made.append(canvas, text);
  return made;
}
