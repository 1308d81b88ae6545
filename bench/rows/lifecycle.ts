import { type Place, Project, type Resource, type Variant } from "../engine/project";
import { Service } from "../engine/service";
import type { Figure } from "../figure";
import { Progress } from "../progress";
import { alternate } from "../rounds";
import type { Stage } from "../stage";

/** Seconds of one life of a stack, and what it left in the state. */
export interface Life {
  readonly up: number;
  readonly noop: number;
  readonly refresh: number;
  readonly destroy: number;
  /** Per resource, as compact JSON. */
  readonly bytes: number;
  /** Seconds of processor time that the emulator used for the `up`: on this machine, and nobody's in real life. */
  readonly emulator: number;
}

export type Lives = Record<Variant, Life[]>;

const taken = new WeakMap<Stage, Promise<Lives>>();

/** The lives of 500 recordings that rows 1 to 3 are made of, taken once for all of them. */
export function lives(stage: Stage): Promise<Lives> {
  const lives = taken.get(stage) ?? take(stage);
  taken.set(stage, lives);
  return lives;
}

async function take(stage: Stage): Promise<Lives> {
  const place = await stage.place();
  const count = stage.count(500);
  const variants: Variant[] = ["ours"];
  if (stage.wants("up") || stage.wants("steps")) variants.unshift("floor");
  if (stage.wants("by-hand")) variants.push("by-hand");
  const steps = stage.wants("steps");
  // What the first run of all reads from the disk, the others find in memory.
  for (const variant of variants) await live(place, variant, 2, false);
  const progress = new Progress("up", stage.rounds * variants.length);
  const none: Lives = { floor: [], ours: [], "by-hand": [] };
  const lives: Partial<Lives> = await alternate(stage.rounds, variants, async (variant) => {
    const life = await live(place, variant, count, steps && variant !== "by-hand");
    progress.step(`${count} recordings, ${variant}, up ${life.up.toFixed(1)} s`);
    return life;
  });
  return { ...none, ...lives };
}

async function live(place: Place, variant: Variant, count: number, steps: boolean): Promise<Life> {
  await using service = await Service.start();
  await using project = await Project.create(place, variant, count, service.settings());
  const began = await service.ask("processor");
  const up = await project.up();
  const emulator = (await service.ask("processor")) - began;
  const bytes = mean((await project.resources()).map(bytesOf));
  if (!steps) return { up, bytes, emulator, noop: Number.NaN, refresh: Number.NaN, destroy: Number.NaN };
  const noop = await project.up("--expect-no-changes");
  const refresh = await project.refresh();
  return { up, bytes, emulator, noop, refresh, destroy: await project.destroy() };
}

/** The bytes that a resource takes in the state, however its file is indented. */
export function bytesOf(resource: Resource): number {
  return Buffer.byteLength(JSON.stringify(resource));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One step of two variants, side by side, as the `behind` of a figure. */
export function behind(lives: Lives, step: keyof Life, variants: readonly Variant[]): Required<Figure>["behind"] {
  const unit = step === "bytes" ? "bytes" : "s";
  return Object.fromEntries(
    variants.map((variant) => [`${variant} ${unit}`, lives[variant].map((life) => life[step])]),
  );
}
