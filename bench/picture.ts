/** One line of the picture. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly points: ReadonlyArray<{ readonly count: number; readonly seconds: number }>;
}

const WIDTH = 720;
const HEIGHT = 420;
const MARGIN = { top: 48, right: 120, bottom: 56, left: 64 };

/** Time against number of recordings. */
export function pictureOf(title: string, curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const across = ticks(Math.max(...points.map(({ count }) => count)));
  const upward = ticks(Math.max(...points.map(({ seconds }) => seconds)));
  const most = { count: across.at(-1) as number, seconds: upward.at(-1) as number };
  const x = (count: number) => round(MARGIN.left + (count / most.count) * (WIDTH - MARGIN.left - MARGIN.right));
  const y = (seconds: number) =>
    round(HEIGHT - MARGIN.bottom - (seconds / most.seconds) * (HEIGHT - MARGIN.top - MARGIN.bottom));
  const [left, right, bottom] = [x(0), x(most.count), y(0)];

  const rows = upward.map(
    (seconds) =>
      `<path d="M${left} ${y(seconds)}H${right}" stroke="#ddd"/>${text(left - 8, y(seconds) + 4, "end", `${seconds}`)}`,
  );
  const columns = across.map((count) => text(x(count), bottom + 20, "middle", `${count}`));
  const lines = curves.map(({ name, colour, points }) => {
    const sorted = [...points].sort((a, b) => a.count - b.count);
    const at = sorted.map(({ count, seconds }) => [x(count), y(seconds)] as const);
    const path = `<polyline points="${at.map(([px, py]) => `${px},${py}`).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    const dots = at.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="3" fill="${colour}"/>`).join("");
    const [lastX, lastY] = at.at(-1) ?? [0, 0];
    return `${path}${dots}${text(lastX + 8, lastY + 4, "start", name, colour)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(left, 24, "start", title),
    ...rows,
    ...columns,
    text((left + right) / 2, HEIGHT - 14, "middle", "recordings"),
    text(left, MARGIN.top - 10, "end", "seconds"),
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

/** Round steps from 0 to at least the most. */
export function ticks(most: number): number[] {
  const rough = most / 5;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * ([1, 2, 5, 10].find((times) => times * size >= rough) ?? 10);
  const count = Math.ceil(most / step);
  return Array.from({ length: count + 1 }, (_, index) => round(index * step));
}

function text(x: number, y: number, anchor: "start" | "middle" | "end", words: string, colour = "#333"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
