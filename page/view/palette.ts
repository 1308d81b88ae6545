/** The colours of the style sheet, for what is drawn. */
export interface Palette {
  readonly text: string;
  readonly dim: string;
  readonly ground: string;
  readonly line: string;
  readonly strong: string;
  readonly slot: string;
  readonly push: string;
  readonly record: string;
  /** Where a recording goes on. */
  readonly head: string;
  readonly font: string;
  /** Yellow and black, as on a barrier. */
  readonly hazard: CanvasPattern | string;
  /** For time of which nothing is known. */
  readonly unknown: CanvasPattern | string;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: value("text"),
    dim: value("dim"),
    ground: value("ground"),
    line: value("line"),
    strong: value("strong"),
    slot: value("slot"),
    push: value("push"),
    record: value("record"),
    head: value("head"),
    font: value("mono"),
    hazard: stripes(value("hazard"), value("hazard-dark"), 10, 0.5),
    unknown: stripes("transparent", value("strong"), 8, 0.15),
  };
}

/** Diagonal stripes; `share` of them is of the second colour. */
function stripes(one: string, other: string, size: number, share: number): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = size;
  tile.height = size;
  const context = tile.getContext("2d");
  if (!context) return one;
  context.fillStyle = one;
  context.fillRect(0, 0, size, size);
  context.fillStyle = other;
  const thick = size * share;
  for (const shift of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
    context.lineTo(shift + size + thick, 0);
    context.lineTo(shift + thick, size);
    context.fill();
  }
  return context.createPattern(tile, "repeat") ?? one;
}
