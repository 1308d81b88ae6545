import type { Change, Picture } from "./facts";
import { type Axis, windows } from "./model/axis";
import { Board } from "./model/board";
import { entriesOf, latest } from "./model/log";
import type { Row } from "./model/row";
import { clockTime, duration } from "./model/text";
import { act } from "./view/actions";
import { byId, make, setText } from "./view/elements";
import { Hint } from "./view/hint";
import { drawLegend } from "./view/legend";
import { Log } from "./view/log";
import { type Palette, readPalette } from "./view/palette";
import { axisHeight, dense, drawPlot, type Lanes, roomy } from "./view/plot";
import { Rows } from "./view/rows";
import { Source } from "./view/source";
import { Table } from "./view/table";
import { Tally } from "./view/tally";

/** Lines of the log. */
const mostEntries = 100;

/** What a person has chosen to see. */
const view = {
  filter: "",
  window: 300,
  /** The time at the right edge while the axis stands still. */
  pausedAt: undefined as number | undefined,
  missingFirst: false,
  asTable: window.matchMedia("(max-width: 720px)").matches,
  selected: undefined as string | undefined,
};

let board = Board.empty;
let about: Omit<Picture, "streams" | "alerts" | "now"> | undefined;
/** While the source is not heard: since when. */
let lostAt: number | undefined;
let hasBeenHeard = false;
let shown: readonly Row[] = [];
let palette: Palette = readPalette();
/** Of what is drawn; measured where it may have changed, since asking makes the browser lay out the page. */
let size = { left: 0, width: 0, height: 0 };
let drawnAt = Number.NEGATIVE_INFINITY;
let isDue = true;
let isDense = false;

const plot = byId<HTMLCanvasElement>("plot");
const scroller = byId("scroller");
/** Where the time axis is, beside the names. */
const place = byId("place");
const filter = byId<HTMLInputElement>("filter");
const rows = new Rows({ list: byId("rows"), scroller, pick: ({ id }) => select(id), failed: say });
const table = new Table(byId("cells"), say);
const log = new Log(byId("log"));
const tally = new Tally(byId<HTMLCanvasElement>("tally"), ({ id }) => {
  select(id);
  reveal(id);
});
const hint = new Hint({
  scroller,
  element: byId("hint"),
  scene: () => ({ axis: axis(), rows: shown, lanes: lanes(), zone: zone() }),
});

const source = new Source({
  picture: (picture) => measured("picture", () => takePicture(picture)),
  change: (change) => measured("change", () => takeChange(change)),
  heard: (isHeard) => {
    if (isHeard) {
      hasBeenHeard = true;
      if (lostAt !== undefined) announce("The connection is back.");
      lostAt = undefined;
    } else lostAt ??= source.now();
    isDue = true;
  },
});

/** Browsers show the time from the message to the drawn picture as a measure. */
function measured(name: string, take: () => void): void {
  const start = performance.now();
  take();
  draw();
  performance.clearMeasures(name);
  performance.measure(name, { start });
}

function takePicture({ streams, alerts, ...rest }: Picture): void {
  if (about?.source !== rest.source) {
    rows.clear();
    table.clear();
  }
  about = rest;
  board = Board.of({ streams });
  showAlerts(alerts);
  setText(byId("source"), rest.source);
  setText(byId("name"), [rest.name, location.host].filter(Boolean).join(" · "));
  setText(byId("note"), rest.note);
  byId("begin").hidden = !canAct();
  document.body.dataset.source = rest.source;
}

function takeChange(change: Change): void {
  board = board.after(change);
  showAlerts(change.alerts);
}

const canAct = (): boolean => about?.source === "emulator";
const zone = (): number => -new Date().getTimezoneOffset();

/** The time up to which something is known. */
const knownUntil = (): number => lostAt ?? source.now();

function axis(): Axis {
  const to = view.pausedAt ?? source.now();
  const length = view.window * 1000;
  const { width } = size;
  // A little of what is to come, so that the present is a line and not an edge.
  const ahead = length * (10 / Math.max(width, 10));
  return { from: to + ahead - length, to: to + ahead, width };
}

function lanes(): Lanes {
  return shown.length * roomy.height <= size.height || shown.length <= 12 ? roomy : dense;
}

function draw(): void {
  const now = knownUntil();
  shown = board.shown(view.filter, view.missingFirst, now);
  const totals = board.totals(now);
  for (const name of ["declared", "recorded", "missing", "waiting"] as const) setText(byId(name), String(totals[name]));
  setText(byId("lost"), duration(totals.lost));
  byId("missing-total").classList.toggle("hurts", totals.missing > 0);
  setText(byId("clock"), clockTime(source.now(), zone()));
  setText(
    byId("count"),
    shown.length === board.all.length ? `${shown.length} streams` : `${shown.length} of ${board.all.length}`,
  );
  document.title = `${totals.missing > 0 ? `⚠ ${totals.missing} not recorded` : `${totals.recorded} recorded`} · ${about?.source ?? "…"}`;
  announceMissing(totals.missing);
  showLink();
  tally.draw(shown, now, view.selected, palette);
  if (view.asTable) table.update(shown, now, zone(), canAct());
  else drawTimeline(now);
  drawLog(now);
  drawnAt = performance.now();
  isDue = false;
}

function drawTimeline(now: number): void {
  const chosen = lanes();
  if (document.body.classList.toggle("dense", chosen === dense) !== isDense) {
    isDense = !isDense;
    measure();
  }
  rows.update(shown, chosen, now, view.selected, canAct());
  const piece = axis();
  const height = size.height + axisHeight;
  drawPlot(
    plot,
    {
      axis: piece,
      rows: shown,
      lanes: chosen,
      scrolled: scroller.scrollTop,
      height,
      knownUntil: now,
      now: source.now(),
      since: about?.since ?? 0,
      isLost: lostAt !== undefined,
      zone: zone(),
      selected: view.selected,
    },
    palette,
  );
}

function measure(): void {
  size = { left: place.offsetLeft, width: place.clientWidth, height: scroller.clientHeight };
  Object.assign(plot.style, {
    left: `${size.left}px`,
    width: `${size.width}px`,
    height: `${size.height + axisHeight}px`,
  });
  tally.measure();
  isDue = true;
}

function drawLog(now: number): void {
  const row = view.selected === undefined ? undefined : board.row(view.selected);
  setText(byId("subject-name"), row ? row.id : "All streams");
  byId("all").hidden = !row;
  const file = byId("file");
  file.hidden = row?.lastFile === undefined;
  setText(file, row?.lastFile === undefined ? "" : `Last file: ${row.lastFile}`);
  log.update(row ? entriesOf(row, now, mostEntries) : latest(shown, now, mostEntries), zone());
}

/** How often the picture moves: by half a pixel, at most 20 times a second, and for the counters once. */
function pace(): number {
  const width = Math.max(axis().width, 1);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches || view.asTable;
  const step = (view.window * 1000) / width / 2;
  return calm || view.pausedAt !== undefined ? 1_000 : Math.min(1_000, Math.max(50, step));
}

function frame(): void {
  if (isDue || performance.now() - drawnAt >= pace()) draw();
  requestAnimationFrame(frame);
}

function showLink(): void {
  document.body.classList.toggle("lost", lostAt !== undefined);
  const since = lostAt === undefined ? "" : clockTime(lostAt, zone());
  const text = hasBeenHeard
    ? `No connection since ${since}. The picture is as it was then. Trying again.`
    : "No connection yet. Trying again.";
  setText(byId("link"), lostAt === undefined ? problem : text);
}

/** What an action had against it, for a while. */
let problem = "";
function say(text: string): void {
  problem = text;
  isDue = true;
  window.setTimeout(() => {
    if (problem === text) problem = "";
  }, 8_000);
}

function showAlerts(alerts: readonly string[]): void {
  const list = byId("alerts");
  if (list.textContent === alerts.join("")) return;
  list.replaceChildren(...alerts.map((alert) => make("li", "", alert)));
}

function announce(text: string): void {
  setText(byId("spoken"), text);
}

let announced = 0;
function announceMissing(missing: number): void {
  if (missing === announced) return;
  announced = missing;
  announce(missing === 0 ? "All that is declared and pushed is recorded." : `${missing} not recorded.`);
}

function select(id: string | undefined): void {
  view.selected = view.selected === id ? undefined : id;
  isDue = true;
}

function reveal(id: string): void {
  const index = shown.findIndex((row) => row.id === id);
  if (index >= 0) rows.show(index, lanes());
  draw();
  rows.focus(id);
}

function step(by: number): void {
  const index = shown.findIndex(({ id }) => id === view.selected);
  const next = shown[Math.max(0, Math.min(shown.length - 1, index < 0 ? 0 : index + by))];
  if (!next) return;
  view.selected = next.id;
  reveal(next.id);
}

function pause(isPaused: boolean): void {
  view.pausedAt = isPaused ? source.now() : undefined;
  for (const id of ["back", "forth"]) byId<HTMLButtonElement>(id).disabled = !isPaused;
  byId("pause").ariaPressed = String(isPaused);
  document.body.classList.toggle("paused", isPaused);
  isDue = true;
}

/** By half a window. */
function move(by: number): void {
  if (view.pausedAt === undefined) pause(true);
  view.pausedAt = Math.min(source.now(), (view.pausedAt ?? source.now()) + (by * view.window * 1000) / 2);
  isDue = true;
}

function setWindow(seconds: number): void {
  view.window = seconds;
  for (const input of document.querySelectorAll<HTMLInputElement>("#windows input"))
    input.checked = input.value === String(seconds);
  isDue = true;
}

function zoom(by: number): void {
  const index = windows.indexOf(view.window as (typeof windows)[number]) + by;
  const next = windows[index];
  if (next !== undefined) setWindow(next);
}

function setFirst(missingFirst: boolean): void {
  view.missingFirst = missingFirst;
  byId("first").ariaPressed = String(missingFirst);
  isDue = true;
}

function setTable(asTable: boolean): void {
  view.asTable = asTable;
  byId("as-table").ariaPressed = String(asTable);
  byId("table").hidden = !asTable;
  byId("timeline").hidden = asTable;
  isDue = true;
}

const keys: Readonly<Record<string, () => void>> = {
  "/": () => filter.focus(),
  " ": () => pause(view.pausedAt === undefined),
  ArrowLeft: () => move(-1),
  ArrowRight: () => move(1),
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  "+": () => zoom(-1),
  "-": () => zoom(1),
  t: () => setTable(!view.asTable),
  g: () => setFirst(!view.missingFirst),
  Escape: () => {
    view.selected = undefined;
    isDue = true;
  },
};

function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const isTyping = target instanceof HTMLInputElement && target.type !== "radio";
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping) {
    if (event.key === "Escape") target.blur();
    return;
  }
  // A button is pressed by Space, and a group of radio buttons is moved in by arrows.
  if (event.key === " " && target instanceof HTMLButtonElement) return;
  if (event.key.startsWith("Arrow") && (target instanceof HTMLInputElement || target.id === "log")) return;
  const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!run) return;
  event.preventDefault();
  run();
}

function makeWindows(): void {
  for (const seconds of windows) {
    const label = make("label");
    const input = make("input");
    input.type = "radio";
    input.name = "window";
    input.value = String(seconds);
    input.addEventListener("change", () => setWindow(seconds));
    label.append(input, make("span", "", seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`));
    byId("windows").append(label);
  }
}

function begin(): void {
  makeWindows();
  setWindow(view.window);
  setTable(view.asTable);
  drawLegend(palette);
  setText(byId("zone"), `UTC${zone() < 0 ? "−" : "+"}${Math.abs(zone()) / 60}`);
  filter.addEventListener("input", () => {
    view.filter = filter.value;
    scroller.scrollTop = 0;
    isDue = true;
  });
  byId("pause").addEventListener("click", () => pause(view.pausedAt === undefined));
  byId("back").addEventListener("click", () => move(-1));
  byId("forth").addEventListener("click", () => move(1));
  byId("first").addEventListener("click", () => setFirst(!view.missingFirst));
  byId("as-table").addEventListener("click", () => setTable(!view.asTable));
  byId("all").addEventListener("click", () => select(view.selected));
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  byId("begin").addEventListener("submit", async (event) => {
    event.preventDefault();
    const input = byId<HTMLInputElement>("new");
    const refused = await act(input.value.trim(), { method: "PUT", path: "" });
    if (refused === undefined) input.value = "";
    else say(refused);
  });
  document.addEventListener("keydown", onKey);
  scroller.addEventListener("scroll", () => {
    isDue = true;
    hint.hide();
  });
  const sizes = new ResizeObserver(measure);
  for (const element of [place, scroller, byId("tally")]) sizes.observe(element);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    palette = readPalette();
    drawLegend(palette);
    isDue = true;
  });
  requestAnimationFrame(frame);
}

begin();
