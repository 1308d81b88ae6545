import { type Place, Project, type Resource, type Variant } from "../engine/project";
import { Service } from "../engine/service";
import type { Figure } from "../figure";
import { Progress } from "../progress";
import { alternate } from "../rounds";
import type { Stage } from "../stage";

/** Seconds of one life of a stack, and what it left in the state. */
export interface Life {
  /** Before the up: of new recordings. */
  readonly preview: number;
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

/** The steps of a life besides its `up`. */
interface Steps {
  readonly preview: boolean;
  /** What comes after the `up`. */
  readonly rest: boolean;
}

/** The lives of 500 recordings that rows 1 to 3 and 12 are made of, taken once for all of them. */
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
  if (stage.wants("plugin")) variants.push("plugin");
  const taken: Partial<Lives> = await sideBySide(stage, place, variants, count, (variant) => ({
    preview: stage.wants("plugin") && isShell(variant),
    rest: stage.wants("steps") ? variant !== "by-hand" : stage.wants("plugin") && isShell(variant),
  }));
  return { floor: [], ours: [], "by-hand": [], plugin: [], ...taken };
}

/** One of the two that row 12 compares. */
function isShell(variant: Variant): boolean {
  return variant === "ours" || variant === "plugin";
}

/** Lives of these variants in the rounds of the stage. */
export async function sideBySide<V extends Variant>(
  stage: Stage,
  place: Place,
  variants: readonly V[],
  count: number,
  steps: (variant: V) => Steps = () => ({ preview: false, rest: false }),
): Promise<Record<V, Life[]>> {
  // What the first run of all reads from the disk, the others find in memory.
  for (const variant of variants) await live(place, variant, 2, { preview: false, rest: false });
  const progress = new Progress("up", stage.rounds * variants.length);
  return alternate(stage.rounds, variants, async (variant) => {
    const life = await live(place, variant, count, steps(variant));
    progress.step(`${count} recordings, ${variant}, up ${life.up.toFixed(1)} s`);
    return life;
  });
}

async function live(place: Place, variant: Variant, count: number, steps: Steps): Promise<Life> {
  await using service = await Service.start();
  await using project = await Project.create(place, variant, count, service.settings());
  const preview = steps.preview ? await project.preview() : Number.NaN;
  const began = await service.ask("processor");
  const up = await project.up();
  const emulator = (await service.ask("processor")) - began;
  const bytes = mean((await project.resources()).map(bytesOf));
  const first = { preview, up, bytes, emulator };
  if (!steps.rest) return { ...first, noop: Number.NaN, refresh: Number.NaN, destroy: Number.NaN };
  const noop = await project.up("--expect-no-changes");
  const refresh = await project.refresh();
  return { ...first, noop, refresh, destroy: await project.destroy() };
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
